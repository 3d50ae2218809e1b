"""A headless Chromium that keeps count of what a page asks the network for and of what goes wrong in it."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.request
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from checkout import ROOT, chromium
from playwright.sync_api import Locator, Page, sync_playwright

SCREENSHOTS = ROOT / "kernel" / ".lab" / "screenshots"


VIOLATIONS = """async ([within, rules]) => (await axe.run(within,
    Object.assign({resultTypes: ['violations']}, rules.length ? {runOnly: {type: 'rule', values: rules}} : {}))).violations.map(rule =>
        rule.id + ': ' + rule.nodes.slice(0, 5).map(node => node.html.slice(0, 200) + ' ' + node.failureSummary).join(' | '))"""


def free_port() -> int:
    """A port of loopback on which nobody listens at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_server(process: subprocess.Popen, port: int, patience: float) -> str:
    """Waits until a Jupyter server whose token is "secret" answers; gives its URL."""
    deadline = time.monotonic() + patience
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api?token=secret", timeout=5).close()
            return f"http://127.0.0.1:{port}"
        except OSError:
            assert process.poll() is None and time.monotonic() < deadline, f"{process.args} does not answer"
            time.sleep(0.2)


def beside(package: str, file: str) -> Path:
    """A file that a Python package brings."""
    return Path(find_spec(package).origin).parent / file


class Watched:
    """A page with what happened in it: requests that are not of the page's own file, and errors."""

    def __init__(self, page: Page):
        self.page = page
        self.requests: list[str] = []
        self.errors: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)

    def requests_beside(self, file: Path) -> list[str]:
        own = file.as_uri()
        return [url for url in self.requests if url != own and not url.startswith(("data:", "blob:"))]

    def violations(self, within: str = "html", rules: tuple[str, ...] = ()) -> list[str]:
        """What axe finds wrong in a part of the page: each rule, with elements. What it cannot decide, as text over pictures, is left out."""
        self.page.evaluate(beside("axe_playwright_python", "axe.min.js").read_text(encoding="utf-8") + ";0")
        return self.page.evaluate(VIOLATIONS, [within, list(rules)])

    def screenshot(self, name: str, full_page: bool = False, of: Locator | None = None) -> Path:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        target = SCREENSHOTS / f"{name}.png"
        if of is None:
            self.page.screenshot(path=target, full_page=full_page)
        else:
            of.screenshot(path=target)
        return target


@contextmanager
def browser_page(
    *, scripts: bool = True, offline: bool = False, width: int = 1280, height: int = 900, scheme: str = "light", bypass_csp: bool = False
):
    """Opens one page; closes the browser at the end. Chromium's own sandbox cannot start as root.

    A page's own policy would keep a checker's script out of it: bypass_csp lets it in.
    """
    executable = chromium()
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, headless=True, args=arguments)
        context = browser.new_context(
            java_script_enabled=scripts,
            offline=offline,
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            bypass_csp=bypass_csp,
        )
        try:
            yield Watched(context.new_page())
        finally:
            browser.close()
