"""The command that serves the application, stopped by whoever started it."""

import socket
import subprocess
import sys
import time

import pytest
from browser_tools import ROOT

pytestmark = pytest.mark.e2e


def listens(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


def until(told: bool, port: int) -> bool:
    """Whether the port is open, or closed, within half a minute."""
    return any(listens(port) is told or time.sleep(0.1) for _ in range(300))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without asking it")
def test_stopping_the_command_stops_the_server_too():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-c", "from assessor.cli import app; app()", "app", "--no-browser", f"--port={port}"]
    started = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert until(True, port)
    started.terminate()
    started.wait(30)
    assert until(False, port)
