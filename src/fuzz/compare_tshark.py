#!/usr/bin/env python3
"""Every field that stands in a packet, of every capture below a folder: does tcplab read what tshark reads?

  python3 src/fuzz/compare_tshark.py ../shared/captures
  python3 src/fuzz/compare_tshark.py ~/captures --cache /var/tmp/tshark --differences differences.tsv
  python3 src/fuzz/compare_tshark.py ~/captures --only vlan --unless ../shared/captures/MANIFEST.tsv

Compared are which frames are TCP segments, addresses, ports, sequence and acknowledgement numbers, flags, window, length, options, urgent
pointer, verdict on the checksum, VLANs, time to live, identification, ECN, captured length and time; and which packets are one
connection. A difference counts as explained when a rule below (RULES) or a line of explained.tsv gives the reason, else as wrong.

The events (tcp.analysis.*) are judgements, not fields: how often each program finds one stands in a second table. --cache keeps what
tshark said, so that a second run after a change is fast; it holds header fields only. Needs tshark and kernel/lab install done. The exit code
is 1 when anything is wrong, or tcplab takes too long or shows a stack trace.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import csv
import hashlib
import io
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tshark_rules import ANALYSIS, COLUMNS, FIELDS, RULES, Pair

ROOT = Path(__file__).resolve().parents[2]
TCPLAB = ROOT / "kernel" / "tcplab"
EXPLAINED = ROOT / "src" / "test" / "resources" / "tcplab" / "capture" / "explained.tsv"
PATIENCE = 20
MAGIC = (b"\xa1\xb2", b"\xd4\xc3", b"\x4d\x3c", b"\x34\xcd", b"\x0a\x0d", b"\x1f\x8b", b"\x28\xb5")


@dataclass
class Result:
    """What comparing one capture came to."""

    capture: str
    frames: int = 0
    equal: int = 0
    seconds: float = 0
    explained: collections.Counter = field(default_factory=collections.Counter)
    wrong: list[tuple[str, str, str, str]] = field(default_factory=list)
    events: collections.Counter = field(default_factory=collections.Counter)
    message: str = ""


def tshark(capture: Path, cache: Path | None) -> tuple[list[dict[str, str]], str]:
    """A row per frame, and what tshark complained of."""
    kept = cache / (hashlib.sha256(str(capture.resolve()).encode()).hexdigest() + ".tsv") if cache else None
    if kept and kept.exists():
        text, complaint = kept.read_text(encoding="utf-8"), kept.with_suffix(".err").read_text(encoding="utf-8")
    else:
        command = ["tshark", "-n", "-r", capture, "-T", "fields", "-E", "header=y", "-E", "separator=/t", "-o", "tcp.check_checksum:TRUE"]
        for name in FIELDS:
            command += ["-e", name]
        done = subprocess.run(command, capture_output=True, check=False)
        text, complaint = (stream.decode("utf-8", "replace") for stream in (done.stdout, done.stderr))
        if kept:
            kept.with_suffix(".err").write_text(complaint, encoding="utf-8")
            kept.write_text(text, encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines()]
    rows = [dict(zip(lines[0], cells)) for cells in lines[1:] if len(cells) == len(lines[0])] if lines else []
    return rows, "\n".join(line for line in complaint.splitlines() if not line.startswith("Running as user"))


def tcplab(capture: Path) -> tuple[list[dict[str, str]], str, float]:
    """A row per segment, the message, and the seconds it took."""
    begin = time.monotonic()
    command = [TCPLAB, "packets", capture, "--format", "csv", "--columns", ",".join(COLUMNS)]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return [], f"no answer within {PATIENCE} s", time.monotonic() - begin
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode("utf-8"))))
    return rows, done.stderr.decode("utf-8", "replace").strip(), time.monotonic() - begin


class Comparison:
    """One capture, frame by frame."""

    def __init__(self, capture: Path, name: str, reasons: dict[tuple[str, str, str], str], cache: Path | None) -> None:
        self.result = Result(name)
        self._reasons = reasons
        self._theirs, complaint = tshark(capture, cache)
        ours, self.result.message, self.result.seconds = tcplab(capture)
        self._ours: dict[str, list[dict[str, str]]] = collections.defaultdict(list)
        for row in ours:
            self._ours[row["packet"]].append(row)
        if "Exception" in self.result.message or "no answer" in self.result.message:
            self.result.wrong.append(("*", "message", complaint, self.result.message))
        self._streams: dict[str, str] = {}
        self._connections: dict[str, str] = {}

    def run(self) -> Result:
        for row in self._theirs:
            self._frame(Pair(row, self._ours.pop(row["frame.number"], [])))
        for number in self._ours:
            self.result.frames += 1
            self._differ(number, "tcp", "no such frame", "yes", None)
        return self.result

    def _frame(self, pair: Pair) -> None:
        theirs = pair.has_segment()
        if not theirs and not pair.ours:
            return
        self.result.frames += 1
        if not theirs or not pair.ours:
            self._differ(pair.number, "tcp", "yes" if theirs else "no", "yes" if pair.ours else "no", pair)
            return
        self._stream(pair)
        for name, (expected, found) in pair.fields().items():
            if expected == found:
                self.result.equal += 1
            else:
                self._differ(pair.number, name, expected, found, pair)
        for event, column in ANALYSIS.items():
            self.result.events[event, bool(pair.theirs[column]), event in pair.mine["events"].split()] += 1

    def _stream(self, pair: Pair) -> None:
        """The numbers may differ, but not which packets have the same one; a stream that begins otherwise is told once."""
        stream, connection = pair.theirs["tcp.stream"].rsplit(",", 1)[-1], pair.mine["connection"]
        same = self._streams.setdefault(stream, connection) == connection and self._connections.setdefault(connection, stream) == stream
        if same:
            self.result.equal += 1
        else:
            self._differ(pair.number, "stream", stream, connection, pair)
            self._streams[stream], self._connections[connection] = connection, stream

    def _differ(self, number: str, name: str, theirs: str, ours: str, pair: Pair | None) -> None:
        for key in ((self.result.capture, number, name), (self.result.capture, "*", name)):
            if key in self._reasons:
                self.result.explained[self._reasons[key]] += 1
                return
        for reason, holds in RULES.get(name, ()) if pair else ():
            if holds(pair, theirs, ours):
                self.result.explained[reason] += 1
                return
        self.result.wrong.append((number, name, theirs, ours))


def captures(folder: Path, only: str, known: set[str]) -> list[Path]:
    """The files that begin as a capture does, in the order of their names; each content once."""
    found, seen = [], set(known)
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and only in str(path)):
        content = file.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        if content[:2] in MAGIC and digest not in seen:
            seen.add(digest)
            found.append(file)
    return found


def reasons() -> dict[tuple[str, str, str], str]:
    lines = EXPLAINED.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {(row[0], row[1], row[2]): row[3] for row in rows}


def print_tables(results: list[Result]) -> None:
    explained: collections.Counter = collections.Counter()
    events: collections.Counter = collections.Counter()
    for result in results:
        explained.update(result.explained)
        events.update(result.events)
    print("\nexplained  reason")
    for reason, count in explained.most_common():
        print(f"{count:9}  {reason}")
    print("\nevent                       both  tshark alone  tcplab alone")
    for event in ANALYSIS:
        print(f"{event:24}{events[event, True, True]:8}{events[event, True, False]:14}{events[event, False, True]:14}")
    frames, equal, wrong = (sum(count(result) for result in results) for count in (lambda r: r.frames, lambda r: r.equal, lambda r: len(r.wrong)))
    print(f"\ncaptures {len(results)}, frames {frames}, fields equal {equal}, explained {explained.total()}, wrong {wrong}")


def write_differences(results: list[Result], file: Path) -> None:
    with file.open("w", encoding="utf-8") as out:
        for result in results:
            for row in result.wrong:
                print(result.capture, *row, sep="\t", file=out)
            for (event, theirs, ours), count in sorted(result.events.items()):
                if theirs != ours:
                    print(result.capture, count, f"event {event}", "tshark alone" if theirs else "tcplab alone", "", sep="\t", file=out)
            if result.message:
                print(result.capture, "*", "message", f"{result.seconds:.1f} s", " ".join(result.message.split()), sep="\t", file=out)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="captures, in folders of any depth")
    parser.add_argument("--only", default="", metavar="TEXT", help="only captures with this in their path")
    parser.add_argument("--unless", type=Path, metavar="FILE", help="not those whose SHA-256 stands in this file")
    parser.add_argument("--cache", type=Path, metavar="FOLDER", help="keep what tshark said here, and take it from there")
    parser.add_argument("--differences", type=Path, metavar="FILE", help="write what is wrong, the events and tcplab's messages here")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="captures at once (%(default)s)")
    arguments = parser.parse_args()
    known = set(arguments.unless.read_text(encoding="utf-8").split()) if arguments.unless else set()
    files = captures(arguments.folder, arguments.only, known)
    if not files:
        sys.exit(f"compare_tshark: no capture below {arguments.folder}")
    if arguments.cache:
        arguments.cache.mkdir(parents=True, exist_ok=True)
    given = reasons()

    def compare(file: Path) -> Result:
        result = Comparison(file, str(file.relative_to(arguments.folder)), given, arguments.cache).run()
        for row in result.wrong[:5]:
            print(result.capture, *row, sep="\t", flush=True)
        return result

    with ThreadPoolExecutor(arguments.jobs) as pool, contextlib.suppress(KeyboardInterrupt):
        results = list(pool.map(compare, files))
        print_tables(results)
        if arguments.differences:
            write_differences(results, arguments.differences)
        return 1 if any(result.wrong for result in results) else 0
    return 130


if __name__ == "__main__":
    sys.exit(main())
