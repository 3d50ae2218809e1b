"""How long a kernel takes from its start to its first answers: ours against ipykernel, one after the other in one run.

    kernel/.lab/venv/bin/python src/bench/start.py [RUNS]

Prints medians in milliseconds and the ratio to ipykernel. Set JAVA_HOME (and run kernel/lab install) to measure another JDK.
"""

from __future__ import annotations

import statistics
import sys
import time

from jupyter_client.manager import KernelManager


def one_start(name: str, code: str) -> tuple[float, float, float]:
    """Seconds to kernel_info, seconds to the first result, median seconds of a trivial cell afterwards."""
    manager = KernelManager(kernel_name=name)
    start = time.perf_counter()
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        ready = time.perf_counter() - start
        run(client, code)
        first = time.perf_counter() - start
        cells = []
        for n in range(20):
            begin = time.perf_counter()
            run(client, f"{n} + 1")
            cells.append(time.perf_counter() - begin)
        return ready, first, statistics.median(cells)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def run(client, code: str) -> None:
    reply = client.execute_interactive(code, output_hook=lambda message: None, timeout=60)
    assert reply["content"]["status"] == "ok", reply["content"]


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    figures: dict[str, list[tuple[float, float, float]]] = {"tcplab": [], "python3": []}
    for _ in range(runs):
        for name in figures:
            figures[name].append(one_start(name, "1 + 1"))
    print(f"medians of {runs} starts, ms    kernel_info    first 1+1    trivial cell")
    medians = {name: [statistics.median(column) * 1000 for column in zip(*rows)] for name, rows in figures.items()}
    for name, row in medians.items():
        print(f"{name:26}" + "".join(f"{value:14.1f}" for value in row))
    ratios = [ours / theirs for ours, theirs in zip(medians["tcplab"], medians["python3"])]
    print(f"{'ratio':26}" + "".join(f"{value:14.2f}" for value in ratios))


if __name__ == "__main__":
    main()
