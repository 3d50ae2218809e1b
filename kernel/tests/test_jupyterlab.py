"""JupyterLab itself, in a browser: the lessons open, run, and show their pictures."""

from __future__ import annotations

import os
import signal
import subprocess

import pytest
from browser import browser_page, free_port, wait_for_server
from checkout import LAB
from playwright.sync_api import TimeoutError

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def server():
    """kernel/lab on a free port; gives the URL with its token."""
    port = free_port()
    process = subprocess.Popen(
        [LAB, "--no-browser", "--port", str(port), "--", "--IdentityProvider.token=secret"],
        stderr=subprocess.DEVNULL,
        env=os.environ.copy(),
    )
    yield wait_for_server(process, port, 90)
    process.send_signal(signal.SIGTERM)
    process.wait(30)


def open_notebook(watched, server, name):
    watched.page.goto(f"{server}/lab/tree/{name}?token=secret&reset")
    watched.page.wait_for_selector(".jp-NotebookPanel .jp-Notebook", timeout=60_000)


# Every code cell has its number; while one runs or waits it has a star, and before that nothing.
ALL_RAN = """() => { const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map(p => p.textContent.trim());
                     return prompts.length > 0 && prompts.every(p => /\\d/.test(p)); }"""


def run_all(watched):
    # Before the kernel is connected, Run All would ask which kernel to take.
    watched.page.get_by_text("Java (tcplab) | Idle").wait_for(timeout=60_000)
    watched.page.get_by_role("menuitem", name="Run", exact=True).click()
    watched.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    try:
        watched.page.wait_for_function(ALL_RAN, timeout=120_000)
    except TimeoutError:
        print("see", watched.screenshot("jupyterlab-timeout"))
        raise


def test_jupyterlab_runs_the_handshake_lesson_and_shows_its_pictures(server):
    with browser_page(width=1400, height=1000) as watched:
        open_notebook(watched, server, "01-handshake.ipynb")
        run_all(watched)
        assert watched.page.locator(".jp-CodeCell .cm-line span").count() > 0, "the code is not highlighted: no mode for Java"
        pictures = watched.page.locator(".jp-OutputArea-output .tcplab-picture")
        assert pictures.count() > 0
        assert watched.page.locator('.jp-RenderedText[data-mime-type="application/vnd.jupyter.stderr"]').count() == 0
        pictures.first.scroll_into_view_if_needed()
        watched.page.wait_for_timeout(500)
        watched.screenshot("jupyterlab-handshake")


def test_jupyterlab_shows_the_state_histogram_live(server):
    with browser_page(width=1400, height=1000) as watched:
        open_notebook(watched, server, "04-sockets.ipynb")
        run_all(watched)
        watched.page.wait_for_selector('.tcplab-picture .main-svg', timeout=60_000)
        watched.page.locator(".tcplab-picture").first.scroll_into_view_if_needed()
        watched.page.wait_for_timeout(500)
        watched.screenshot("jupyterlab-sockets")
        outside = [url for url in watched.requests if not url.startswith((server, server.replace("http", "ws"), "data:", "blob:"))]
        assert outside == []
