"""A reader who uses nothing but the keyboard: JupyterLab runs a lesson, interrupts, restarts, completes and explains."""

from __future__ import annotations

import shutil

import pytest
from browser import browser_page
from checkout import DATA, ROOT
from test_display import server

pytestmark = pytest.mark.timeout(300)

# The number beside a code cell, once it has run.
PROMPT = ".jp-CodeCell .jp-InputPrompt"
RAN = "n => { const p = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')]; return p.length > n && /\\d/.test(p[n].textContent); }"


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    folder = tmp_path_factory.mktemp("a reader's folder")
    shutil.copy(ROOT / "notebooks" / "02-teardown.ipynb", folder)
    (folder / "data").symlink_to(DATA)
    with server("jupyterlab", folder, tmp_path_factory.mktemp("settings")) as address:
        yield address


@pytest.fixture
def keys(url):
    """A lesson, open in JupyterLab, with the keyboard on its first cell."""
    with browser_page(width=1400, height=1000) as watched:
        page = watched.page
        page.goto(f"{url}/lab/tree/02-teardown.ipynb?token=secret&reset")
        page.get_by_text("Java (tcplab) | Idle").wait_for(timeout=60_000)
        # The notebook has the focus once it is open, and its first cell is the active one.
        page.wait_for_selector(".jp-Notebook .jp-Cell.jp-mod-active", timeout=30_000)
        page.keyboard.press("Escape")
        yield watched


def new_cell(page, source: str) -> int:
    """Makes a cell below the selected one, with the keyboard in it; gives its place among the code cells."""
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    page.keyboard.type(source)
    return page.evaluate("() => [...document.querySelectorAll('.jp-CodeCell')].findIndex(c => c.classList.contains('jp-mod-active'))")


def output(page, cell: int) -> str:
    return page.locator(".jp-CodeCell").nth(cell).locator(".jp-Cell-outputWrapper").inner_text()


def test_a_lesson_runs_by_shift_enter(keys):
    page = keys.page
    cells = page.evaluate("() => document.querySelectorAll('.jp-Notebook .jp-Cell').length")
    for _ in range(cells):
        page.keyboard.press("Shift+Enter")
        page.wait_for_timeout(50)
    page.wait_for_function("() => [...document.querySelectorAll('" + PROMPT + "')].every(p => !/\\*/.test(p.textContent))", timeout=60_000)
    page.wait_for_function("() => document.querySelectorAll('.tcplab-picture svg').length >= 3", timeout=30_000)
    numbers = [text for text in page.locator(PROMPT).all_inner_texts() if any(c.isdigit() for c in text)]
    assert len(numbers) >= 14
    assert page.locator('[data-mime-type="application/vnd.jupyter.error"]').count() == 0
    keys.screenshot("keyboard-lesson")


def test_a_long_cell_is_interrupted_and_the_kernel_goes_on(keys):
    page = keys.page
    cell = new_cell(page, "while (true) { Math.random(); }")
    page.keyboard.press("Shift+Enter")
    page.get_by_text("Java (tcplab) | Busy").wait_for(timeout=20_000)
    page.keyboard.press("Escape")
    page.keyboard.press("i")
    page.keyboard.press("i")
    page.get_by_text("Java (tcplab) | Idle").wait_for(timeout=20_000)
    assert "nterrupt" in output(page, cell)
    keys.screenshot("keyboard-interrupt")
    after = new_cell(page, "6 * 7")
    page.keyboard.press("Shift+Enter")
    page.wait_for_function(RAN, arg=after, timeout=20_000)
    assert "42" in output(page, after)


def test_a_restart_forgets_the_variables(keys):
    page = keys.page
    first = new_cell(page, "int kept = 5; kept")
    page.keyboard.press("Shift+Enter")
    page.wait_for_function(RAN, arg=first, timeout=20_000)
    page.keyboard.press("Escape")
    page.keyboard.press("0")
    page.keyboard.press("0")
    page.wait_for_selector(".jp-Dialog")
    page.keyboard.press("Enter")
    page.get_by_text("Java (tcplab) | Idle").wait_for(timeout=30_000)
    page.wait_for_timeout(1000)
    second = new_cell(page, "kept")
    page.keyboard.press("Shift+Enter")
    page.wait_for_selector('[data-mime-type="application/vnd.jupyter.error"], .jp-OutputArea-output[data-mime-type*="stderr"]', timeout=30_000)
    assert "kept" in output(page, second)
    keys.screenshot("keyboard-restart")


def test_tab_completes_and_shift_tab_explains(keys):
    page = keys.page
    new_cell(page, "Files.read")
    page.keyboard.press("Tab")
    completer = page.locator(".jp-Completer")
    completer.wait_for(timeout=20_000)
    assert "readAllBytes" in completer.inner_text() and "readString" in completer.inner_text()
    keys.screenshot("keyboard-completion")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    new_cell(page, "Math.max(")
    page.keyboard.press("Shift+Tab")
    tooltip = page.locator(".jp-Tooltip")
    tooltip.wait_for(timeout=20_000)
    assert "max" in tooltip.inner_text()
    keys.screenshot("keyboard-tooltip")
