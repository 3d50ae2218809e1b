"""Reports against their peers: the table "Reports" in ARCHITECTURE.md, section "Speed", in one run.

    python3 src/bench/reports.py [--packets N ...] [--each N] [--gigabyte] [--runs N]

A capture of each size is made by traffic.py; with --gigabyte also one of 1 GB, where there is room for it. `tcplab report` and what is
installed of tshark -q -z conv,tcp and tcptrace -n -l are whole processes, started in turn, so that a busy machine burdens all alike;
medians of wall and processor time (user and system), of memory, and the report's size and findings. Needs kernel/lab install done.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import tempfile
from pathlib import Path

from captures import Command, in_turn, missing, tcplab
from traffic import make

PER_GIGABYTE = 3_000_000  # packets of traffic.py, as long as they are
ROOM = 3 << 30


def commands(capture: Path, page: Path) -> dict[str, Command]:
    found = {"tcplab report": tcplab("report", str(capture), "-o", str(page))}
    for name, words in {"tshark conv": ["tshark", "-n", "-q", "-z", "conv,tcp", "-r"], "tcptrace": ["tcptrace", "-n", "-l"]}.items():
        if shutil.which(words[0]):
            found[name] = Command([*words, str(capture)])
        else:
            missing(words[0])
    return found


def measure(folder: Path, packets: int, each: int, runs: int) -> None:
    capture, page = folder / "capture.pcap", folder / "report.html"
    make(capture, packets, each)
    rows = commands(capture, page)
    in_turn(runs, rows)
    text = page.read_text(encoding="utf-8")
    findings = re.search(r"Findings \((\d+)\)", text)
    assert findings, "a report says how many findings it has"
    megabytes = capture.stat().st_size / 1e6
    print(f"\n{packets:,} packets, {each:,} a connection, {megabytes:,.0f} MB; median of {runs} runs, load {os.getloadavg()[0]:.1f}")
    print(f"report: {page.stat().st_size / 1e6:.2f} MB, {findings[1]} kinds of findings")
    print(f"{'':16} {'wall s':>8} {'cpu s':>8} {'MB':>6} {'× wall':>7} {'× cpu':>7}")
    ours = rows["tcplab report"]
    for name, command in rows.items():
        wall, processor = statistics.median(command.wall), statistics.median(command.processor)
        ratios = f"{wall / statistics.median(ours.wall):7.1f} {processor / statistics.median(ours.processor):7.1f}" if command is not ours else ""
        print(f"{name:16} {wall:8.2f} {processor:8.2f} {statistics.median(command.resident):6.0f} {ratios}", flush=True)
    capture.unlink()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packets", type=int, nargs="*", default=[200_000, 2_000_000])
    parser.add_argument("--each", type=int, default=50, help="packets of a connection")
    parser.add_argument("--gigabyte", action="store_true", help="also a capture of 1 GB")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sizes = list(options.packets)
        if options.gigabyte and shutil.disk_usage(folder).free > ROOM:
            sizes.append(PER_GIGABYTE)
        elif options.gigabyte:
            missing(f"1 GB: {folder} has no room")
        for packets in sizes:
            measure(folder, packets, options.each, options.runs)


if __name__ == "__main__":
    main()
