"""Snapshots of many TCP sockets against ss and against a C program, each size in a network namespace of its own, peers interleaved.

    python3 src/bench/sockets.py [SOCKETS [RUNS]]     default: 100,000 sockets, 5 runs; two minutes or three

One after the other:
- 1 socket, 1,000 and SOCKETS, over IPv4 and IPv6: is the multiset of (state, local, remote) the one that `ss -tanH` lists before and after?
- 10,000 lasting sockets beside short ones that come and go: duplicates and missing ones, without and with the second pass.
- 1,000 sockets and SOCKETS: medians of CPU time (user and system of the whole process; for warm snapshots, of the whole JVM while each
  is taken) and of wall-clock time, and the ratios. On a busy machine CPU times hold, wall-clock times do not.

The JVM runs with the flags and the start-up archive of kernel/tcplab. Needs ss, cc, unshare, and kernel/lab install done.
"""

from __future__ import annotations

import collections
import contextlib
import csv
import io
import os
import re
import resource
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EACH = 4000
LASTING = 10_000
CHURNING_SNAPSHOTS = 50
STATES = {"ESTAB": "ESTABLISHED", "LISTEN": "LISTEN", "UNCONN": "CLOSED"}
AT_ONCE = struct.pack("ii", 1, 0)


def listener(family: socket.AddressFamily, host: str) -> socket.socket:
    server = socket.socket(family)
    server.bind((host, 0))
    server.listen(64)
    return server


def hold(pairs: int, n: int, v6: bool, ready: int) -> None:
    """A worker: a listener and so many connections to it, held until it is ended."""
    server = listener(socket.AF_INET6, "::1") if v6 else listener(socket.AF_INET, f"127.0.1.{n + 1}")
    kept = []
    for _ in range(pairs):
        client = socket.create_connection(server.getsockname()[:2])
        kept += [client, server.accept()[0]]
    os.write(ready, b"r")
    time.sleep(3600)


def churn(ready: int) -> None:
    """A worker: short connections, one after the other; some are reset, others end in TIME_WAIT."""
    server = listener(socket.AF_INET, "127.0.2.1")
    os.write(ready, b"r")
    n = 0
    while True:
        with socket.create_connection(server.getsockname()) as client, server.accept()[0]:
            if n % 4:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        n += 1


@contextlib.contextmanager
def workers(bodies: list[tuple]) -> Iterator[None]:
    """Forks one process a body (a function and its arguments), waits until all are ready, and ends them at last."""
    reader, writer = os.pipe()
    pids = []
    for body, *arguments in bodies:
        pid = os.fork()
        if pid == 0:
            try:
                body(*arguments, writer)
            finally:
                os._exit(1)
        pids.append(pid)
    os.close(writer)
    try:
        for _ in pids:
            if not os.read(reader, 1):
                sys.exit("a worker has ended too early; are there enough descriptors (ulimit -n) and ports?")
        yield
    finally:
        for pid in pids:
            os.kill(pid, 9)
            os.waitpid(pid, 0)
        os.close(reader)


def holders(sockets: int, only_v6: bool = False) -> list[tuple]:
    """So many sockets in processes of 4,000 connections at most; a tenth of the connections over IPv6."""
    pairs = max(0, sockets // 2)
    sixth = pairs if only_v6 else pairs // 10
    bodies = []
    for v6, left in ((False, pairs - sixth), (True, sixth)):
        while left > 0:
            bodies.append((hold, min(EACH, left), len(bodies), v6))
            left -= EACH
    return bodies or [(hold, 0, 0, only_v6)]


def run(command: list[str]) -> tuple[float, float, bytes]:
    """CPU ms, wall-clock ms, output."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    output = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000, wall * 1000, output


Listing = collections.Counter[tuple[str, str, str]]


def theirs() -> Listing:
    rows: Listing = collections.Counter()
    for line in run(["ss", "-tanH"])[2].decode().splitlines():
        state, _, _, local, remote = line.split()[:5]
        local, remote = (end.replace("[", "").replace("]", "") for end in (local, remote.removesuffix(":*")))
        rows[STATES.get(state, state.replace("-", "_")), local, remote] += 1
    return rows


def ours() -> Listing:
    rows: Listing = collections.Counter()
    for row in csv.DictReader(io.StringIO(run([str(ROOT / "kernel/tcplab"), "sockets", "--format", "csv"])[2].decode())):
        remote = row["remote"] + (":" + row["remote_port"] if row["remote_port"] else "")
        rows[row["state"], row["local"] + ":" + row["local_port"], remote] += 1
    return rows


def check(least: int) -> None:
    before, mine, after = theirs(), ours(), theirs()
    assert before == after, "the namespace is not quiet"
    assert mine == before, (list((mine - before).items())[:3], list((before - mine).items())[:3])
    assert sum(mine.values()) >= least, (sum(mine.values()), least)
    families = {"IPv6" if local.count(":") > 1 else "IPv4" for _, local, _ in mine}
    print(f"{sum(mine.values()):,} sockets, {' and '.join(sorted(families))}: the same as ss -tanH before and after", flush=True)


def java(folder: str, what: str, runs: int) -> list[str]:
    """The command that runs SocketsBench as kernel/tcplab would start it."""
    script = '. "$1"; find_jdk; choose_jar; java_flags; archive_name; archive_flag; printf "%s\\0" "$jdk" "$jar" "${flags[@]}" "${places[@]}"'
    words = run(["bash", "-c", script, "bash", str(ROOT / "kernel/java.sh")])[2].decode().split("\0")[:-1]
    jdk, jar, *flags = words
    assert any("Archive" in flag and "File" in flag or "AOTCache" in flag for flag in flags), "no start-up archive: run kernel/lab install"
    if not Path(folder, "SocketsBench.class").exists():
        subprocess.run([f"{jdk}/bin/javac", "-cp", jar, "-d", folder, str(ROOT / "src/bench/SocketsBench.java")], check=True)
        subprocess.run(["cc", "-O2", "-o", f"{folder}/diag", str(ROOT / "src/bench/diag.c")], check=True)
    return [f"{jdk}/bin/java", *flags, "-cp", f"{jar}:{folder}", "SocketsBench", what, str(runs)]


def opened() -> int:
    """How many connections this namespace has opened so far (ActiveOpens)."""
    names, values = (line.split() for line in Path("/proc/net/snmp").read_text().splitlines() if line.startswith("Tcp:"))
    return int(values[names.index("ActiveOpens")])


def churning() -> None:
    totals: dict[str, list[int]] = collections.defaultdict(lambda: [0, 0, 0, 0])
    with tempfile.TemporaryDirectory() as folder, workers(holders(LASTING)):
        command = java(folder, "churn", CHURNING_SNAPSHOTS)
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as bench:
            assert bench.stdin and bench.stdout
            lasting = int(bench.stdout.readline())
            with workers([(churn,), (churn,)]):
                count, start = opened(), time.perf_counter()
                bench.stdin.write("\n")
                bench.stdin.close()
                for line in bench.stdout:
                    how, rows, duplicates, missing = line.split()
                    for i, value in enumerate((1, int(rows), int(duplicates), int(missing))):
                        totals[how][i] += value
                rate = (opened() - count) / (time.perf_counter() - start)
    print(f"churn: {lasting:,} lasting sockets beside {rate:,.0f} short connections a second")
    for how, (snapshots, rows, duplicates, missing) in totals.items():
        share = 100 * missing / snapshots / lasting
        print(f"  {snapshots} snapshots, {how}: {rows // snapshots:,} rows, {duplicates} duplicates, {missing} missing ({share:.4f} %)", flush=True)
    assert totals["verified"][2] == 0, totals
    assert totals["verified"][3] <= 0.0001 * lasting * totals["verified"][0], totals


def measure(runs: int) -> None:
    figures: dict[str, list[float]] = collections.defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        commands = {
            "ss -tan": ["ss", "-tan"],
            "tcplab sockets": [str(ROOT / "kernel/tcplab"), "sockets", "--format", "csv"],
            "ss -tani": ["ss", "-tani"],
            "diag.c": [f"{folder}/diag"],
            "info": java(folder, "info", 40),
            "ss -tanp": ["ss", "-tanp"],
            "processes": java(folder, "processes", 40),
            "plain": java(folder, "plain", 40),
            "java -version": [java(folder, "plain", 1)[0], "-Xshare:auto", "-version"],
        }
        for _ in range(runs):
            for name, command in commands.items():
                cpu, wall, output = run(command)
                if "SocketsBench" in command:
                    # The JVM counts its CPU time in steps of 10 ms, hence means.
                    times = [[float(word) for word in line.split()[1:]] for line in output.decode().splitlines()]
                    warm = times[len(times) // 2 :]
                    figures[f"{name}, first in a JVM"].append(times[0][0])
                    figures[f"{name}, first in a JVM, wall"].append(times[0][1])
                    cpu, wall = statistics.fmean(cpu for cpu, _ in warm), statistics.median(wall for _, wall in warm)
                figures[name].append(cpu)
                figures[f"{name}, wall"].append(wall)
    median = {name: statistics.median(values) for name, values in figures.items()}
    for name in (name for name in median if not name.endswith(", wall")):
        print(f"  {name:28} CPU {median[name]:8.1f} ms   wall {median[name + ', wall']:8.1f} ms")
    for peer, mine in (("ss -tani", "info"), ("ss -tanp", "processes")):
        print(f"  {peer} / {mine} {median[peer] / median[mine]:.1f}", end="  ")
    print(f"info / diag.c {median['info'] / median['diag.c']:.2f}  load {os.getloadavg()[0]:.1f}", flush=True)


def part(name: str, sockets: int, runs: int) -> None:
    """Inside a namespace: one part."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if name == "churn":
        churning()
        return
    with workers(holders(sockets, only_v6=name == "v6")):
        check(sockets)
        if runs:
            measure(runs)


def main() -> None:
    if re.fullmatch("sockets|v6|churn", "".join(sys.argv[1:2])):
        part(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
        return
    sockets = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    unshare = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--net"]
    quick = [("sockets", 1, 0), ("v6", 1, 0), ("v6", 1000, 0), ("churn", LASTING, 0)]
    for name, size, times in [*quick, ("sockets", 1000, runs), ("sockets", sockets, runs)]:
        subprocess.run([*unshare, sys.executable, __file__, name, str(size), str(times)], check=True)


if __name__ == "__main__":
    main()
