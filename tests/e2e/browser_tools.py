"""The application as it is served, and a person in front of it: what they read, press and select."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Page, Request

from assessor.ui.settings import command

ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
SCALE = "Collaboration avec les partenaires et intervenants"
SERVICE = "Approche axée sur le service"

ANSWER = """En janvier 2019, j'ai su que la loi sur les emballages changerait d'ici trois ans et que notre \
coopérative de Rimouski n'y connaissait rien. \
J'étais responsable des achats et je devais nous y préparer. \
Je ne connaissais personne dans ce domaine. \
J'ai trouvé le nom de Paula Mendes, ingénieure au centre de recherche de Trois-Rivières, et je l'ai appelée pour la première \
fois le 14 janvier. \
Elle m'a présenté à deux récupérateurs de la Mauricie, que je suis allé rencontrer chez eux. \
Pendant deux ans, j'ai rappelé chacun d'eux à chaque saison pour échanger nos chiffres en prévision de la nouvelle loi. \
J'ai aussi rencontré un à un les responsables de quatre coopératives voisines, afin qu'on soit prêts ensemble le moment venu. \
En 2022, quand la loi est entrée en vigueur, nous avons changé d'emballage en six semaines, sans rupture de stock."""


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Server:
    """The application on a port of its own; it can be killed and come back on the same port."""

    def __init__(self) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            command(ROOT / "app.py", port=self.port), cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(300):
            try:
                with urlopen(f"{self.address}/_stcore/health", timeout=1) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.1)
        raise TimeoutError("the application does not answer")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


class Person:
    """Someone at the page; every address that the page asks for is noted."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page, self.server = page, server
        self.asked: list[str] = []
        self.faults: list[str] = []
        page.set_default_timeout(30_000)
        page.on("request", self._note)
        page.on("pageerror", lambda error: self.faults.append(str(error)))

    def _note(self, request: Request) -> None:
        self.asked.append(request.url)

    def open(self, path: str = "/") -> None:
        self.page.goto(self.server.address + path)
        self.page.locator("h1.as-heading").wait_for()

    def assess(self, text: str = ANSWER, *, blind: bool = False) -> None:
        self.page.locator("textarea").first.fill(text)
        self.page.get_by_text(SCALE, exact=True).first.click()
        if not blind:
            self.page.get_by_text("Noter d'abord sans voir la suggestion").click()
        self.settle()
        self.page.get_by_role("button", name="Évaluer", exact=True).click()
        self.page.locator(".as-answer").wait_for(timeout=60_000)
        self.settle()

    def settle(self) -> None:
        """Wait until the page has followed: Streamlit says when it works."""
        self.page.wait_for_timeout(250)
        self.page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for(state="attached")

    def level(self) -> int:
        found = re.search(r"(\d+) \(", self.page.locator(".as-status").inner_text())
        assert found
        return int(found[1])

    def select(self, words: str) -> None:
        """Select words of the answer with the mouse: press where they begin, let go where they end."""
        first, last = self.page.evaluate(
            """(words) => {
              const root = document.querySelector(".as-answer");
              const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
              for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf(words);
                if (at < 0) continue;
                node.parentElement.scrollIntoView({ block: "center" });
                const range = document.createRange();
                const edge = (from, to, side) => {
                  range.setStart(node, from);
                  range.setEnd(node, to);
                  const box = range.getBoundingClientRect();
                  return [side === "left" ? box.left + 1 : box.right - 1, box.top + box.height / 2];
                };
                return [edge(at, at + 1, "left"), edge(at + words.length - 1, at + words.length, "right")];
              }
            }""",
            words,
        )
        self.page.mouse.move(*first)
        self.page.mouse.down()
        self.page.mouse.move(*last, steps=8)
        self.page.mouse.up()
