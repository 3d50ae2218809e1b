"""The pages that readers get: exported lessons, a report, and a gallery of every kind of picture and table."""

from __future__ import annotations

import json
from pathlib import Path

from checkout import DATA, NOTEBOOKS, lab, tcplab

# One cell each; the pictures that lessons may leave out, and labels that want out of their place.
GALLERY = {
    "histogram": 'Sockets.parse("tcp 0 0 10.0.0.5:3306 10.0.0.9:41000 ESTABLISHED\\n").histogram()',
    "ladder": f'Capture.open("{DATA}/retransmission.client.pcap").ladder(0, Capture.open("{DATA}/retransmission.server.pcap"))',
    "time-sequence": f'Capture.open("{DATA}/retransmission.client.pcap").timeSequence(0)',
    "rtt": f'Capture.open("{DATA}/slow_start.client.pcap").plots(0).rtt()',
    "windows": f'Capture.open("{DATA}/zero_window.client.pcap").plots(0).windows()',
    "cwnd": f'Capture.open("{DATA}/slow_start.client.pcap").plots(0).cwnd()',
    "throughput": f'Capture.open("{DATA}/slow_start.client.pcap").plots(0).throughput()',
    "talkers": f'Capture.merge("{DATA}/filters.pcap", "{DATA}/half_close.client.pcap", "{DATA}/zero_window.client.pcap").talkers()',
    "segment": f'Capture.open("{DATA}/handshake_close.client.pcap").segment(1)',
    "state-machine": "Simulation.stateMachine()",
    "counterexample": "Faq.whyThreeWay().run(1)",
    "figure": 'LinePlot.create("</script><b>\\u202Eq\\"", Table.create(DoubleColumn.create("x</title>", 1, 2, 3), DoubleColumn.create("y", 3, 1, 2)), "x</title>", "y")',
    "blank": f'Capture.open("{DATA}/filters.pcap", "udp").ladder(0)',
    "table": f'Capture.open("{DATA}/retransmission.client.pcap").packets()',
    "long-table": f'Capture.open("{DATA}/slow_start.client.pcap").packets()',
    "hostile-table": 'Table.create("</table><script>alert(1)</script>", StringColumn.create("<b>", "\\u202E</td>\\"\'", "x".repeat(10_000)), IntColumn.create("n", 1, 2))',
}


def notebook(path: Path, sources, title: str | None = None) -> Path:
    """Writes a notebook of code cells, below a title where there is one."""
    cells = [
        {"cell_type": "code", "id": f"c{n}", "execution_count": None, "metadata": {}, "outputs": [], "source": source}
        for n, source in enumerate(sources)
    ]
    if title:
        cells.insert(0, {"cell_type": "markdown", "id": "title", "metadata": {}, "source": f"# {title}"})
    spec = {"name": "tcplab", "display_name": "Java (tcplab)", "language": "java"}
    path.write_text(json.dumps({"cells": cells, "metadata": {"kernelspec": spec}, "nbformat": 4, "nbformat_minor": 5}))
    return path


def export_all(folder: Path) -> Path:
    """Every lesson, with the index, and the gallery, exported into one folder."""
    gallery = notebook(folder / "gallery.ipynb", GALLERY.values(), "Gallery")
    for arguments in (NOTEBOOKS, [gallery]):
        result = lab("export", *arguments, "-o", folder, timeout=280)
        assert result.returncode == 0, result.stderr
    return folder


def report(folder: Path, recording: str) -> Path:
    """tcplab report on one of our recordings."""
    file = folder / f"report {recording}.html"
    result = tcplab("report", DATA / f"{recording}.client.pcap", "-o", file)
    assert result.returncode == 0, result.stderr
    return file
