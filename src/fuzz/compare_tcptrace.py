#!/usr/bin/env python3
"""Every connection's figures, of every capture below a folder: does tcplab count what tcptrace counts?

  python3 src/fuzz/compare_tcptrace.py ../shared/captures
  python3 src/fuzz/compare_tcptrace.py ~/captures --differences differences.tsv
  python3 src/fuzz/compare_tcptrace.py ~/captures --only retransmit

Compared are packets, octets, octets without repeats, repeats, segments out of order, closed windows, and the least and the greatest round
trip, of both directions. A difference counts as explained when a rule below gives the reason; of repeats and disorder also when tshark,
asked as a third, counts what tcplab counts. What is left is a place to look, not a verdict: tcptrace cuts a connection in two after
minutes of silence, drops frames above 1,514 octets, and knows neither TSO nor most tunnels.

Needs tcptrace, tshark and kernel/lab install done. The exit code is 1 when anything is left.
"""

from __future__ import annotations

import argparse
import collections
import csv
import io
import ipaddress
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from compare_tshark import TCPLAB, captures

PATIENCE = 60

# tcptrace's figure, our column, and how much they may differ: it prints tenths of a millisecond, and cuts the rest off.
FIGURES = [
    ("total_packets", "packets", 0.0),
    ("actual_data_bytes", "bytes", 0.0),
    ("unique_bytes_sent", "unique_bytes", 0.0),
    ("rexmt_data_pkts", "retransmissions", 0.0),
    ("outoforder_pkts", "out_of_order", 0.0),
    ("zero_win_adv", "zero_windows", 0.0),
    ("RTT_min", "rtt_min_us", 0.1),
    ("RTT_max", "rtt_max_us", 0.1),
]
THIRD = {"rexmt_data_pkts": "tcp.analysis.retransmission", "outoforder_pkts": "tcp.analysis.out_of_order"}


@dataclass
class Result:
    """What comparing one capture came to."""

    capture: str
    equal: int = 0
    explained: collections.Counter = field(default_factory=collections.Counter)
    left: list[tuple[str, str, str, str, str]] = field(default_factory=list)


def rows_of(*command: str | Path) -> list[dict[str, str]]:
    """A program's CSV; nothing when it takes too long."""
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return []
    lines = [line for line in done.stdout.decode("utf-8", "replace").splitlines() if line.strip() and not line.startswith("#")]
    return [{name: (cell or "").strip() for name, cell in row.items() if name} for row in csv.DictReader(io.StringIO("\n".join(lines)))]


def ends(host_a: str, port_a: str, host_b: str, port_b: str) -> tuple[str, str, str, str]:
    """tcptrace fills the groups of IPv6 addresses with zeros."""
    return spelt(host_a), port_a, spelt(host_b), port_b


def spelt(host: str) -> str:
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return host


class Comparison:
    """One capture, connection by connection."""

    def __init__(self, capture: Path, name: str) -> None:
        self.result = Result(name)
        self._capture = capture
        self._notes: dict[str, set[str]] = collections.defaultdict(set)
        self._third: collections.Counter | None = None
        self._packets: dict[str, dict[str, str]] = {}

    def run(self) -> Result:
        theirs = rows_of("tcptrace", "-n", "-l", "-r", "--csv", self._capture)
        if not theirs:
            return self.result
        ours: dict[tuple[str, ...], list[dict[str, str]]] = collections.defaultdict(list)
        for row in rows_of(TCPLAB, "connections", self._capture, "--format", "csv"):
            ours[ends(row["client"], row["client_port"], row["server"], row["server_port"])].append(row)
        columns = "packet,src,src_port,connection,events,flags"
        for row in rows_of(TCPLAB, "packets", self._capture, "--format", "csv", "--columns", columns):
            self._packets[row["packet"]] = row
            self._notes[row["connection"]].update(row["events"].split(), ["RST"] if "R" in row["flags"] else [])
        for row in theirs:
            a, b = (row["host_a"], row["port_a"]), (row["host_b"], row["port_b"])
            forward, backward = ours.get(ends(*a, *b)), ours.get(ends(*b, *a))
            if forward:
                self._connection(row, forward.pop(0), {"_client": "_a2b", "_server": "_b2a"})
            elif backward:
                self._connection(row, backward.pop(0), {"_client": "_b2a", "_server": "_a2b"})
            else:
                self.result.explained["no such connection: an address it prints wrongly, or half of one that it cut in two"] += 1
        return self.result

    def _connection(self, theirs: dict[str, str], ours: dict[str, str], ways: dict[str, str]) -> None:
        whole = all(theirs[f"total_packets{way}"] == ours[f"packets{side}"] for side, way in ways.items())
        for side, way in ways.items():
            samples = float(theirs.get(f"RTT_samples{way}") or 0)
            for figure, column, tolerance in FIGURES:
                if figure.startswith("RTT") and samples == 0:
                    continue
                expected, found = float(theirs[figure + way] or "nan"), float(ours[column + side] or "nan")
                found = found / 1000 if figure.startswith("RTT") else found
                reason = "" if whole else "it has other packets in this connection"
                if abs(expected - found) <= tolerance + 1e-9:
                    self.result.equal += 1
                elif reason := reason or self._reason(figure, ours, side, found):
                    self.result.explained[reason] += 1
                else:
                    self.result.left.append((ours["connection"], side[1:], figure, f"{found:g}", f"{expected:g}"))

    def _reason(self, figure: str, ours: dict[str, str], side: str, found: float) -> str:
        notes = self._notes[ours["connection"]]
        if figure in ("rexmt_data_pkts", "outoforder_pkts", "zero_win_adv") and notes & {"capture_duplicate", "network_duplicate"}:
            return "it counts copies as repeats"
        if figure.startswith("RTT") and "acked_unseen" in notes:
            return "octets are acknowledged that the capture lacks: no round trip"
        if figure in ("unique_bytes_sent", "RTT_min", "RTT_max", "rexmt_data_pkts") and "RST" in notes:
            return "it counts what a RST carries"
        if figure in THIRD and self._thirds_count(figure, ours, side) == found:
            return "tshark counts what tcplab counts"
        return ""

    def _thirds_count(self, figure: str, ours: dict[str, str], side: str) -> int:
        if self._third is None:
            self._third = collections.Counter()
            fields = [word for name in ("frame.number", *THIRD.values()) for word in ("-e", name)]
            command = ("tshark", "-n", "-r", self._capture, "-T", "fields", "-E", "header=y", "-E", "separator=,", "-E", "occurrence=f", *fields)
            for row in rows_of(*command):
                packet = self._packets.get(row["frame.number"])
                for name, column in THIRD.items():
                    if packet and row[column]:
                        self._third[packet["connection"], packet["src"], packet["src_port"], name] += 1
        sender = side[1:]
        return self._third[ours["connection"], ours[sender], ours[f"{sender}_port"], figure]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="captures, in folders of any depth")
    parser.add_argument("--only", default="", metavar="TEXT", help="only captures with this in their path")
    parser.add_argument("--differences", type=Path, metavar="FILE", help="write what is left here: capture, connection, side, figure, ours, theirs")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="captures at once (%(default)s)")
    arguments = parser.parse_args()
    files = captures(arguments.folder, arguments.only, set())
    if not files:
        sys.exit(f"compare_tcptrace: no capture below {arguments.folder}")
    with ThreadPoolExecutor(arguments.jobs) as pool:
        results = list(pool.map(lambda file: Comparison(file, str(file.relative_to(arguments.folder))).run(), files))
    explained: collections.Counter = collections.Counter()
    for result in results:
        explained.update(result.explained)
    for reason, count in explained.most_common():
        print(f"{count:7}  {reason}")
    left = [(result.capture, *row) for result in results for row in result.left]
    if arguments.differences:
        arguments.differences.write_text("".join("\t".join(row) + "\n" for row in left), encoding="utf-8")
    equal = sum(result.equal for result in results)
    print(f"\ncaptures {sum(1 for r in results if r.equal)}, figures equal {equal}, explained {explained.total()}, left {len(left)}")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
