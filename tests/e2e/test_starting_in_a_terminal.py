"""The command that serves the application: what it says, and that it stops with whoever started it."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from browser_tools import ROOT, free_port

pytestmark = pytest.mark.e2e


def listens(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


def until(told: bool, port: int) -> bool:
    """Whether the port is open, or closed, within half a minute."""
    return any(listens(port) is told or time.sleep(0.1) for _ in range(300))


def started(port: int, home: Path, *options: str) -> subprocess.Popen[str]:
    """The command as a person gives it who has a coding assistant, and a browser that opens nothing."""
    (home / ".claude").mkdir(exist_ok=True)
    environment = os.environ | {"HOME": str(home), "BROWSER": "true"}
    command = [sys.executable, "-c", "from assessor.cli import app; app()", "app", f"--port={port}", *options]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without asking it")
def test_the_command_says_where_the_application_is_and_stopping_it_stops_the_server(tmp_path):
    port = free_port()
    first = started(port, tmp_path)
    assert until(True, port)
    second = started(port, tmp_path, "--lang=en")
    said, _ = second.communicate(timeout=60)
    assert second.returncode == 2
    assert f"Port {port} is already taken" in said and f"--port {port + 1}" in said and "Traceback" not in said
    first.terminate()
    said, _ = first.communicate(timeout=60)
    assert until(False, port)
    assert said.splitlines()[0] == f"L'application est à l'adresse http://127.0.0.1:{port} (Ctrl+C pour l'arrêter)."
    # Nothing of Streamlit's own: neither its greeting nor its offer to assistants.
    assert "Streamlit" not in said and "agents" not in said
