"""kernel/lab export: one HTML file a notebook, which needs no network and shows its pictures with scripts off."""

from __future__ import annotations

import json
import re

import pytest
from browser import browser_page
from checkout import NOTEBOOKS, ROOT, lab

# A live picture has replaced its image.
LIVE = "() => [...document.querySelectorAll('.tcplab-picture')].every(p => p.querySelector('svg') && !p.querySelector(':scope > img'))"

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="session")
def exported(tmp_path_factory):
    """Every notebook, exported into one folder."""
    folder = tmp_path_factory.mktemp("exported pages")
    result = lab("export", *NOTEBOOKS, "-o", folder, timeout=280)
    assert result.returncode == 0, result.stderr
    return folder


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_page_asks_the_network_for_nothing_and_its_plots_are_live(exported, notebook):
    file = exported / f"{notebook.stem}.html"
    with browser_page(offline=True) as watched:
        watched.page.goto(file.as_uri())
        watched.page.wait_for_load_state("load")
        pictures = watched.page.locator(".tcplab-picture")
        assert pictures.count() > 0
        watched.page.wait_for_function(
            LIVE, timeout=30_000
        )
        watched.screenshot(f"export-{notebook.stem}", full_page=True)
        assert watched.requests_beside(file) == []
        assert watched.errors == []


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_pictures_show_with_scripts_off(exported, notebook):
    file = exported / f"{notebook.stem}.html"
    with browser_page(offline=True, scripts=False) as watched:
        watched.page.goto(file.as_uri())
        images = watched.page.locator(".tcplab-picture > img")
        assert images.count() > 0
        for index in range(images.count()):
            box = images.nth(index).bounding_box()
            assert box and box["width"] > 100 and box["height"] > 50
            assert images.nth(index).get_attribute("alt")
        watched.screenshot(f"export-{notebook.stem}-no-scripts", full_page=True)
        assert watched.requests_beside(file) == []


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_nothing_in_the_page_is_loaded_from_elsewhere(exported, notebook):
    page = (exported / f"{notebook.stem}.html").read_text(encoding="utf-8")
    loading = re.findall(r"<(?:script|link|img|iframe|source|video|audio|object|embed)\b[^>]*?\b(?:src|href|data)\s*=\s*[\"']?([^\"'\s>]+)", page)
    assert [url for url in loading if not url.startswith(("data:", "#"))] == []
    assert "default-src 'none'" in page


def notebook_with(folder, *sources):
    cells = [
        {"cell_type": "code", "id": f"c{n}", "execution_count": None, "metadata": {}, "outputs": [], "source": source}
        for n, source in enumerate(sources)
    ]
    path = folder / "a notebook.ipynb"
    spec = {"name": "tcplab", "display_name": "Java (tcplab)", "language": "java"}
    path.write_text(json.dumps({"cells": cells, "metadata": {"kernelspec": spec}, "nbformat": 4, "nbformat_minor": 5}))
    return path


def test_a_failing_cell_is_named_and_what_ran_before_it_is_exported(tmp_path):
    path = notebook_with(tmp_path, "6 * 7", 'throw new IllegalStateException("by intention");', "1")
    result = lab("export", path, "-o", tmp_path / "out")
    assert result.returncode == 1
    assert "code cell 2 of 3" in result.stderr and "by intention" in result.stderr
    page = (tmp_path / "out" / "a notebook.html").read_text(encoding="utf-8")
    assert "42" in page and "by intention" in page


def test_a_hostile_output_cannot_reach_the_network(tmp_path):
    path = notebook_with(tmp_path, 'display("<img src=\\"http://127.0.0.1:9/x.png\\"><script src=\\"http://127.0.0.1:9/x.js\\"></script>", "text/html");')
    result = lab("export", path, "-o", tmp_path)
    assert result.returncode == 0, result.stderr
    file = tmp_path / "a notebook.html"
    answered = []
    with browser_page() as watched:
        watched.page.on("response", lambda response: answered.append(response.url))
        watched.page.on("requestfailed", lambda request: answered.append(request.failure))
        watched.page.goto(file.as_uri())
        assert all("csp" in str(entry).lower() or str(entry).startswith("file:") for entry in answered)


def test_a_missing_notebook_is_a_wrong_argument():
    result = lab("export", "no-such.ipynb")
    assert result.returncode == 2
    assert "no such notebook: no-such.ipynb" in result.stderr


def test_a_file_that_is_no_notebook_is_named(tmp_path):
    path = tmp_path / "x.ipynb"
    path.write_text("{")
    result = lab("export", path, "-o", tmp_path)
    assert result.returncode == 1
    assert "x.ipynb: not a notebook" in result.stderr


def test_export_works_from_any_folder(tmp_path):
    path = notebook_with(tmp_path, "1 + 1")
    result = lab("export", path.name, "-o", "here", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "here" / "a notebook.html").exists()


def test_the_stored_notebooks_hold_no_outputs():
    for path in NOTEBOOKS:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        assert all(cell.get("outputs", []) == [] for cell in cells), path.relative_to(ROOT)
