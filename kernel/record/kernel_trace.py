"""What the kernel itself says: its trace events, its table of sockets, TCP_INFO."""

import os
import re
import socket
import struct
import subprocess
import threading
import time

from host import CLONE_NEWNS, unshare

TRACEFS = "/sys/kernel/tracing"
EVENTS = ("sock/inet_sock_set_state", "tcp/tcp_retransmit_skb", "tcp/tcp_retransmit_synack", "tcp/tcp_send_reset", "tcp/tcp_receive_reset", "tcp/tcp_probe")
# The numbers of include/net/tcp_states.h, as /proc/net/tcp shows them; 12 is a SYN_RECV that has no full socket yet.
STATES = ("", "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2", "TIME_WAIT", "CLOSE", "CLOSE_WAIT", "LAST_ACK", "LISTEN", "CLOSING", "SYN_RECV")
# struct tcp_info of include/uapi/linux/tcp.h: the format of each run of fields, and their names.
TCP_INFO = (
    ("6B2x", "state ca_state retransmits probes backoff options"),
    ("24I", "rto ato snd_mss rcv_mss unacked sacked lost retrans fackets last_data_sent last_ack_sent last_data_recv last_ack_recv pmtu "
     "rcv_ssthresh rtt rttvar snd_ssthresh snd_cwnd advmss reordering rcv_rtt rcv_space total_retrans"),
    ("4Q", "pacing_rate max_pacing_rate bytes_acked bytes_received"),
    ("6I", "segs_out segs_in notsent_bytes min_rtt data_segs_in data_segs_out"),
    ("4Q", "delivery_rate busy_time rwnd_limited sndbuf_limited"),
    ("2I", "delivered delivered_ce"),
    ("2Q", "bytes_sent bytes_retrans"),
    ("4I", "dsack_dups reord_seen rcv_ooopack snd_wnd"),
)


def tcp_info(connection):
    """TCP_INFO of a socket, by field name; times in microseconds or, where the kernel's name begins with last_, milliseconds."""
    raw = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 256)
    layout = "=" + "".join(run for run, _ in TCP_INFO)
    names = " ".join(names for _, names in TCP_INFO).split()
    return dict(zip(names, struct.unpack_from(layout, raw)))


class Trace:
    """The kernel's trace events of the two hosts' sockets, through a tracefs that only this process sees."""

    def __init__(self, client, server):
        self._sides = {client.address: "A", server.address: "B"}
        self._saddr = "saddrv6" if ":" in client.address else "saddr"
        self._instance = f"{TRACEFS}/instances/tcplab-{os.getpid()}"
        os.mkdir(self._instance)
        self._write("trace_clock", "mono")
        self._write("buffer_size_kb", "8192")
        self._to_epoch = time.clock_gettime_ns(time.CLOCK_REALTIME) - time.clock_gettime_ns(time.CLOCK_MONOTONIC)
        for event in EVENTS:
            if os.path.exists(f"{self._instance}/events/{event}"):
                self._write(f"events/{event}/enable", "1")

    @staticmethod
    def available():
        """Mounts tracefs, in a mount namespace of our own so that the machine stays as it was; False where that fails."""
        try:
            unshare(CLONE_NEWNS, "a mount namespace cannot be made")
            subprocess.run(["mount", "--make-rprivate", "/"], check=True, capture_output=True)
            subprocess.run(["mount", "-t", "tracefs", "tracefs", TRACEFS], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            return False
        return os.path.isdir(f"{TRACEFS}/instances")

    def finish(self, ports):
        """Ends the trace; returns its events, each a dict with `t` (ns since the epoch), `event`, `host` and the kernel's own fields.

        The trace holds the whole machine's events, also those of an earlier recording's namespace in which a socket still
        lingers. Kept are those between our two addresses with both `ports` among those that our captures saw.
        """
        with open(f"{self._instance}/trace") as file:
            lines = file.read().splitlines()
        events = [event for event in map(self._parse, lines) if event is not None]
        return [event for event in events if ports.issuperset((event["sport"], event["dport"]))]

    def remove(self):
        """Gives the trace's buffer back to the kernel."""
        self._write("events/enable", "0")
        os.rmdir(self._instance)

    def _parse(self, line):
        found = re.search(r"\s(\d+)\.(\d{6}): (\w+): (.*)", line)
        if not found:
            return None
        fields = dict(re.findall(r"(\w+)=(\S+)", found[4]))
        if "src" in fields:  # tcp_probe writes addresses as [a]:port or a:port, all others as saddr=a
            for end, name in (("src", "s"), ("dest", "d")):
                address, _, port = fields[end].rpartition(":")
                fields |= {f"{name}port": port, self._saddr.replace("s", name, 1): address.strip("[]")}
        if fields.get(self._saddr) not in self._sides:
            return None
        fields |= {name: int(fields[name]) for name in ("sport", "dport")}
        t = int(found[1] + found[2]) * 1000 + self._to_epoch
        return fields | dict(t=t, event=found[3], host=self._sides[fields[self._saddr]])

    def _write(self, name, value):
        with open(f"{self._instance}/{name}", "w") as file:
            file.write(value)


class Watch:
    """Reads both hosts' /proc/net/tcp over and over and keeps what changes: it sees TIME_WAIT, the trace does not.

    One reading takes some milliseconds, for the kernel walks the whole machine's table; a time here is that late.
    """

    def __init__(self, client, server):
        self._tables = (("A", client.table), ("B", server.table))
        self.changes = []
        self._running = True
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)
        self._thread.start()

    def stop(self):
        self._running = False
        self._thread.join(2)

    def _run(self):
        before = {"A": {}, "B": {}}
        while self._running:
            for host, table in self._tables:
                now = self._read(table)
                for ports in sorted(before[host].keys() | now.keys()):
                    old, new = before[host].get(ports), now.get(ports)
                    if old != new:
                        self.changes.append(dict(t=time.time_ns(), host=host, lport=ports[0], rport=ports[1], old=old, new=new))
                before[host] = now
            time.sleep(0.003)

    @staticmethod
    def _read(table):
        table.seek(0)
        rows = b"".join(iter(lambda: table.read(65536), b"")).decode().splitlines()[1:]
        found = {}
        for row in rows:
            _, local, remote, state, *_ = row.split()
            found[int(local.rpartition(":")[2], 16), int(remote.rpartition(":")[2], 16)] = STATES[int(state, 16)]
        return found
