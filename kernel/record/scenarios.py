"""The scenarios: each is a short program for both ends, and rules for the wire between them."""

import socket
import struct
import threading
import time
from dataclasses import dataclass, field

import icmp
from wire import DROP, late, rejected, twice

MYSQL, HTTP = 3306, 8080
REQUEST, ANSWER = b"GET / HTTP/1.0\r\n\r\n", b"HTTP/1.0 200 OK\r\n\r\nhello"
# The server speaks first on port 3306: a greeting of MySQL's protocol 10, then the client says COM_QUIT.
GREETING_BODY = b"\x0a8.0-tcplab\0" + struct.pack("<I", 7) + b"abcdefgh\0" + struct.pack("<HBHHB", 0x0200, 33, 2, 0, 0) + bytes(10)
GREETING = len(GREETING_BODY).to_bytes(3, "little") + b"\0" + GREETING_BODY
QUIT = b"\x01\0\0\0\x01"
TCP_REPAIR = 19  # linux/tcp.h; Python has no name for it
SCENARIOS = {}


@dataclass(frozen=True)
class Scenario:
    """What to run, and the laboratory that it needs.

    `settle` seconds pass between the end of `run` and the end of the recording; what `run` returns stays open until then.
    Of each frame `snaplen` octets are kept, or all. With `cable` the ends are joined by a pair of virtual cards and not by the
    scripted wire, so there are no rules and no delay.
    """

    run: object
    description: str
    one_way_delay: float = 0.010
    settle: float = 0.5
    ipv6: bool = False
    mtu: int = 1500
    keep_cwnd: bool = False
    snaplen: int | None = None
    cable: bool = False
    settings: dict = field(default_factory=dict)


def scenario(description, **options):
    def register(run):
        SCENARIOS[run.__name__] = Scenario(run, description, **options)
        return run

    return register


# What many scenarios do


def pair(lab, port=HTTP, **options):
    """A connection that stands: the client's socket and the server's."""
    with lab.listen(port, **options) as listener:
        client = lab.connect(port)
        server, _ = listener.accept()
    return client, server


def connect_in_vain(lab):
    """Calls a port, and writes down why that failed."""
    try:
        lab.connect(HTTP)
    except OSError as error:
        lab.note("A", f"connect: {error.strerror}")


def receive(connection, length):
    """Reads exactly `length` bytes."""
    while length > 0:
        data = connection.recv(min(length, 65536))
        if not data:
            raise EOFError(f"{length} bytes are missing")
        length -= len(data)


def receive_to_end(connection):
    while connection.recv(65536):
        pass


def ask(client, server):
    """A request and its answer, and time for the last ACK to arrive."""
    client.sendall(REQUEST)
    receive(server, len(REQUEST))
    server.sendall(ANSWER)
    receive(client, len(ANSWER))
    time.sleep(0.1)


def send(sender, receiver, length):
    """Sends `length` bytes while the other end reads them; returns when all have been read."""
    thread = threading.Thread(target=sender.sendall, args=(b"x" * length,), daemon=True)
    thread.start()
    receive(receiver, length)
    thread.join()


def close(lab, first, second, think=0.2):
    """`first` closes, and `think` seconds after it has heard of that, so does `second`. Each is a (name, socket)."""
    lab.keep_info(**{first[0]: first[1], second[0]: second[1]})
    lab.note(first[0], "close")
    first[1].close()
    receive_to_end(second[1])
    time.sleep(think)
    lab.note(second[0], "close")
    second[1].close()


def close_client_first(lab, client, server, think=0.2):
    close(lab, ("A", client), ("B", server), think)


def large(segment):
    """A full-sized data segment of the client."""
    return segment.sender == "client" and segment.length > 1000


def from_client(segment):
    return segment.sender == "client"


# Open and close


@scenario("handshake to port 3306, a greeting and a farewell, four-way close, the client closes first")
def handshake_close(lab):
    with lab.listen(MYSQL) as listener:
        client = lab.connect(MYSQL)
        server, _ = listener.accept()
        server.sendall(GREETING)
        receive(client, len(GREETING))
        client.sendall(QUIT)
        receive(server, len(QUIT))
        time.sleep(0.1)
        close_client_first(lab, client, server)


@scenario("four-way close, the server closes first and goes through TIME_WAIT")
def close_server_first(lab):
    client, server = pair(lab)
    ask(client, server)
    close(lab, ("B", server), ("A", client))


@scenario("the server closes as soon as it hears of the client's close: its FIN rides on the ACK, three segments close the connection")
def close_three_segments(lab):
    client, server = pair(lab)
    ask(client, server)
    server.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 0)
    close_client_first(lab, client, server, think=0)


@scenario("the first SYN-ACK is lost: the client repeats its SYN, the server its SYN-ACK")
def syn_ack_lost(lab):
    lab.wire.rule(lambda s: s.is_syn_ack(), DROP, nth=1)
    client, server = pair(lab)
    ask(client, server)
    close_client_first(lab, client, server)


@scenario("the first two SYNs are lost: Linux repeats them one second apart")
def syn_lost(lab):
    lab.wire.rule(lambda s: s.is_syn(), DROP, nth=(1, 2))
    client, server = pair(lab)
    ask(client, server)
    close_client_first(lab, client, server)


@scenario("nobody listens on the port: the SYN is answered with RST")
def refused(lab):
    connect_in_vain(lab)


@scenario("nobody answers: the SYN is repeated one second apart, later with doubling pauses; connect gives up", settings={"ipv4.tcp_syn_retries": "3"})
def syn_timeout(lab):
    lab.wire.cut()
    connect_in_vain(lab)


@scenario("a firewall on the way rejects the SYN: ICMP says that the communication is prohibited, and connect() fails at once")
def prohibited(lab):
    lab.wire.rule(lambda s: s.is_syn(), rejected(icmp.PROHIBITED))
    with lab.listen(HTTP):
        connect_in_vain(lab)


@scenario("a router passes at most 1200 octets and says so for each longer segment: the client sends shorter ones (path MTU discovery)")
def path_mtu(lab):
    client, server = pair(lab)
    ask(client, server)
    lab.wire.rule(lambda s: s.length > 1200 - 52, rejected(icmp.FRAGMENTATION_NEEDED, 1200))
    send(client, server, 5000)
    close_client_first(lab, client, server)


@scenario("both ends connect to each other at once: SYN_SENT, SYN_RECEIVED, ESTABLISHED on both", one_way_delay=0.05)
def simultaneous_open(lab):
    ends = {"A": (lab.client, 7000), "B": (lab.server, 7001)}
    sockets = {}
    for name, (host, port) in ends.items():
        sockets[name] = host.socket()
        sockets[name].bind((host.address, port))
        sockets[name].setblocking(False)
    for name, other in (("A", "B"), ("B", "A")):
        lab.note(name, f"connect {ends[other][1]}")
        sockets[name].connect_ex((ends[other][0].address, ends[other][1]))
    time.sleep(0.4)
    for connection in sockets.values():
        connection.setblocking(True)
    ask(sockets["A"], sockets["B"])
    close_client_first(lab, sockets["A"], sockets["B"])


@scenario("both ends close at once: CLOSING on both", one_way_delay=0.05)
def simultaneous_close(lab):
    client, server = pair(lab)
    ask(client, server)
    for name, connection in (("A", client), ("B", server)):
        lab.note(name, "close")
        connection.close()


@scenario("the client closes its direction only; the server goes on sending, then closes")
def half_close(lab):
    client, server = pair(lab)
    client.sendall(REQUEST)
    lab.note("A", "shutdown(SHUT_WR)")
    client.shutdown(socket.SHUT_WR)
    receive_to_end(server)
    for _ in range(4):
        server.sendall(b"y" * 5000)
        time.sleep(0.05)
    lab.note("B", "close")
    server.close()
    receive_to_end(client)
    client.close()


@scenario("the client aborts (SO_LINGER 0): RST instead of FIN, no TIME_WAIT")
def reset(lab):
    client, server = pair(lab)
    ask(client, server)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    lab.note("A", "close with SO_LINGER 0")
    client.close()
    try:
        server.recv(1)
    except ConnectionResetError as error:
        lab.note("B", f"recv: {error.strerror}")
    server.close()


@scenario("the last ACK of the close is lost: the server repeats its FIN, TIME_WAIT answers", settle=1.5)
def last_ack_lost(lab):
    client, server = pair(lab)
    ask(client, server)
    fins = []
    lab.wire.rule(lambda s: s.sender == "server" and s.is_fin() and fins.append(s), DROP)
    lab.wire.rule(lambda s: bool(fins) and from_client(s) and s.is_pure_ack(), DROP, nth=1)
    close_client_first(lab, client, server)


@scenario("the client forgets its connection without a word and calls again from the same port: challenge ACK, RST, SYN once more")
def half_open(lab):
    with lab.listen(HTTP) as listener:
        client = lab.connect(HTTP)
        server, _ = listener.accept()
        ask(client, server)
        port = client.getsockname()[1]
        # What a crash does: the socket goes, and no segment tells of it.
        client.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, 1)
        lab.note("A", "close in repair mode: not a segment is sent")
        client.close()
        time.sleep(0.2)
        again = lab.client.socket()
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind((lab.client.address, port))
        lab.connect(HTTP, again)
        try:
            server.recv(1)
        except ConnectionResetError as error:
            lab.note("B", f"recv: {error.strerror}")
        server.close()
        server, _ = listener.accept()
    ask(again, server)
    close_client_first(lab, again, server)


@scenario("TIME_WAIT watched until the kernel ends it: 60 s on Linux", settle=62)
def time_wait_full(lab):
    client, server = pair(lab)
    ask(client, server)
    close_client_first(lab, client, server)


# Loss, repetition, order


@scenario("one data segment is lost in the middle of a window: SACK, fast retransmission", one_way_delay=0.02)
def retransmission(lab):
    client, server = pair(lab)
    ask(client, server)
    lab.wire.rule(large, DROP, nth=3)
    send(client, server, 10 * 1448)
    close_client_first(lab, client, server)


@scenario(
    "as retransmission, without SACK and timestamps: three duplicate ACKs",
    one_way_delay=0.02,
    settings={"ipv4.tcp_sack": "0", "ipv4.tcp_timestamps": "0"},
)
def retransmission_without_sack(lab):
    client, server = pair(lab)
    ask(client, server)
    lab.wire.rule(large, DROP, nth=3)
    send(client, server, 10 * 1460)
    close_client_first(lab, client, server)


@scenario("everything the client sends is lost for six seconds: the timeout doubles with each try, then the connection recovers")
def rto_backoff(lab):
    client, server = pair(lab)
    ask(client, server)
    until = time.monotonic() + 6
    lab.wire.rule(lambda s: from_client(s) and time.monotonic() < until, DROP)
    send(client, server, 500)
    close_client_first(lab, client, server)


@scenario("the wire is cut: the client repeats its data and gives up after four seconds (TCP_USER_TIMEOUT), the server never knows")
def giving_up(lab):
    client, server = pair(lab)
    ask(client, server)
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 4000)
    lab.wire.cut()
    client.sendall(b"x" * 500)
    try:
        client.recv(1)
    except TimeoutError as timeout:
        lab.note("A", f"recv: {timeout.strerror}")
    client.close()
    return server


@scenario("the network delivers one data segment twice: nothing is retransmitted, DSACK tells the sender")
def duplicate(lab):
    client, server = pair(lab)
    ask(client, server)
    lab.wire.rule(large, twice(after=0.001), nth=3)
    send(client, server, 6 * 1448)
    time.sleep(0.2)
    close_client_first(lab, client, server)


@scenario("one data segment arrives after two that were sent later: nothing is lost, nothing is repeated", one_way_delay=0.02)
def reordering(lab):
    client, server = pair(lab)
    ask(client, server)
    # Two segments overtake it: a third would let RACK repeat it at once (RFC 8985, section 6.2, step 4).
    lab.wire.rule(large, late(0.004), nth=3)
    send(client, server, 5 * 1448)
    time.sleep(0.2)
    close_client_first(lab, client, server)


# Windows, timers, options


@scenario("the receiver does not read for two seconds: zero window, probes, window update")
def zero_window(lab):
    client, server = pair(lab, receive_buffer=4096)
    client.settimeout(0.5)
    sent = 0
    try:
        while True:
            sent += client.send(b"w" * 1448)
    except TimeoutError:
        time.sleep(1.5)
    lab.note("B", "begins to read")
    receive(server, sent)
    close_client_first(lab, client, server)


@scenario("an idle connection whose keep-alive probes are answered")
def keep_alive(lab):
    client, server = pair(lab)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 1)
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 1)
    ask(client, server)
    time.sleep(3.5)
    close_client_first(lab, client, server)


@scenario("100 kB over a round trip of 60 ms: slow start from ten segments, with the kernel's cwnd", one_way_delay=0.03, keep_cwnd=True)
def slow_start(lab):
    client, server = pair(lab)
    send(client, server, 100_000)
    close_client_first(lab, client, server)


@scenario(
    "500 kB with two losses in one round, then silence until the timer runs out: slow start, recovery, avoidance, timeout, with the kernel's cwnd",
    one_way_delay=0.03,
    keep_cwnd=True,
    snaplen=96,
)
def losses(lab):
    client, server = pair(lab)
    ask(client, server)
    lab.wire.rule(large, DROP, nth=(25, 28))
    silence = []

    def silent(segment):
        if not large(segment):
            return False
        silence.append(time.monotonic())
        return len(silence) > 190 and silence[-1] < silence[190] + 0.35

    lab.wire.rule(silent, DROP)
    send(client, server, 500_000)
    close_client_first(lab, client, server)


@scenario("a path with an MTU of 576: MSS 536, small segments", mtu=576)
def small_mss(lab):
    client, server = pair(lab)
    send(client, server, 3000)
    close_client_first(lab, client, server)


@scenario("neither end offers a window scale: the window field means octets, 65535 at most", settings={"ipv4.tcp_window_scaling": "0"})
def window_scale_off(lab):
    client, server = pair(lab)
    send(client, server, 5 * 1448)
    time.sleep(0.1)
    close_client_first(lab, client, server)


@scenario("200 kB between two virtual cards that cut and check for the kernel: large segments, checksums not filled in", cable=True, snaplen=96)
def offload(lab):
    client, server = pair(lab)
    send(client, server, 200_000)
    close_client_first(lab, client, server)


@scenario("the same, and the cards do nothing for the kernel: segments as the wire would carry them", cable=True, snaplen=96)
def offload_off(lab):
    lab.offload_nothing()
    offload(lab)


@scenario("a request, an answer and a four-way close over IPv6", ipv6=True)
def ipv6(lab):
    client, server = pair(lab)
    ask(client, server)
    close_client_first(lab, client, server)
