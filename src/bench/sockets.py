"""Snapshots of many TCP sockets against ss and against a C program, in a network namespace of their own, one after the other in one run.

    python3 src/bench/sockets.py [SOCKETS [RUNS]]

Makes SOCKETS established sockets (default 100,000; a tenth over IPv6), checks that `tcplab sockets` lists exactly what `ss -tanH` lists,
prints medians of CPU time (user and system of the whole process; for warm snapshots, of the whole JVM while each is taken) and the ratios.
Needs ss, cc, unshare, and kernel/lab install done. On a busy machine CPU times hold, wall-clock times do not.
"""

from __future__ import annotations

import collections
import csv
import io
import os
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EACH = 4000


def hold(pairs: int, family: socket.AddressFamily, host: str, ready: int) -> None:
    """A worker: so many connections to itself, held until it is ended."""
    server = socket.socket(family)
    server.bind((host, 0))
    server.listen(64)
    kept = []
    for _ in range(pairs):
        client = socket.create_connection(server.getsockname()[:2])
        kept += [client, server.accept()[0]]
    os.write(ready, b"r")
    time.sleep(3600)


def make(sockets: int) -> list[int]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    reader, writer = os.pipe()
    workers, pairs, n = [], max(0, sockets // 2), 0
    while n == 0 or pairs > 0:
        now = min(EACH, pairs)
        pid = os.fork()
        if pid == 0:
            v6 = n % 10 == 9
            hold(now, socket.AF_INET6 if v6 else socket.AF_INET, "::1" if v6 else f"127.0.1.{n + 1}", writer)
            os._exit(0)
        workers.append(pid)
        pairs -= now
        n += 1
    for _ in workers:
        os.read(reader, 1)
    return workers


def run(command: list[str]) -> tuple[float, float, bytes]:
    """CPU ms, wall-clock ms, output."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    output = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000, wall * 1000, output


STATES = {"ESTAB": "ESTABLISHED", "LISTEN": "LISTEN"}


def check() -> None:
    theirs: collections.Counter[tuple[str, str, str]] = collections.Counter()
    for line in run(["ss", "-tanH"])[2].decode().splitlines():
        state, _, _, local, remote = line.split()[:5]
        theirs[STATES.get(state, state), local.replace("[", "").replace("]", ""), remote.replace("[", "").replace("]", "").removesuffix(":*")] += 1
    ours: collections.Counter[tuple[str, str, str]] = collections.Counter()
    for row in csv.DictReader(io.StringIO(run([str(ROOT / "kernel/tcplab"), "sockets", "--format", "csv"])[2].decode())):
        remote = row["remote"] + (":" + row["remote_port"] if row["remote_port"] else "")
        ours[row["state"], row["local"] + ":" + row["local_port"], remote] += 1
    assert ours == theirs, (list((ours - theirs).items())[:3], list((theirs - ours).items())[:3])
    print(f"the same {sum(ours.values())} rows as ss -tanH")


def java(jar: Path, classes: str, what: str, runs: int) -> tuple[float, float, float, float]:
    """First CPU and wall-clock ms, then those of the second half: CPU as the mean, for the JVM counts it in steps of 10 ms, and the median."""
    command = ["java", "-XX:+UseSerialGC", "-cp", f"{jar}:{classes}", "SocketsBench", what, str(runs)]
    times = [line.split() for line in run(command)[2].decode().splitlines()]
    warm = times[len(times) // 2 :]
    return float(times[0][1]), float(times[0][2]), statistics.fmean(float(t[1]) for t in warm), statistics.median(float(t[2]) for t in warm)


def measure(runs: int) -> None:
    runtime = ROOT / "kernel/.lab/runtime"
    jar = runtime / (runtime / "current").read_text().strip() / "tcplab.jar"
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["cc", "-O2", "-o", f"{folder}/diag", str(ROOT / "src/bench/diag.c")], check=True)
        subprocess.run(["javac", "-cp", str(jar), "-d", folder, str(ROOT / "src/bench/SocketsBench.java")], check=True)
        figures: dict[str, list[float]] = collections.defaultdict(list)
        for _ in range(runs):
            for name, command in {
                "diag.c (CPU)": [f"{folder}/diag"],
                "ss -tani (CPU)": ["ss", "-tani"],
                "ss -tanp (CPU)": ["ss", "-tanp"],
                "ss -tan (CPU)": ["ss", "-tan"],
                "tcplab sockets (CPU)": [str(ROOT / "kernel/tcplab"), "sockets", "--format", "csv"],
            }.items():
                cpu, wall, _ = run(command)
                figures[name].append(cpu)
                figures[name.replace("CPU", "wall")].append(wall)
            for what in ("plain", "info", "processes"):
                first, first_wall, warm, warm_wall = java(jar, folder, what, 40)
                figures[f"snapshot, {what}, warm (CPU)"].append(warm)
                figures[f"snapshot, {what}, warm (wall)"].append(warm_wall)
                figures[f"snapshot, {what}, first in a JVM (CPU)"].append(first)
                figures[f"snapshot, {what}, first in a JVM (wall)"].append(first_wall)
    median = {name: statistics.median(values) for name, values in figures.items()}
    for name, value in median.items():
        print(f"{name:45} {value:10.1f} ms")
    info, processes = median["snapshot, info, warm (CPU)"], median["snapshot, processes, warm (CPU)"]
    print(f"ss -tani / info {median['ss -tani (CPU)'] / info:.1f}   info / diag.c {info / median['diag.c (CPU)']:.2f}", end="   ")
    print(f"ss -tanp / processes {median['ss -tanp (CPU)'] / processes:.1f}   load {os.getloadavg()[0]:.0f}")


def main() -> None:
    if os.environ.get("TCPLAB_BENCH_INSIDE") != "1":
        unshare = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--net"]
        os.environ["TCPLAB_BENCH_INSIDE"] = "1"
        os.execvp("unshare", [*unshare, sys.executable, __file__, *sys.argv[1:]])
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    sockets = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    workers = make(sockets)
    try:
        check()
        if runs:
            measure(runs)
    finally:
        for pid in workers:
            os.kill(pid, 9)


if __name__ == "__main__":
    main()
