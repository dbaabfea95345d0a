"""``assessor app``: the application in a browser."""

from __future__ import annotations

import socket
import subprocess
import time
from typing import Annotated

import typer

from assessor.cli.shared import LanguageOption, app, errors, told
from assessor.errors import AssessorError
from assessor.wording import say

# Who listens on every address is reached from this machine by the one it has for itself.
_OWN = {"0.0.0.0": "127.0.0.1", "::": "::1"}


@app.command(name="app")
def open_app(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port.")] = 8501,
    address: Annotated[
        str, typer.Option(help="Adresse d'écoute ; la machine seule par défaut. / This machine only by default.")
    ] = "127.0.0.1",
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Ouvrir le navigateur. / Open the browser.")] = True,
    lang: LanguageOption = "fr",
) -> None:
    """Ouvre l'application dans le navigateur ; rien ne sort de la machine.

    assessor app

    assessor app --port 8600 --no-browser
    """
    import signal

    from assessor.paths import app_file
    from assessor.ui.settings import command

    host = _OWN.get(address, address)
    page = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    with told(lang):
        if _listens(host, port):
            raise AssessorError("app_port_taken", port=port, page=page, other=port % 65535 + 1)
    server = subprocess.Popen([*command(app_file(), port=port, open_browser=browser), f"--server.address={address}"])
    # Whoever stops this process means the server too, not the terminal alone.
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    try:
        while server.poll() is None and not _listens(host, port):
            time.sleep(0.1)
        if server.poll() is None:
            errors.print(say("ui.served", page=page).in_(lang), soft_wrap=True)
        status = server.wait()
    except KeyboardInterrupt:
        server.wait()
        status = 0
    raise typer.Exit(status)


def _listens(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False
