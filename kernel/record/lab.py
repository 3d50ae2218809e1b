"""A laboratory of two hosts and a wire between them, and the truth about what happened in it."""

import json
import os
import socket
import time
from datetime import datetime, timezone

import kernel_trace
from host import CONGESTION_CONTROL, Host
from pcap import Captures
from windows import write_windows
from wire import Cable, Wire

ADDRESSES = {4: ("172.18.0.5", "172.18.0.3"), 6: ("fd00:18::5", "fd00:18::3")}
MACS = ("02:42:ac:12:00:05", "02:42:ac:12:00:03")
# What a scenario does not set is set here, so that a recording does not depend on the machine's own settings.
SETTINGS = {
    "ipv4.tcp_rmem": "4096 131072 6291456",
    "ipv4.tcp_wmem": "4096 16384 4194304",
    "ipv6.conf.default.accept_dad": "0",
}
KEPT_FIELDS = {
    "tcp_retransmit_skb": ("sport", "dport", "state"),
    "tcp_retransmit_synack": ("sport", "dport"),
    "tcp_send_reset": ("sport", "dport", "state", "reason"),
    "tcp_receive_reset": ("sport", "dport"),
}


class Lab:
    """Makes the two hosts, starts wire, captures and trace; a scenario drives it; `finish` writes the truth file."""

    def __init__(self, name, folder, scenario, traced):
        self.name, self.folder, self.scenario = name, folder, scenario
        client, server = ADDRESSES[6 if scenario.ipv6 else 4]
        settings = SETTINGS if scenario.ipv6 else SETTINGS | {"ipv6.conf.default.disable_ipv6": "1"}
        self.client = Host(client, MACS[0], scenario.mtu, settings | scenario.settings)
        self.server = Host(server, MACS[1], scenario.mtu, settings | scenario.settings)
        self.calls, self.info = [], {}
        self.wire = Cable(self.client, self.server) if scenario.cable else Wire(self.client, self.server, scenario.one_way_delay)
        self.client.knows(self.server)
        self.server.knows(self.client)
        self._captures = Captures({"client": self.client, "server": self.server}, self._capture_path, scenario.snaplen)
        self._trace = kernel_trace.Trace(self.client, self.server) if traced else None
        self._watch = kernel_trace.Watch(self.client, self.server)

    # What a scenario calls

    def listen(self, port, backlog=8, receive_buffer=None):
        """The server's passive open."""
        listener = self.server.socket()
        if receive_buffer:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        listener.bind((self.server.address, port))
        self.note("B", f"listen {port}")
        listener.listen(backlog)
        return listener

    def connect(self, port, made=None):
        """The client's active open; returns when the kernel says that the connection stands."""
        made = made or self.client.socket()
        self.note("A", f"connect {port}")
        made.connect((self.server.address, port))
        return made

    def note(self, host, call):
        """Writes down a call that a program on host "A" (client) or "B" (server) makes."""
        self.calls.append(dict(t=time.time_ns(), call=f"{host} {call}"))

    def offload_nothing(self):
        """Lets both ends' cards do nothing for the kernel: no cutting, no putting together, no checksums."""
        for name, host in (("A", self.client), ("B", self.server)):
            self.note(name, host.offload_nothing())

    def keep_info(self, **sockets):
        """Keeps TCP_INFO of the given sockets, by the name under which it shall stand in the truth file."""
        for name, connection in sockets.items():
            self.info[name] = kernel_trace.tcp_info(connection)

    # The truth

    def finish(self, settle):
        """Waits `settle` seconds for the last segments, ends the recording and writes the truth file; returns its contents."""
        time.sleep(settle)
        self.wire.stop()
        self._watch.stop()
        self._captures.stop()
        events = self._trace.finish(self._captures.ports) if self._trace else []
        truth = self._truth(events)
        write_json(truth, os.path.join(self.folder, f"{self.name}.truth.json"))
        if truth["cwnd"]:
            write_windows(truth["cwnd"], self._capture_path("client"), os.path.join(self.folder, f"{self.name}.cwnd.csv"))
        return truth

    def close(self):
        """Removes what the laboratory made."""
        if self._trace:
            self._trace.remove()
        self.client.close()
        self.server.close()

    def _truth(self, events):
        transitions = with_ports([_transition(event) for event in events if event["event"] == "inet_sock_set_state"])
        return dict(
            scenario=self.name,
            description=self.scenario.description,
            recorded=datetime.now(timezone.utc).strftime("%Y-%m-%d"),
            kernel=os.uname().release,
            settings=SETTINGS | self.scenario.settings,
            congestion_control=CONGESTION_CONTROL,
            hostA=self.client.address,
            hostB=self.server.address,
            one_way_delay_s=0 if self.scenario.cable else self.scenario.one_way_delay,
            captures=[os.path.basename(self._capture_path(side)) for side in ("client", "server")],
            capture_drops=self._captures.dropped,
            traced=self._trace is not None,
            state_sequence=state_sequences(transitions, self._watch.changes),
            wire_actions=self.wire.actions,
            api_calls=self.calls,
            kernel_state_transitions=transitions,
            proc_net_tcp_poll=self._watch.changes,
            kernel_retransmits=[_kept(event) for event in events if "retransmit" in event["event"]],
            kernel_resets=[_kept(event) for event in events if "reset" in event["event"]],
            cwnd=[_window(event) for event in events if event["event"] == "tcp_probe"] if self.scenario.keep_cwnd else [],
            tcp_info=self.info,
            snmp_delta=dict(A=self.client.counters_delta(), B=self.server.counters_delta()),
        )

    def _capture_path(self, side):
        return os.path.join(self.folder, f"{self.name}.{side}.pcap")


def with_ports(transitions):
    """Fills in the client's port, which the kernel has not chosen yet when it traces SYN_SENT: that of the next transition."""
    for i, t in enumerate(transitions):
        if t["new"] == "SYN_SENT" and t["sport"] == 0:
            later = [o for o in transitions[i + 1 :] if (o["host"], o["dport"]) == (t["host"], t["dport"]) and o["sport"]]
            t["sport"] = later[0]["sport"] if later else 0
    return transitions


def state_sequences(transitions, changes):
    """The states each end went through, by `HOST local>remote` port.

    The trace shows every transition of a full socket. In TIME_WAIT the kernel keeps a small stand-in instead and traces the
    socket's CLOSE when that begins, so a CLOSE after which /proc/net/tcp shows TIME_WAIT is read as TIME_WAIT. Without a trace
    /proc alone is the source, and a state shorter than some milliseconds is missing.
    """
    waited = {_end(c["host"], c["lport"], c["rport"]) for c in changes if c["new"] == "TIME_WAIT"}
    found = {}
    for t in transitions or [c | dict(sport=c["lport"], dport=c["rport"], new=c["new"] or "CLOSE") for c in changes]:
        if t["new"] == "LISTEN" or not t["dport"]:
            continue
        found.setdefault(_end(t["host"], t["sport"], t["dport"]), []).append(t["new"])
    for end, states in found.items():
        if transitions and end in waited and states[-1] == "CLOSE":
            states[-1] = "TIME_WAIT"
    return found


def _end(host, local, remote):
    return f"{host} {local}>{remote}"


def _transition(event):
    return dict(
        t=event["t"],
        host=event["host"],
        sport=event["sport"],
        dport=event["dport"],
        old=event["oldstate"].removeprefix("TCP_"),
        new=event["newstate"].removeprefix("TCP_"),
    )


def _kept(event):
    fields = {name: event[name] for name in KEPT_FIELDS[event["event"]] if name in event}
    return dict(t=event["t"], event=event["event"], host=event["host"]) | fields


def _window(event):
    fields = {name: int(event[name]) for name in ("snd_cwnd", "ssthresh", "snd_wnd", "srtt")}
    numbers = {name: int(event[name], 16) for name in ("snd_nxt", "snd_una")}
    return dict(t=event["t"], host=event["host"]) | numbers | fields


def write_json(truth, path):
    """JSON with one line for each entry of a list, so that a difference between two recordings can be read."""
    parts = []
    for key, value in truth.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            rows = ",\n".join("  " + json.dumps(row) for row in value)
            parts.append(f' "{key}": [\n{rows}\n ]')
        else:
            parts.append(f' "{key}": {json.dumps(value)}')
    with open(path, "w") as file:
        file.write("{\n" + ",\n".join(parts) + "\n}\n")
