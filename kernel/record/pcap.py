"""Both ends' captures, written as pcap files with nanosecond times."""

import selectors
import socket
import struct
import threading

from host import PACKET_STATISTICS, SO_TIMESTAMPNS, SOL_PACKET
from icmp import quotes_tcp
from segment import parse

MAGIC_NS, MOST, LINKTYPE_ETHERNET = 0xA1B23C4D, 262_144, 1


class Captures:
    """Writes what each host's device sends and receives, TCP and what ICMP says of it, to `NAME.client.pcap` and `NAME.server.pcap`."""

    def __init__(self, hosts, path_of, snaplen):
        self.dropped = {}
        self.ports = {0}  # every port seen, and 0, which stands for "none" in a listener's remote end
        self._snaplen = snaplen or MOST
        self._running = True
        self._selector = selectors.DefaultSelector()
        for side, host in hosts.items():
            file = open(path_of(side), "wb")
            file.write(struct.pack("<IHHiIII", MAGIC_NS, 2, 4, 0, 0, self._snaplen, LINKTYPE_ETHERNET))
            self._selector.register(host.capture_socket(), selectors.EVENT_READ, (side, file))
        self._thread = threading.Thread(target=self._run, name="capture", daemon=True)
        self._thread.start()

    def stop(self):
        """Ends the captures; `dropped` then holds how many frames the kernel could not hand over, by side."""
        self._running = False
        self._thread.join(2)
        for key in list(self._selector.get_map().values()):
            side, file = key.data
            _, self.dropped[side] = struct.unpack("II", key.fileobj.getsockopt(SOL_PACKET, PACKET_STATISTICS, 8))
            key.fileobj.close()
            file.close()
        self._selector.close()

    def _run(self):
        while self._running:
            for key, _ in self._selector.select(0.1):
                self._write(key.fileobj, key.data[1])

    def _write(self, source, file):
        frame, control, _, _ = source.recvmsg(MOST, 64)
        segment = parse(frame, "")
        if segment is not None:
            self.ports.update(segment.ports)
        elif not quotes_tcp(frame):
            return
        stamps = [data for level, kind, data in control if level == socket.SOL_SOCKET and kind == SO_TIMESTAMPNS]
        seconds, nanoseconds = struct.unpack("qq", stamps[0])
        file.write(struct.pack("<IIII", seconds, nanoseconds, min(len(frame), self._snaplen), len(frame)) + frame[: self._snaplen])
