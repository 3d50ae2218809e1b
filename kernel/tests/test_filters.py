"""Filters, several captures, stdin and live capture, as a user of kernel/tcplab sees them."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import signal
import socket
import subprocess
import threading
import time

import pytest
from checkout import DATA, TCPLAB, require, tcplab

CLIENT = DATA / "handshake_close.client.pcap"
SERVER = DATA / "handshake_close.server.pcap"


def table(result):
    assert result.returncode == 0, result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout)))


def packets(*arguments, **options):
    return table(tcplab("packets", *arguments, "--format", "csv", **options))


def tcpdump_count(file, expression):
    require(shutil.which("tcpdump"), "tcpdump (Debian: apt install tcpdump)")
    text = subprocess.run(["tcpdump", "-nr", file, expression], capture_output=True, text=True, check=True).stdout
    return len(text.splitlines())


@pytest.mark.parametrize(
    "expression",
    [
        "port 3306",
        "port 3306 and host 172.18.0.3",
        "host 172.18.0.5 and (172.18.0.3 or 210.27.48.3)",
        "tcp port 23 and host 210.27.48.1",
        "tcp[tcpflags] & (tcp-syn|tcp-fin) != 0",
    ],
)
def test_a_filter_takes_what_tcpdump_takes(expression):
    assert len(packets(CLIENT, "--filter", expression)) == tcpdump_count(CLIENT, expression)


def test_filtered_packets_keep_their_numbers():
    numbers = [row["packet"] for row in packets(CLIENT, "--filter", "src port 3306")]
    everything = {row["packet"]: row["src_port"] for row in packets(CLIENT)}
    assert numbers == [number for number, port in everything.items() if port == "3306"]


@pytest.mark.parametrize("command", ["packets", "connections", "handshakes"])
def test_a_wrong_filter_is_a_wrong_value(command):
    result = tcplab(command, CLIENT, "--filter", "porrt 3306")
    assert result.returncode == 2
    assert "porrt 3306" in result.stderr and "syntax error" in result.stderr
    assert result.stdout == "" and "Exception" not in result.stderr


def test_without_libpcap_a_filter_says_what_to_install():
    hidden = dict(os.environ, JAVA_TOOL_OPTIONS="-Dorg.pcap4j.core.pcapLibName=nosuchlibrary")
    result = tcplab("packets", CLIENT, "--filter", "port 3306", env=hidden)
    assert result.returncode == 1
    assert "apt install libpcap0.8" in result.stderr and "Exception" not in result.stderr
    assert len(packets(CLIENT, env=hidden)) == 11  # what needs no libpcap works without


def test_a_capture_comes_from_stdin():
    with CLIENT.open("rb") as stream:
        piped = subprocess.run([TCPLAB, "packets", "-", "--format", "csv"], stdin=stream, capture_output=True, text=True, timeout=120)
    assert table(piped) == packets(CLIENT)


def test_several_captures_are_merged_by_time():
    rows = packets(SERVER, CLIENT)
    times = [int(row["time_ns"]) for row in rows]
    assert times == sorted(times)
    assert [int(row["packet"]) for row in rows] == list(range(1, len(rows) + 1))
    apart = [row["time_ns"] for file in (CLIENT, SERVER) for row in packets(file)]
    assert sorted(apart) == sorted(row["time_ns"] for row in rows)


def test_one_of_several_that_is_missing_is_named(tmp_path):
    result = tcplab("packets", CLIENT, tmp_path / "none.pcap")
    assert result.returncode == 1 and "none.pcap" in result.stderr


# Live, on the loopback interface.


@pytest.fixture
def port():
    require(os.geteuid() == 0, "the right to capture (run as root)")
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            while True:
                try:
                    accepted, _ = server.accept()
                except OSError:
                    return
                with accepted:
                    accepted.recv(100)

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)


def call(port):
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(b"hello")
        client.shutdown(socket.SHUT_WR)
        client.recv(1)


def capture(file, port, *arguments):
    process = subprocess.Popen(
        [TCPLAB, "capture", "-i", "lo", "-w", file, "--filter", f"tcp port {port}", *arguments], stderr=subprocess.PIPE, text=True
    )
    assert "capturing on lo" in process.stderr.readline()
    return process


def test_a_live_capture_has_what_was_sent(tmp_path, port):
    file = tmp_path / "live.pcap"
    process = capture(file, port, "--seconds", "2")
    call(port)
    said = process.communicate(timeout=60)[1]
    assert process.returncode == 0, said
    [row] = table(tcplab("connections", file, "--format", "csv"))
    assert (row["server_port"], row["bytes_client"], row["handshake"]) == (str(port), "5", "complete")
    assert re.search(r"\d+ packets captured, .* 0 dropped by the kernel", said)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_with_a_whole_file_and_the_summary(tmp_path, port, number):
    file = tmp_path / "stopped.pcap"
    process = capture(file, port)
    call(port)
    time.sleep(0.3)
    process.send_signal(number)
    said = process.communicate(timeout=30)[1]
    assert process.returncode == 0 and "packets captured" in said
    assert len(packets(file)) == int(re.search(r"(\d+) packets captured", said)[1]) >= 7


def test_a_count_ends_the_capture(tmp_path, port):
    process = capture(tmp_path / "three.pcap", port, "--count", "3")
    call(port)
    process.communicate(timeout=30)
    assert len(packets(tmp_path / "three.pcap")) == 3


def test_the_interfaces_are_listed():
    result = tcplab("capture", "--list")
    assert result.returncode == 0 and re.search(r"^lo  up", result.stdout, re.M)


def test_what_is_missing_or_wrong_is_said(tmp_path):
    assert "-i IF" in tcplab("capture").stderr
    for arguments, code, words in [
        (["-i", "lo"], 2, "-w FILE"),
        (["-i", "lo", "-w", tmp_path / "x", "--ring", "2"], 2, "--size"),
        (["-i", "lo", "-w", tmp_path / "x", "--count", "0"], 2, "--count 0"),
        (["-i", "none0", "-w", tmp_path / "x"], 1, "there is no such interface"),
    ]:
        result = tcplab("capture", *arguments)
        assert result.returncode == code and words in result.stderr, result.stderr


def test_without_the_right_to_capture_it_says_how_to_get_it(tmp_path):
    unprivileged = []
    if os.geteuid() == 0:
        require(shutil.which("setpriv"), "setpriv (Debian: apt install util-linux)")
        unprivileged = ["setpriv", "--bounding-set=-net_raw,-net_admin"]
    result = subprocess.run([*unprivileged, TCPLAB, "capture", "-i", "lo", "-w", tmp_path / "x"], capture_output=True, text=True, timeout=60)
    assert result.returncode == 1
    assert "sudo setcap cap_net_raw" in result.stderr and "/bin/java" in result.stderr
