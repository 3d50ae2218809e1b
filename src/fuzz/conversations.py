#!/usr/bin/env python3
"""Random conversations between two real Linux ends over a wire that loses, delays and doubles segments: is what tcplab says of each
end's capture what that end's kernel says?

  sudo python3 src/fuzz/conversations.py                        100 conversations, seeds 0 to 99; some five seconds each
  sudo python3 src/fuzz/conversations.py --from 7 --count 1     one again: the same calls and the same wire, not the same timing
  sudo python3 src/fuzz/conversations.py --keep FOLDER          leaves captures and truth files there

Compared are, for the end at which a capture was taken, the number of repeats with the counter TcpRetransSegs, and the sequence of states
of each connection with the kernel's trace. A difference is a place to look, not a verdict:
- An end that closes while its data is still unacknowledged may never send its FIN: the kernel is in FIN_WAIT_1 or LAST_ACK, no packet
  tells so.
- A connection whose TIME_WAIT ended before anybody could see it, by a RST or a new SYN, ends with CLOSE in the kernel's trace, as does
  an end without a process in FIN_WAIT_2.

Needs root, /dev/net/tun, tracefs, and kernel/lab install done. The recorder is the one of kernel/record. The exit code is 1 when
anything differs.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import io
import random
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "kernel" / "record"))
import kernel_trace  # noqa: E402
from lab import Lab  # noqa: E402
from scenarios import Scenario, receive, receive_to_end  # noqa: E402
from wire import DROP, late, twice  # noqa: E402

FIRST_PORT = 8080
PATIENCE = 20
SPELLINGS = {"SYN_RECV": "SYN_RECEIVED", "FIN_WAIT1": "FIN_WAIT_1", "FIN_WAIT2": "FIN_WAIT_2", "CLOSE": "CLOSED"}
# Of each setting how often it is changed, and to what.
SETTINGS = {
    "ipv4.tcp_sack": (0.3, (0,)),
    "ipv4.tcp_timestamps": (0.3, (0,)),
    "ipv4.tcp_window_scaling": (0.2, (0,)),
    "ipv4.tcp_ecn": (0.2, (1,)),
    "ipv4.tcp_early_retrans": (0.2, (0,)),
    "ipv4.tcp_recovery": (0.2, (0, 1, 3, 5)),
    "ipv4.tcp_dsack": (0.2, (0,)),
    "ipv4.tcp_frto": (0.2, (0,)),
    "ipv4.tcp_retrans_collapse": (0.2, (0,)),
    "ipv4.tcp_slow_start_after_idle": (0.2, (0,)),
    "ipv4.tcp_reordering": (0.15, (10,)),
    "ipv4.tcp_thin_linear_timeouts": (0.15, (1,)),
}
CLOSES = ("client", "client", "server", "server", "both", "half", "reset", "unread", "open", "data and close")


class Conversation:
    """One connection: it opens, says something, and ends in some way, all as its random numbers want it."""

    def __init__(self, lab: Lab, dice: random.Random, port: int) -> None:
        self.lab, self.dice, self.port = lab, dice, port
        self.ends: list[socket.socket] = []
        self.open = False

    def run(self) -> None:
        # On such a wire connections break; that is what the kernel and tcplab are to agree upon.
        with contextlib.suppress(OSError, EOFError):
            self._connect()
            for _ in range(self.dice.randint(0, 4)):
                self._talk()
            self._close()
        if not self.open:
            for end in self.ends:
                end.close()

    def _connect(self) -> None:
        accepted: list[socket.socket] = []

        def accept() -> None:
            with contextlib.suppress(OSError):
                accepted.append(listener.accept()[0])

        made = self.lab.client.socket()
        self.ends = [made]
        made.settimeout(PATIENCE)
        if self.dice.random() < 0.3:
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.dice.random() < 0.3:
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, b"reno")
        if self.dice.random() < 0.2:
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, self.dice.choice((200, 536, 1000)))
        with self.lab.listen(self.port, receive_buffer=self.dice.choice((None, None, 4096, 16384))) as listener:
            listener.settimeout(PATIENCE)
            server = threading.Thread(target=accept)
            server.start()
            try:
                self.lab.connect(self.port, made)
            finally:
                server.join()
        if not accepted:
            raise TimeoutError("nothing to accept")
        accepted[0].settimeout(PATIENCE)
        self.ends.append(accepted[0])
        if self.dice.random() < 0.2:
            for end in self.ends:
                end.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 1)
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 1)

    def _talk(self) -> None:
        kind = self.dice.choice(("client", "server", "both", "question", "pause"))
        if kind == "pause":
            time.sleep(self.dice.choice((0.05, 0.3, 1.5)))
            return
        length = self.dice.choice((1, 10, 500, 1448, 5000, 30_000, 120_000))
        chunk = self.dice.choice((1, 100, 1448, 10_000, 1 << 20) if length < 3000 else (1448, 10_000, 1 << 20))
        slow = self.dice.choice((0, 0, 0, 0.3)) if length < 40_000 else 0
        senders = {"client": (0,), "question": (0,), "server": (1,), "both": (0, 1)}[kind]
        jobs = [(self._send, self.ends[i], length, chunk) for i in senders] + [(self._receive, self.ends[1 - i], length, slow) for i in senders]
        self._at_once(jobs)
        if kind == "question":
            self._at_once([(self._send, self.ends[1], 100, 100), (self._receive, self.ends[0], 100, 0)])

    @staticmethod
    def _at_once(jobs: list[tuple]) -> None:
        errors: list[Exception] = []

        def run(job, *arguments) -> None:
            try:
                job(*arguments)
            except (OSError, EOFError) as error:
                errors.append(error)

        threads = [threading.Thread(target=run, args=job) for job in jobs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if errors:
            raise errors[0]

    @staticmethod
    def _send(end: socket.socket, length: int, chunk: int) -> None:
        for begin in range(0, length, chunk):
            end.sendall(bytes(min(chunk, length - begin)))

    @staticmethod
    def _receive(end: socket.socket, length: int, slow: float) -> None:
        time.sleep(slow)
        receive(end, length)

    def _close(self) -> None:
        how = self.dice.choice(CLOSES)
        first, second = self.ends if how == "client" or how != "server" and self.dice.random() < 0.5 else self.ends[::-1]
        if how == "open":
            self.open = True
        elif how == "both":
            first.close()
            second.close()
        elif how == "reset":
            first.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            first.close()
            receive_to_end(second)
        elif how == "unread":
            first.sendall(bytes(self.dice.choice((10, 3000))))
            time.sleep(0.2)
            second.close()
            receive_to_end(first)
        elif how == "half":
            first.shutdown(socket.SHUT_WR)
            receive_to_end(second)
            second.sendall(bytes(self.dice.choice((10, 3000, 20_000))))
            second.close()
            receive_to_end(first)
        else:
            if how == "data and close":
                first.sendall(bytes(self.dice.choice((1, 2000))))
            first.close()
            receive_to_end(second)
            time.sleep(self.dice.choice((0, 0.05, 0.3)))
            second.close()


class Chance:
    """A laboratory and what happens in it, from one number."""

    def __init__(self, seed: int) -> None:
        dice = random.Random(seed)
        self.seed = seed
        self.talks: list[Conversation] = []
        self._count = dice.randint(1, 3)
        self._sender = dice.choice(("client", "server", None, None))
        self._rules = [
            (dice.choice((0, 0, 0.01, 0.03, 0.1, 0.2)), DROP),
            (dice.choice((0, 0, 0.02, 0.1)), late(dice.choice((0.001, 0.005, 0.03)))),
            (dice.choice((0, 0, 0.02, 0.1)), twice(after=dice.choice((0.0001, 0.002, 0.02)))),
        ]
        self.scenario = Scenario(
            self._run,
            f"random conversations, seed {seed}",
            one_way_delay=dice.choice((0.0002, 0.002, 0.01, 0.03, 0.08)),
            settle=dice.choice((0.5, 0.5, 4)),
            ipv6=dice.random() < 0.2,
            mtu=dice.choice((1280, 1500, 1500, 9000)),
            settings={name: str(dice.choice(values)) for name, (share, values) in SETTINGS.items() if dice.random() < share},
        )

    def _run(self, lab: Lab) -> None:
        dice = random.Random(self.seed + 1)
        for share, action in self._rules:
            lab.wire.rule(lambda segment, share=share: self._sender in (None, segment.sender) and dice.random() < share, action)
        self.talks = [Conversation(lab, random.Random(10 * self.seed + i), FIRST_PORT + i) for i in range(self._count)]
        threads = [threading.Thread(target=talk.run) for talk in self.talks]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def record(self, folder: Path) -> dict:
        """Runs it; returns the truth, whose captures lie in the folder."""
        lab = Lab(f"seed{self.seed}", str(folder), self.scenario, traced=True)
        try:
            self._run(lab)
            return lab.finish(self.scenario.settle)
        finally:
            for talk in self.talks:
                for end in talk.ends:
                    end.close()
            lab.close()


def connections(capture: Path) -> list[dict]:
    command = [ROOT / "kernel" / "tcplab", "connections", "--format", "csv", capture]
    return list(csv.DictReader(io.StringIO(subprocess.run(command, check=True, capture_output=True, text=True).stdout)))


def ends_of(row: dict) -> dict[str, tuple[str, str]]:
    return {side: (row[side], row[f"{side}_port"]) for side in ("client", "server")}


def differences(truth: dict, folder: Path, side: str) -> list[str]:
    """What tcplab says otherwise of the end at which this capture was taken."""
    host = {"client": "A", "server": "B"}[side]
    own, peer = (truth["hostA"], truth["hostB"]) if host == "A" else (truth["hostB"], truth["hostA"])
    rows = connections(folder / f"{truth['scenario']}.{side}.pcap")
    ours = [next(end for end, (address, _) in ends_of(row).items() if address == own) for row in rows]
    counted = sum(int(row[f"retransmissions_{end}"]) for row, end in zip(rows, ours))
    expected = truth["snmp_delta"][host].get("TcpRetransSegs", 0)
    found = [] if counted == expected else [f"repeats {counted}, kernel {expected}"]
    for key, states in truth["state_sequence"].items():
        name, ports, *nth = key.split()
        if name != host:
            continue
        local, remote = ports.split(">")
        same = [(row, end) for row, end in zip(rows, ours) if set(ends_of(row).values()) == {(own, local), (peer, remote)}]
        index = int(nth[0][1:]) - 1 if nth else 0
        said = same[index][0][f"states_{same[index][1]}"].split() if index < len(same) else ["no connection"]
        kernel = [SPELLINGS.get(state, state) for state in states]
        if said != kernel:
            found.append(f"{key}: {' '.join(said)}, kernel {' '.join(kernel)}")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="first", type=int, default=0, metavar="SEED", help="the first seed (0)")
    parser.add_argument("--count", type=int, default=100, help="how many (100)")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where captures and truth files stay; by default nothing stays")
    arguments = parser.parse_args()
    if not kernel_trace.Trace.available():
        sys.exit("conversations: tracefs cannot be mounted here; it takes root, and a kernel that has it")
    captures = differing = untraced = 0
    with contextlib.ExitStack() as stack:
        folder = arguments.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        for seed in range(arguments.first, arguments.first + arguments.count):
            truth = Chance(seed).record(folder)
            if not truth["kernel_state_transitions"] or any(truth["capture_drops"].values()):
                untraced += 1
                continue
            for side in ("client", "server"):
                captures += 1
                found = differences(truth, folder, side)
                differing += bool(found)
                for line in found:
                    print(f"seed {seed}, at the {side}: {line}", flush=True)
            print(f"seed {seed}: {len(truth['state_sequence'])} ends", file=sys.stderr, flush=True)
            if not arguments.keep:
                for file in folder.glob(f"{truth['scenario']}.*"):
                    file.unlink()
    print(f"captures {captures}, equal to the kernel {captures - differing}, different {differing}; not recorded whole {untraced}")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
