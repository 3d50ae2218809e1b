"""Captures against their peers: every row of the table in ARCHITECTURE.md, section "Speed", in one run.

    python3 src/bench/captures.py [--packets N] [--runs N] [--quick]

Whole processes, started one after the other in turn, so that a busy machine burdens all alike; medians of the wall time and of the
processor time (user and system), and the ratio of both. What is not installed is left out with a message: tshark, tcptrace, gcc with
../shared/evidence/throughput (the C programs that read as fast as can be, and the generator), javac. Needs kernel/lab install done.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from traffic import make

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared/evidence/throughput"
TCPLAB = str(ROOT / "kernel/tcplab")
HEAP = "-Xmx3g"
FIELDS = (
    "frame.number frame.time_epoch ip.src tcp.srcport ip.dst tcp.dstport tcp.seq_raw tcp.ack_raw tcp.flags tcp.window_size_value tcp.len"
    " tcp.options.mss_val tcp.options.timestamp.tsval tcp.options.timestamp.tsecr tcp.stream"
).split()


@dataclass
class Command:
    """A process to measure, and what it gave: seconds of wall and processor, MB resident at most."""

    words: list[str]
    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    resident: list[float] = field(default_factory=list)

    def run(self) -> None:
        for word in self.words:
            if word.endswith(".pcap"):
                into_memory(Path(word))
        start = time.perf_counter()
        process = subprocess.Popen(self.words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise SystemExit(f"{' '.join(self.words)}: exit code {process.returncode}")
        self.wall.append(time.perf_counter() - start)
        self.processor.append(usage.ru_utime + usage.ru_stime)
        self.resident.append(usage.ru_maxrss / 1024)


def into_memory(file: Path) -> None:
    """A machine may have given up the file's pages since it was written; reading a disk is not what is measured."""
    with file.open("rb") as octets:
        while octets.read(1 << 20):
            pass


def in_turn(runs: int, commands: dict[str, Command]) -> None:
    for _ in range(runs):
        for command in commands.values():
            command.run()


def table(title: str, commands: dict[str, Command], count: int, peer: str) -> None:
    print(f"\n{title}; median of {len(next(iter(commands.values())).wall)} runs")
    print(f"{'':26} {'wall s':>8} {'cpu s':>8} {'MB':>6} {'packets/s':>11} {'× peer':>7} {'× (cpu)':>8}")
    for name, command in commands.items():
        wall, processor = statistics.median(command.wall), statistics.median(command.processor)
        ratio = cpu_ratio = ""
        if peer in commands and name != peer:
            ratio = f"{statistics.median(commands[peer].wall) / wall:.1f}"
            cpu_ratio = f"{statistics.median(commands[peer].processor) / processor:.1f}"
        memory = statistics.median(command.resident)
        print(f"{name:26} {wall:8.3f} {processor:8.3f} {memory:6.0f} {count / wall:11.0f} {ratio:>7} {cpu_ratio:>8}")


def missing(what: str) -> None:
    print(f"\nleft out: {what}")


def tcplab(*words: str) -> Command:
    return Command([TCPLAB, *words])


def small(folder: Path, packets: int, runs: int) -> None:
    capture, tiny = folder / "small.pcap", folder / "tiny.pcap"
    make(capture, packets)
    make(tiny, 100)
    commands = {
        "tcplab packets": tcplab("packets", str(capture), "--format", "csv"),
        "tcplab connections": tcplab("connections", str(capture), "--format", "csv"),
    }
    cold = {"tcplab packets": tcplab("packets", str(tiny), "--format", "csv")}
    fields = [word for name in FIELDS for word in ("-e", name)]
    if shutil.which("tshark"):
        commands["tshark -T fields"] = Command(["tshark", "-n", "-r", str(capture), "-T", "fields", *fields])
        cold["tshark -T fields"] = Command(["tshark", "-n", "-r", str(tiny), "-T", "fields", *fields])
    else:
        missing("tshark")
    in_turn(runs, commands)
    table(f"{packets} packets, whole process", commands, packets, "tshark -T fields")
    in_turn(3 * runs, cold)
    table("100 packets, whole process", cold, 100, "tshark -T fields")


def large(folder: Path, packets: int, runs: int) -> None:
    capture = folder / "large.pcap"
    if not make_large(folder, capture, packets):
        missing("100,000 connections: gcc, or the generator in ../shared/evidence/throughput")
        return
    commands = {"tcplab connections": tcplab("connections", str(capture), "--format", "csv")}
    if shutil.which("tcptrace"):
        commands["tcptrace -n -l"] = Command(["tcptrace", "-n", "-l", str(capture)])
    else:
        missing("tcptrace")
    in_turn(runs, commands)
    table(f"{packets} packets in 100,000 connections, whole process", commands, packets, "tcptrace -n -l")
    warm(folder, capture, runs)


def make_large(folder: Path, capture: Path, packets: int) -> bool:
    if not shutil.which("gcc") or not (SHARED / "gen.c").is_file():
        return False
    subprocess.run(["gcc", "-O2", "-w", "-o", folder / "gen", SHARED / "gen.c"], check=True)
    arguments = ["100000", str(packets), "96", "us", "mix"]
    subprocess.run([folder / "gen", capture, *arguments], check=True, stderr=subprocess.DEVNULL)
    return True


def warm(folder: Path, capture: Path, runs: int) -> None:
    """Decoding in a process that runs on, against C; as a Tablesaw table, against pcap4j."""
    jar = ROOT / "target/tcplab.jar"
    if not shutil.which("javac") or not jar.is_file():
        missing("the rows in one process: javac, or target/tcplab.jar (mvn package)")
        return
    source = Path(__file__).with_name("WarmCaptures.java")
    subprocess.run(["javac", "-nowarn", "-d", folder, "-cp", jar, source], check=True, stderr=subprocess.DEVNULL)
    classes = ["-cp", f"{folder}:{jar}", "WarmCaptures", str(capture), str(runs)]
    java = ["java", HEAP, "-XX:+UseSerialGC"]
    subprocess.run(["gcc", "-O2", "-w", "-o", folder / "colsr", SHARED / "colsr.c"], check=True)
    wall: dict[str, list[float]] = {}
    processor: dict[str, list[float]] = {}
    for _ in range(3):
        for _ in range(runs):
            peer = Command([str(folder / "colsr"), str(capture)])
            peer.run()
            wall.setdefault("C colsr", []).extend(peer.wall)
            processor.setdefault("C colsr", []).extend(peer.processor)
        for flags in ["-XX:ActiveProcessorCount=1"], []:
            out = subprocess.run([*java, *flags, *classes], check=True, capture_output=True, text=True).stdout
            for line in out.splitlines():
                name, elapsed, used = line.split("\t")
                wall.setdefault(name, []).append(float(elapsed))
                processor.setdefault(name, []).append(float(used))
    print("\nIn a process that runs on; the best of each, as it is the machine's noise that varies. C's whole process counts.")
    print(f"{'':40} {'wall s':>8} {'cpu s':>8} {'of C':>6} {'(cpu)':>6}")
    for name in wall:
        if name.startswith("octets"):
            print(f"{name:40} {max(wall[name]):8.1f}")
            continue
        ratios = ""
        if name.startswith("decode"):
            ratios = "".join(f" {min(values['C colsr']) / min(values[name]):6.2f}" for values in (wall, processor))
        print(f"{name:40} {min(wall[name]):8.3f} {min(processor[name]):8.3f}{ratios}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packets", type=int, default=2_000_000, help="of the large capture")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="the small capture only")
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small(folder, 200_000, options.runs)
        if not options.quick:
            large(folder, options.packets, options.runs)
    print(f"\nload average {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
