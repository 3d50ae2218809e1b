"""README's five things to try: each cell and each command does what README says, and gives the picture that README shows.

The pictures in kernel/pictures are what these tests saw; TCPLAB_WRITE_PICTURES=1 has them written anew.
"""

from __future__ import annotations

import base64
import os
import re
from xml.etree import ElementTree

import pytest
from browser import browser_page
from checkout import DATA, ROOT, tcplab

README = (ROOT / "README.md").read_text(encoding="utf-8")
PICTURES = ROOT / "kernel" / "pictures"
WRITE = os.environ.get("TCPLAB_WRITE_PICTURES") == "1"

CELLS = {
    "handshake": 'Capture.open("data/handshake_close.client.pcap").ladder(0)',
    "zero-window": 'Capture.open("data/zero_window.client.pcap").timeSequence(0)',
    "states": "Sockets.demonstrateStates().histogram()",
    "two-segments": "Faq.whyThreeWay().run(1)",
}


def structure(svg: str) -> list[tuple[str, str]]:
    """A picture's elements with their texts; not where they stand, nor the rules of style that all pictures share."""
    elements = [element for element in ElementTree.fromstring(svg).iter() if not element.tag.endswith("}style")]
    return [(element.tag, (element.text or "").strip()) for element in elements]


@pytest.mark.parametrize("picture", CELLS)
def test_the_cell_gives_the_picture(kernel, picture):
    source = CELLS[picture]
    assert source in README and f"(kernel/pictures/{picture}.svg)" in README
    html = kernel.ok(source.replace('"data/', f'"{DATA}/'), timeout=60).result["text/html"]
    [packed] = re.findall(r'<img src="data:image/svg\+xml;base64,([^"]+)"', html)
    svg = base64.b64decode(packed).decode("utf-8")
    stored = PICTURES / f"{picture}.svg"
    if WRITE:
        stored.write_text(svg + "\n", encoding="utf-8")
    assert structure(svg) == structure(stored.read_text(encoding="utf-8"))


def test_the_command_writes_the_report(tmp_path):
    command = "kernel/tcplab report notebooks/data/zero_window.client.pcap -o report.html"
    assert command in README and "(kernel/pictures/report.png)" in README
    words = command.split()[1:-1]
    result = tcplab(*words, tmp_path / "report.html", cwd=ROOT)
    assert result.returncode == 0, result.stderr
    with browser_page(offline=True, width=900, height=620) as watched:
        watched.page.goto((tmp_path / "report.html").as_uri())
        watched.page.wait_for_timeout(1000)
        seen = watched.screenshot("report-top")
        assert watched.page.get_by_role("heading", name="Receivers without room").is_visible()
    if WRITE:
        (PICTURES / "report.png").write_bytes(seen.read_bytes())
    assert (PICTURES / "report.png").read_bytes().startswith(b"\x89PNG")


def test_the_terminal_shows_the_lines():
    shown = README.split("    $ kernel/tcplab ladder notebooks/data/handshake_close.client.pcap\n")[1].split("\n**")[0]
    lines = [line.removeprefix("    ") for line in shown.rstrip().splitlines()]
    result = tcplab("ladder", "notebooks/data/handshake_close.client.pcap", cwd=ROOT, env={**os.environ, "TCPLAB_COLUMNS": "92"})
    assert result.stdout.splitlines() == lines
