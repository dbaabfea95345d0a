"""How the application is served: on this machine only, silent towards the outside.

The options are given on the command line, so that an installed package behaves like a checkout, which has ``.streamlit/config.toml``.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

OPTIONS: Final[Mapping[str, str | int | bool]] = {
    "server.address": "127.0.0.1",
    "server.headless": True,
    "server.showEmailPrompt": False,
    "server.fileWatcherType": "none",
    "server.maxUploadSize": 60,
    "browser.gatherUsageStats": False,
    # assessor.ui.fields sets values on purpose.
    "global.disableWidgetStateDuplicationWarning": True,
    # A large element that did not change is sent as a mere reference to what the browser has. When a redraw is overtaken by the next one,
    # Streamlit throws away the unsent boxes of the first and keeps its references, which then stand where there is no box: the page freezes
    # (streamlit.runtime.forward_msg_queue, version 1.67). On one machine nothing is gained by references, so no element is large enough.
    "global.minCachedMessageSize": 1_000_000_000,
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    # They lead to a search engine and to a chatbot; nothing leaves the machine.
    "client.showErrorLinks": False,
    "runner.magicEnabled": False,
    "theme.base": "light",
    "theme.primaryColor": "#1F5F8B",
    "theme.font": "sans-serif",
}
"""Streamlit's options, by name."""

# Streamlit's greeting would also offer, in English, to write files for coding assistants. `assessor app` says the address itself;
# in a checkout, where `streamlit run` opens no browser, the greeting holds the address and no offer.
_UNSAID: Final[Mapping[str, str | bool]] = {"logger.hideWelcomeMessage": True, "logger.level": "warning"}


def command(app: Path, *, port: int = 8501, open_browser: bool = False) -> list[str]:
    """What to run to serve the application.

    Parameters
    ----------
    app : pathlib.Path
        The script ``app.py``.
    port : int, default=8501
    open_browser : bool, default=False
        Whether a browser is opened on the first page.

    Examples
    --------
    >>> command(Path("app.py"), port=8600)[1:6]
    ['-m', 'streamlit', 'run', 'app.py', '--server.port=8600']
    """
    options: dict[str, str | int | bool] = {"server.port": port, **OPTIONS, "server.headless": not open_browser, **_UNSAID}
    return [sys.executable, "-m", "streamlit", "run", str(app), *(f"--{name}={_written(value)}" for name, value in options.items())]


def _written(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
