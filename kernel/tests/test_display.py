"""Every way in which outputs are shown: JupyterLab, trusted, untrusted and dark, the classic notebook, VS Code's rules, HTML without
scripts, print. In each the pictures are there and the text can be read; the screenshots are for people to look at."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from browser import browser_page, free_port, wait_for_server
from checkout import ROOT
from pages import GALLERY, notebook, report

sys.path.insert(0, str(ROOT / "kernel"))
from export import Run  # noqa: E402

pytestmark = pytest.mark.timeout(300)

PICTURES = 13  # in the gallery; the rest are tables


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A folder with the gallery's outputs stored, once signed by its reader and once not."""
    folder = tmp_path_factory.mktemp("stored outputs")
    run = Run(notebook(folder / "trusted.ipynb", GALLERY.values(), "Gallery"), timeout=60)
    run.execute()
    assert run.problem is None
    nbformat.write(run.notebook, folder / "trusted.ipynb")
    run.notebook.metadata["title"] = "another content, so that the other's signature does not hold"
    nbformat.write(run.notebook, folder / "untrusted.ipynb")
    subprocess.run([sys.executable, "-m", "jupyter", "trust", folder / "trusted.ipynb"], check=True)
    return folder


def setting(settings: Path, plugin: str, value: str) -> None:
    """Stores one of JupyterLab's settings, as its own settings editor would."""
    file = settings / "@jupyterlab" / f"{plugin}.jupyterlab-settings"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(value)


@contextmanager
def server(application: str, folder: Path, settings: Path):
    """JupyterLab or the classic notebook on a free port, with settings of its own; gives the URL."""
    port = free_port()
    command = [sys.executable, "-m", application, "--no-browser", f"--ServerApp.port={port}", f"--ServerApp.root_dir={folder}"]
    # Without this only the cells in sight are in the page.
    setting(settings, "notebook-extension/tracker", '{"windowingMode": "none"}')
    command += ["--IdentityProvider.token=secret", "--LanguageServerManager.autodetect=False"]
    command += ["--allow-root"] if os.geteuid() == 0 else []
    env = dict(os.environ, JUPYTERLAB_SETTINGS_DIR=str(settings))
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield wait_for_server(process, port, 60)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def look(watched, name: str, pictures: str) -> None:
    """All outputs are there and can be read; takes the screenshots."""
    page = watched.page
    page.wait_for_function(f"() => document.querySelectorAll('{pictures}').length >= {PICTURES}", timeout=60_000)
    page.wait_for_timeout(1500)
    assert watched.violations(".jp-Notebook", ("color-contrast",)) == []
    for output in ("ladder", "talkers", "table", "hostile-table"):
        number = list(GALLERY).index(output)
        shown = page.locator(".jp-CodeCell").nth(number).locator(".jp-Cell-outputWrapper")
        watched.screenshot(f"display-{name}-{output}", of=shown)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("trust", ["trusted", "untrusted"])
def test_jupyterlab_shows_stored_outputs(root, tmp_path, trust, theme):
    if theme == "dark":
        setting(tmp_path, "apputils-extension/themes", '{"theme": "JupyterLab Dark"}')
    with server("jupyterlab", root, tmp_path) as url, browser_page(width=1400, height=1000) as watched:
        watched.page.goto(f"{url}/lab/tree/{trust}.ipynb?token=secret&reset")
        body = f'body[data-jp-theme-light="{str(theme == "light").lower()}"]'
        watched.page.wait_for_selector(body, state="attached", timeout=60_000)
        live = "svg" if trust == "trusted" else "img"
        look(watched, f"jupyterlab-{trust}-{theme}", f".jp-OutputArea-output .tcplab-picture > {live}, .jp-OutputArea-output .js-plotly-plot")


@pytest.mark.parametrize("trust", ["trusted", "untrusted"])
def test_the_classic_notebook_shows_stored_outputs(root, tmp_path, trust):
    with server("notebook", root, tmp_path) as url, browser_page(width=1400, height=1000) as watched:
        watched.page.goto(f"{url}/notebooks/{trust}.ipynb?token=secret")
        look(watched, f"classic-{trust}", ".jp-OutputArea-output .tcplab-picture")


# VS Code shows text/html in a frame with this policy and these colours; in a workspace that is not trusted no script runs.
VSCODE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>VS Code's rules</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data: blob:; font-src data:; style-src 'unsafe-inline';
script-src {scripts}"><style>:root {{ --vscode-editor-background: {paper}; --vscode-editor-foreground: {ink}; }}
body {{ background: var(--vscode-editor-background); color: var(--vscode-editor-foreground); font: 13px sans-serif; }}</style>
</head><body class="vscode-{theme}"><main><h1>Outputs</h1>{outputs}</main></body></html>"""


@pytest.mark.parametrize("theme, paper, ink", [("light", "#ffffff", "#3b3b3b"), ("dark", "#1f1f1f", "#cccccc")])
@pytest.mark.parametrize("scripts", ["'unsafe-inline' 'unsafe-eval'", "'none'"], ids=["trusted", "untrusted"])
def test_outputs_are_readable_by_the_rules_of_vs_code(root, tmp_path, theme, paper, ink, scripts):
    stored = nbformat.read(root / "untrusted.ipynb", as_version=4)
    outputs = [o.data["text/html"] for c in stored.cells for o in c.get("outputs", []) if "text/html" in o.get("data", {})]
    file = tmp_path / "vscode.html"
    file.write_text(VSCODE.format(scripts=scripts, paper=paper, ink=ink, theme=theme, outputs="\n".join(outputs)), encoding="utf-8")
    with browser_page(offline=True, width=1000) as watched:
        watched.page.goto(file.as_uri())
        watched.page.wait_for_timeout(2000)
        assert watched.page.locator(".tcplab-picture > img, .tcplab-picture > svg").count() == PICTURES
        name = "untrusted" if scripts == "'none'" else "trusted"
        watched.screenshot(f"display-vscode-{name}-{theme}", full_page=True)
    with browser_page(offline=True, width=1000, bypass_csp=True) as watched:
        watched.page.goto(file.as_uri())
        assert watched.violations("main", ("color-contrast",)) == []


def test_pages_print_with_whole_tables_and_light_paper(exported, tmp_path):
    for page in (exported / "gallery.html", exported / "01-handshake.html", report(tmp_path, "zero_window")):
        with browser_page(offline=True, scheme="dark", width=800) as watched:
            watched.page.goto(page.as_uri())
            watched.page.wait_for_timeout(1500)
            watched.page.emulate_media(media="print")
            watched.page.wait_for_timeout(500)
            papers = "() => [...document.querySelectorAll('.js-plotly-plot')].map(plot => plot._fullLayout.paper_bgcolor)"
            assert set(watched.page.evaluate(papers)) <= {"#ffffff"}
            watched.screenshot(f"display-print-{page.stem}", full_page=True)
            cut = "() => [...document.querySelectorAll('div[role=group]')].filter(d => d.scrollHeight > d.clientHeight + 2).length"
            assert watched.page.evaluate(cut) == 0
            wide = "() => [...document.querySelectorAll('div[role=group] table')].filter(t => t.getBoundingClientRect().right > innerWidth).length"
            assert watched.page.evaluate(wide) == 0
            pdf = watched.page.pdf()
            assert len(re.findall(rb"/Type\s*/Page\b", pdf)) >= 2
