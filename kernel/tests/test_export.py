"""kernel/lab export: one HTML file a notebook, which needs no network and shows its pictures with scripts off."""

from __future__ import annotations

import json
import re

import pytest
from browser import browser_page
from checkout import NOTEBOOKS, ROOT, lab
from pages import notebook

# A live picture has replaced its image.
LIVE = "() => [...document.querySelectorAll('.tcplab-picture')].every(p => p.querySelector('svg') && !p.querySelector(':scope > img'))"

pytestmark = pytest.mark.timeout(300)


@pytest.mark.parametrize("lesson", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_page_asks_the_network_for_nothing_and_its_plots_are_live(exported, lesson):
    file = exported / f"{lesson.stem}.html"
    with browser_page(offline=True) as watched:
        watched.page.goto(file.as_uri())
        watched.page.wait_for_load_state("load")
        pictures = watched.page.locator(".tcplab-picture")
        assert pictures.count() > 0
        watched.page.wait_for_function(
            LIVE, timeout=30_000
        )
        watched.screenshot(f"export-{lesson.stem}", full_page=True)
        assert watched.requests_beside(file) == []
        assert watched.errors == []


@pytest.mark.parametrize("lesson", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_pictures_show_with_scripts_off(exported, lesson):
    file = exported / f"{lesson.stem}.html"
    with browser_page(offline=True, scripts=False) as watched:
        watched.page.goto(file.as_uri())
        images = watched.page.locator(".tcplab-picture > img")
        assert images.count() > 0
        for index in range(images.count()):
            box = images.nth(index).bounding_box()
            assert box and box["width"] > 100 and box["height"] > 50
            assert images.nth(index).get_attribute("alt")
        watched.screenshot(f"export-{lesson.stem}-no-scripts", full_page=True)
        assert watched.requests_beside(file) == []


def test_an_arrow_leads_to_its_evidence_below_the_picture_and_back_with_the_keyboard(exported):
    with browser_page(offline=True) as watched:
        page = watched.page
        page.goto((exported / "01-handshake.html").as_uri())
        page.wait_for_function(LIVE, timeout=30_000)
        picture = page.locator(".tcplab-picture:has(details)").first
        entry = picture.locator("li[data-n='1']")
        assert not entry.is_visible()
        picture.locator("svg a").nth(1).focus()
        page.keyboard.press("Enter")
        assert entry.is_visible() and entry.evaluate("e => e === document.activeElement")
        assert "RFC 9293" in entry.inner_text()
        entry.get_by_role("link").focus()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.matches('svg a') && document.activeElement.querySelector('[data-n]').dataset.n") == "1"


@pytest.mark.parametrize("lesson", NOTEBOOKS, ids=lambda path: path.stem)
def test_nothing_in_the_page_is_loaded_from_elsewhere(exported, lesson):
    page = (exported / f"{lesson.stem}.html").read_text(encoding="utf-8")
    loading = re.findall(r"<(?:script|link|img|iframe|source|video|audio|object|embed)\b[^>]*?\b(?:src|href|data)\s*=\s*[\"']?([^\"'\s>]+)", page)
    assert [url for url in loading if not url.startswith(("data:", "#"))] == []
    assert "default-src 'none'" in page


def test_the_index_leads_to_every_lesson_and_names_its_question(exported):
    file = exported / "index.html"
    with browser_page(offline=True, scripts=False) as watched:
        watched.page.goto(file.as_uri())
        lessons = watched.page.locator("li.lesson")
        assert lessons.count() == len(NOTEBOOKS)
        assert [q for q in lessons.locator(".question").all_inner_texts() if not q.rstrip().endswith("?")] == []
        watched.screenshot("export-index", full_page=True)
        assert watched.requests_beside(file) == []
        for number in range(len(NOTEBOOKS)):
            title = lessons.nth(number).get_by_role("link").inner_text()
            lessons.nth(number).get_by_role("link").click()
            assert watched.page.locator("h1").first.inner_text().startswith(title)
            watched.page.go_back()


def test_links_between_lessons_lead_to_their_pages(exported):
    page = (exported / "00-start-here.html").read_text(encoding="utf-8")
    links = re.findall(r'href="([^":#]+)"', page)
    assert len(links) >= 8 and all((exported / link).is_file() for link in links)


def notebook_with(folder, *sources):
    return notebook(folder / "a notebook.ipynb", sources)


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
