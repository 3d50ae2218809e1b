"""Kernels against each other, in one run: python benchmark.py tcplab python3 [...] [--rounds N]

Medians, in seconds for starts and in milliseconds for the rest. A name is that of an installed
kernelspec; "tcplab" may be given as a command line by TCPLAB_KERNEL_CMD (see conftest.py).
"""

import argparse
import os
import statistics
import tempfile
import time

from conftest import CommandSpecManager
from jupyter_client.manager import KernelManager

CELLS = {"java": "{i} + 1", "python": "{i} + 1"}


class Session:
    def __init__(self, name):
        env = dict(os.environ, TCPLAB_HISTORY=os.path.join(tempfile.mkdtemp(), "history.jsonl"))
        self.begun = time.perf_counter()
        self.manager = KernelManager(kernel_name=name, kernel_spec_manager=CommandSpecManager())
        self.manager.start_kernel(env=env)
        self.client = self.manager.client()
        self.client.start_channels()

    def reply(self, msg_id):
        while True:
            message = self.client.get_shell_msg(timeout=60)
            if message["parent_header"].get("msg_id") == msg_id:
                return message["content"]

    def idle(self, msg_id):
        while True:
            message = self.client.get_iopub_msg(timeout=60)
            if message["parent_header"].get("msg_id") == msg_id and message["content"].get("execution_state") == "idle":
                return

    def run(self, code):
        begun = time.perf_counter()
        msg_id = self.client.execute(code)
        assert self.reply(msg_id)["status"] == "ok", code
        self.idle(msg_id)
        return 1000 * (time.perf_counter() - begun)

    def resident(self):
        with open(f"/proc/{self.manager.provisioner.pid}/status") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def start(name):
    session = Session(name)
    try:
        session.reply(session.client.kernel_info())
        info = time.perf_counter() - session.begun
    finally:
        session.close()
    session = Session(name)
    try:
        session.reply(session.client.execute("1+1"))
        return info, time.perf_counter() - session.begun
    finally:
        session.close()


def work(name, cells):
    session = Session(name)
    try:
        session.reply(session.client.kernel_info())
        session.run("1+1")
        at_start = session.resident()
        times = [session.run(f"{i} + 1") for i in range(cells)]
        completion = []
        for _ in range(15):
            begun = time.perf_counter()
            session.reply(session.client.complete("Math.m" if name != "python3" else "str.m"))
            completion.append(1000 * (time.perf_counter() - begun))
        return {
            "first 50": statistics.median(times[:50]),
            "last 50": statistics.median(times[-50:]),
            "completion": statistics.median(completion),
            "MB start": at_start,
            "MB end": session.resident(),
        }
    finally:
        session.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kernels", nargs="+")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cells", type=int, default=200)
    options = parser.parse_args()
    starts = {name: [] for name in options.kernels}
    for _ in range(options.rounds):
        # One after the other, so that a busy moment of the machine hits all alike.
        for name in options.kernels:
            starts[name].append(start(name))
    for name in options.kernels:
        info, first = (statistics.median(column) for column in zip(*starts[name]))
        line = f"{name:12} kernel_info {info:.2f} s  1+1 {first:.2f} s"
        if options.cells:
            line += "  " + "  ".join(f"{k} {v:.1f}" for k, v in work(name, options.cells).items())
        print(line, flush=True)


if __name__ == "__main__":
    main()
