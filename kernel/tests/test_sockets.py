"""This machine's sockets as a user sees them: at scale, under churn, followed over time, and on machines that hide them."""

from __future__ import annotations

import contextlib
import csv
import ctypes
import io
import json
import os
import platform
import resource
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time

import pytest
from checkout import ROOT, TCPLAB, require, tcplab

UNSHARE = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--net"]
STATES = [
    "listen",
    "syn_sent",
    "syn_received",
    "established",
    "fin_wait_1",
    "fin_wait_2",
    "close_wait",
    "closing",
    "last_ack",
    "time_wait",
    "closed",
]


def in_a_namespace(*part):
    """Runs a part of the benchmark, which asserts, in a network namespace that nobody else uses."""
    for program in ("ss", "ip", "unshare"):
        require(shutil.which(program), f"{program} (Debian: apt install iproute2 util-linux)")
    require(subprocess.run([*UNSHARE, "true"], capture_output=True).returncode == 0, "the right to make a network namespace")
    _, descriptors = resource.getrlimit(resource.RLIMIT_NOFILE)
    require(descriptors < 0 or descriptors >= 8100, "a hard limit of 8,100 open files (ulimit -Hn)")
    return subprocess.run([*UNSHARE, sys.executable, ROOT / "src/bench/sockets.py", *part], capture_output=True, text=True, timeout=160)


@pytest.mark.parametrize(("part", "sockets"), [("sockets", 1), ("v6", 1), ("sockets", 1000), ("v6", 1000), ("sockets", 100_000)])
def test_the_sockets_are_those_that_ss_lists(part, sockets):
    result = in_a_namespace(part, str(sockets), "0")
    assert result.returncode == 0, result.stderr
    assert "the same as ss -tanH before and after" in result.stdout


def test_beside_connections_that_come_and_go_none_is_listed_twice_and_none_is_missed():
    require(shutil.which("cc"), "a C compiler (Debian: apt install gcc)")
    result = in_a_namespace("churn", "0", "0")
    assert result.returncode == 0, result.stderr
    assert "verified" in result.stdout and " 0 duplicates" in result.stdout


@contextlib.contextmanager
def listening(name=None):
    """A process that listens, under whatever name; its port and its pid."""
    code = """
import ctypes, socket, sys
if len(sys.argv) > 1:
    ctypes.CDLL(None).prctl(15, bytes.fromhex(sys.argv[1]), 0, 0, 0)
server = socket.create_server(("127.0.0.1", 0))
print(server.getsockname()[1], flush=True)
sys.stdin.read()
"""
    command = [sys.executable, "-c", code, *([name.hex()] if name else [])]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield int(process.stdout.readline()), process.pid
        process.stdin.close()


def started(*arguments):
    return subprocess.Popen([TCPLAB, "sockets", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ctrl_c(process):
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return out, err


def test_watching_prints_rows_as_they_come_until_ctrl_c():
    process = started("--watch", "100ms", "--format", "csv", "--columns", "sockets,listen,time_ns")
    assert process.stdout.readline() == "sockets,listen,time_ns\n"
    first = [process.stdout.readline() for _ in range(3)]
    out, err = ctrl_c(process)
    assert err == ""
    rows = [line.split(",") for line in [*first, *out.splitlines()]]
    assert all(int(row[0]) >= int(row[1]) for row in rows)
    times = [int(row[2]) for row in rows]
    assert times == sorted(times)


def test_what_was_watched_is_whole_json_also_after_ctrl_c(tmp_path):
    file = tmp_path / "states.json"
    process = started("--watch", "50ms", "--format", "json", "-o", str(file))
    end = time.monotonic() + 30
    while not (file.exists() and file.read_text().count("\n") > 2) and time.monotonic() < end:
        time.sleep(0.05)
    ctrl_c(process)
    rows = json.loads(file.read_text())
    assert len(rows) > 1
    assert list(rows[0]) == ["time_ns", "sockets", *STATES]


def test_watching_so_many_times_ends_by_itself():
    result = tcplab("sockets", "--watch", "20ms", "--times", "22")
    lines = result.stdout.splitlines()
    assert result.returncode == 0 and len(lines) == 24
    assert lines[0] == lines[21] and lines[0].split()[:3] == ["time", "all", "listn"]
    assert {len(line) for line in lines} == {80}
    narrow = tcplab("sockets", "--watch", "20ms", "--times", "1", "--columns", "established")
    assert narrow.stdout.split()[0] == "estab"
    wrong = tcplab("sockets", "--watch", "20ms", "--columns", "established,nonsense")
    assert wrong.returncode == 2 and "nonsense" in wrong.stderr and wrong.stdout == ""


def test_ctrl_c_ends_the_waiting_of_a_comparison_and_not_the_comparison():
    process = started("--diff", "1h", "--format", "csv", "--columns", "change,local_port,state_after")
    time.sleep(2)
    with listening() as (port, _):
        out, err = ctrl_c(process)
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {"change": "opened", "local_port": str(port), "state_after": "LISTEN"} in rows
    assert "stopped after" in err and "of 3600000" in err


def test_a_watched_picture_lives_in_the_cell_until_the_interrupt_and_the_history_after_it(kernel):
    request = kernel.client.execute('var history = Sockets.watch("50ms");', allow_stdin=False)
    with listening() as (port, _):
        seen = []
        while sum(message["msg_type"] == "update_display_data" for message in seen) < 5:
            message = kernel.client.get_iopub_msg(timeout=30)
            if message["parent_header"].get("msg_id") == request:
                seen.append(message)
        kernel.control("interrupt_request")
        reply = kernel.collect(request)
    pictures = [message for message in [*seen, *reply.published] if "display_data" in message["msg_type"]]
    assert [message["msg_type"] for message in pictures[:2]] == ["display_data", "update_display_data"]
    ids = {message["content"]["transient"]["display_id"] for message in pictures}
    assert len(ids) == 1
    last = pictures[-1]["content"]["data"]
    assert "LISTEN" in last["text/plain"] + last["text/html"] and "<img" in last["text/html"]
    readings = int(kernel.ok("history.table().rowCount()").text)
    assert readings >= 5
    assert kernel.ok(f"history.timelines().intColumn(\"local_port\").asList().contains({port})").text == "true"
    assert kernel.ok("history.dwellTimes().rowCount()").text == "11"
    assert "readings within" in kernel.ok("history.picture()").result["text/html"]
    assert kernel.ok("history").result["text/html"].count("<tr") > 1


def test_what_was_watched_is_kept_on_a_machine_that_is_too_busy_to_end_at_once(kernel):
    kernel.ok("import tcplab.kernel.shell.OrderlyEnd;")
    code = """
        String slow() {
          OrderlyEnd end = OrderlyEnd.promised();
          try {
            while (!Thread.currentThread().isInterrupted()) { Thread.onSpinWait(); }
            long until = System.nanoTime() + 700_000_000L;
            while (System.nanoTime() < until) { Thread.onSpinWait(); }
            return "kept";
          } finally {
            end.close();
          }
        }
        String kept = null;
    """
    kernel.ok(code)
    request = kernel.client.execute("kept = slow();", allow_stdin=False)
    time.sleep(0.5)
    kernel.control("interrupt_request")
    assert kernel.collect(request).content["ename"] == "Interrupted"
    assert kernel.ok("kept").text == "kept"
    request = kernel.client.execute("kept = slow(); while (true) { Thread.onSpinWait(); }", allow_stdin=False)
    time.sleep(0.5)
    kernel.control("interrupt_request")
    assert kernel.collect(request).content["ename"] == "Interrupted"


def test_watching_for_some_time_ends_without_an_interrupt(kernel):
    reply = kernel.ok('Sockets.watch("50ms", "400ms").table().rowCount()')
    assert int(reply.text) >= 2
    assert len(reply.of_type("display_data")) == 1


HOSTILE = b"\x1b[2J<b>\xe2\x80\xae&'\""


def test_a_process_cannot_write_to_the_terminal_through_its_name():
    with listening(HOSTILE) as (port, pid):
        result = tcplab("sockets", "--processes", "--port", port, "--columns", "process,pid")
        assert result.returncode == 0, result.stderr
        assert str(pid) in result.stdout and "[2J<b>" in result.stdout
        assert "\x1b" not in result.stdout + result.stderr and "\u202e" not in result.stdout + result.stderr
        [row] = csv.DictReader(io.StringIO(tcplab("sockets", "--processes", "--port", port, "--format", "csv").stdout))
        assert row["process"].encode() == HOSTILE  # data stays what it was
        [row] = json.loads(tcplab("sockets", "--processes", "--port", port, "--format", "json").stdout)
        assert row["process"].encode() == HOSTILE
        grouped = tcplab("sockets", "--by", "process")
        assert "\x1b" not in grouped.stdout


def test_nor_to_the_notebook(kernel):
    with listening(HOSTILE) as (port, pid):
        shown = kernel.ok(f"Sockets.withProcesses().port({port})").result
        assert "[2J&lt;b&gt;" in shown["text/html"] and "<b>" not in shown["text/html"]
        for text in shown.values():
            assert "\x1b" not in text and "\u202e" not in text
        grouped = kernel.ok(f"Sockets.withProcesses().port({port}).byProcess()").result
        assert "<b>" not in grouped.get("text/html", "")


def forbid_netlink():
    """In a child before it execs: from now on socket(AF_NETLINK, …) fails with EPERM, as some containers' seccomp profiles have it."""
    call = {"x86_64": 41, "aarch64": 198}[platform.machine()]
    program = b"".join(
        struct.pack("HBBI", *instruction)
        for instruction in [
            (0x20, 0, 0, 0),  # the call's number
            (0x15, 0, 3, call),  # socket?
            (0x20, 0, 0, 16),  # its first argument
            (0x15, 0, 1, socket.AF_NETLINK),
            (0x06, 0, 0, 0x00050001),  # EPERM
            (0x06, 0, 0, 0x7FFF0000),  # allowed
        ]
    )
    octets = ctypes.create_string_buffer(program)
    filter_ = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", len(program) // 8, ctypes.addressof(octets)))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, filter_, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")


def seccomp():
    require(platform.machine() in ("x86_64", "aarch64"), "a processor whose calls' numbers this test knows")
    allowed = subprocess.run(["true"], preexec_fn=forbid_netlink) if sys.platform == "linux" else None
    require(allowed is not None, "seccomp (Linux)")


def test_where_seccomp_forbids_netlink_proc_is_read_and_a_note_says_so():
    seccomp()
    with listening() as (port, pid):
        result = tcplab("sockets", "--processes", "--info", "--format", "csv", preexec_fn=forbid_netlink)
    assert result.returncode == 0, result.stderr
    [row] = [row for row in csv.DictReader(io.StringIO(result.stdout)) if row["local_port"] == str(port)]
    assert (row["source"], row["state"], row["pid"]) == ("proc", "LISTEN", str(pid))
    assert "netlink does not answer" in result.stderr and "not permitted" in result.stderr
    assert "only netlink tells" in result.stderr


# A shell script: what follows cannot read its sockets from /proc. The JVM does not start without the rest of it.
HIDE = 'mount -t tmpfs none /proc/$$/net && exec "$@"'


def isolated(namespace, *command, **options):
    """Runs a command in a new namespace of this kind."""
    user = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    require(shutil.which("unshare"), "unshare (Debian: apt install util-linux)")
    unshare = ["unshare", *user, *namespace]
    require(subprocess.run([*unshare, "true"], capture_output=True).returncode == 0, f"the right to {' '.join(unshare)}")
    return subprocess.run([*unshare, *map(str, command)], capture_output=True, text=True, timeout=120, **options)


def test_sockets_of_processes_out_of_sight_are_rows_and_a_note_says_why_they_have_no_owner():
    with listening() as (port, _):
        command = [TCPLAB, "sockets", "--processes", "--port", port, "--format", "csv"]
        result = isolated(["--pid", "--fork", "--mount-proc"], *command)
    assert result.returncode == 0, result.stderr
    [row] = csv.DictReader(io.StringIO(result.stdout))
    assert row["source"] == "netlink" and row["state"] == "LISTEN" and row["pid"] == ""
    assert "without process" in result.stderr and "another PID namespace" in result.stderr


def test_without_proc_and_netlink_the_error_says_what_to_do():
    seccomp()
    command = ["sh", "-c", HIDE, "sh", TCPLAB, "sockets"]
    result = isolated(["--mount"], *command, preexec_fn=forbid_netlink)
    assert result.returncode == 1 and result.stdout == ""
    assert "there is no" in result.stderr and "mount /proc" in result.stderr and "Exception" not in result.stderr


def test_where_proc_is_hidden_netlink_gives_the_rows_by_itself():
    with listening() as (port, _):
        result = isolated(["--mount"], "sh", "-c", HIDE, "sh", TCPLAB, "sockets", "--port", port, "--format", "csv")
    assert result.returncode == 0, result.stderr
    [row] = csv.DictReader(io.StringIO(result.stdout))
    assert (row["source"], row["state"]) == ("netlink", "LISTEN")
