"""One end of the wire: a network namespace with one device, its sockets, its counters and its capture."""

import array
import contextlib
import ctypes
import fcntl
import os
import socket
import struct
import subprocess
import threading

CLONE_NEWNS, CLONE_NEWNET = 0x0002_0000, 0x4000_0000
TUNSETIFF, IFF_TAP, IFF_NO_PI = 0x4004_54CA, 0x0002, 0x1000
SO_TIMESTAMPNS, SOL_PACKET, PACKET_STATISTICS, ETH_P_ALL = 35, 263, 6, 3
# What a card may do for the kernel, as `ethtool -K` names it, and the commands of linux/ethtool.h that set it.
SIOCETHTOOL = 0x8946
OFFLOADS = {"tso": 0x1F, "gso": 0x24, "gro": 0x2C, "tx": 0x17, "rx": 0x15}
DEVICE = "t0"
# Asked for by socket option: a namespace may not make an algorithm its default that the machine reserves to root.
CONGESTION_CONTROL = "cubic"
_libc = ctypes.CDLL(None, use_errno=True)


def _check(result, what):
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def unshare(kind, what):
    """Gives the calling thread a namespace of its own."""
    _check(_libc.unshare(kind), what)


class Host:
    """A namespace without a name: the kernel removes it, device and all, as soon as this process is gone."""

    def __init__(self, address, mac, mtu, settings):
        self.address, self.mac, self.mtu = address, mac, mtu
        self.tap = None
        self.family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self._home = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        self._namespace = self._make_namespace()
        with self.inside():
            for name, value in settings.items():
                self._set(name, value)

    def plug_in(self):
        """Gives it a device of whose frames a program is the other end: `tap`."""
        with self.inside():
            self.tap = self._make_tap()
        self._start()

    def plug_together(self, other):
        """Joins it and another host by a pair of virtual cards, which hand each other what they are given."""
        with self.inside():
            self._ip(f"link add {DEVICE} type veth peer name {DEVICE} netns /proc/{os.getpid()}/fd/{other._namespace}")
        self._start()
        other._start()

    def _start(self):
        with self.inside():
            self._ip(f"link set {DEVICE} address {self.mac} mtu {self.mtu}")
            self._ip(f"link set {DEVICE} up")
            self._ip(f"addr add {self.address}/{'64 nodad' if ':' in self.address else '16'} dev {DEVICE}")
            self.table = open("/proc/thread-self/net/tcp6" if ":" in self.address else "/proc/thread-self/net/tcp", "rb", buffering=0)
        self.before = self.counters()

    def offload_nothing(self):
        """Takes from the card what it does for the kernel; returns the ethtool command that would do the same."""
        with self.inside(), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
            for command in OFFLOADS.values():
                value = array.array("I", (command, 0))
                fcntl.ioctl(control, SIOCETHTOOL, struct.pack("16sP", DEVICE.encode(), value.buffer_info()[0]))
        return f"ethtool -K {DEVICE} " + " ".join(f"{name} off" for name in OFFLOADS)

    @contextlib.contextmanager
    def inside(self):
        """Runs the body with the calling thread in this host's namespace."""
        _check(_libc.setns(self._namespace, CLONE_NEWNET), "setns")
        try:
            yield
        finally:
            _check(_libc.setns(self._home, CLONE_NEWNET), "setns")

    def knows(self, other):
        """Enters the other host's address by hand, so that no ARP or neighbour discovery comes between the segments."""
        with self.inside():
            self._ip(f"neigh replace {other.address} lladdr {other.mac} dev {DEVICE} nud permanent")

    def socket(self):
        with self.inside():
            made = socket.socket(self.family, socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, CONGESTION_CONTROL.encode())
        return made

    def capture_socket(self):
        """A packet socket that sees every frame that enters or leaves the device, stamped by the kernel in nanoseconds."""
        with self.inside():
            tap = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
        tap.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        tap.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 24)
        tap.bind((DEVICE, ETH_P_ALL))
        return tap

    def counters(self):
        """The kernel's SNMP counters of TCP in this namespace, as `TcpRetransSegs` or `TcpExtTCPTimeouts` to number."""
        found = {}
        for name in ("snmp", "netstat"):
            with self.inside(), open(f"/proc/thread-self/net/{name}") as file:
                lines = file.read().splitlines()
            for keys, values in zip(lines[::2], lines[1::2]):
                group, *keys = keys.split()
                if group in ("Tcp:", "TcpExt:"):
                    found.update((group[:-1] + key, int(value)) for key, value in zip(keys, values.split()[1:]))
        return found

    def counters_delta(self):
        """What changed in the counters since this host was made."""
        now = self.counters()
        return {key: now[key] - old for key, old in self.before.items() if now[key] != old}

    def close(self):
        self.table.close()
        for descriptor in (self.tap, self._namespace, self._home):
            if descriptor is not None:
                os.close(descriptor)

    @staticmethod
    def _make_namespace():
        # A namespace belongs to a thread; the descriptor that the thread leaves behind keeps it alive.
        made = []

        def make():
            unshare(CLONE_NEWNET, "a network namespace cannot be made")
            made.append(os.open("/proc/thread-self/ns/net", os.O_RDONLY))

        thread = threading.Thread(target=make)
        thread.start()
        thread.join()
        if not made:
            raise OSError("a network namespace cannot be made")
        return made[0]

    @staticmethod
    def _make_tap():
        tap = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH", DEVICE.encode(), IFF_TAP | IFF_NO_PI))
        return tap

    @staticmethod
    def _set(name, value):
        with open("/proc/sys/net/" + name.replace(".", "/"), "w") as file:
            file.write(str(value))

    @staticmethod
    def _ip(arguments):
        subprocess.run(["ip", *arguments.split()], check=True, capture_output=True, text=True)
