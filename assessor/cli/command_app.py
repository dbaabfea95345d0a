"""``assessor app``: the application in a browser."""

from __future__ import annotations

from typing import Annotated

import typer

from assessor.cli.shared import app


@app.command(name="app")
def open_app(
    port: Annotated[int, typer.Option(help="Port.")] = 8501,
    address: Annotated[
        str, typer.Option(help="Adresse d'écoute ; la machine seule par défaut. / This machine only by default.")
    ] = "127.0.0.1",
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Ouvrir le navigateur. / Open the browser.")] = True,
) -> None:
    """Ouvre l'application dans le navigateur ; rien ne sort de la machine.

    assessor app

    assessor app --port 8600 --no-browser
    """
    import signal
    import subprocess

    from assessor.paths import app_file
    from assessor.ui.settings import command

    server = subprocess.Popen([*command(app_file(), port=port, open_browser=browser), f"--server.address={address}"])
    # Whoever stops this process means the server too, not the terminal alone.
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    try:
        status = server.wait()
    except KeyboardInterrupt:
        server.wait()
        status = 0
    raise typer.Exit(status)
