"""A TCP segment as it passes the wire: just enough of it for a rule to recognise it."""

import struct
from dataclasses import dataclass

ETHERNET = 14
IPV4, IPV6 = b"\x08\x00", b"\x86\xdd"
TCP = 6
# tcpdump's letters in tcpdump's order, with the bit each stands for (RFC 9293, section 3.1).
FLAG_LETTERS = (("F", 0x01), ("S", 0x02), ("R", 0x04), ("P", 0x08), (".", 0x10), ("U", 0x20), ("E", 0x40), ("W", 0x80))


@dataclass(frozen=True)
class Segment:
    """The fields of one segment. `sender` is "client" or "server", `ports` source and destination, `length` the payload in bytes."""

    sender: str
    ports: tuple
    seq: int
    ack: int
    flags: str
    length: int

    def is_syn(self):
        return "S" in self.flags and "." not in self.flags

    def is_syn_ack(self):
        return "S" in self.flags and "." in self.flags

    def is_fin(self):
        return "F" in self.flags

    def is_pure_ack(self):
        return self.flags == "." and self.length == 0


def parse(frame, sender):
    """The segment in an Ethernet frame, or None when it carries anything but TCP."""
    kind = frame[12:14]
    if kind == IPV4 and frame[ETHERNET + 9] == TCP:
        start = ETHERNET + (frame[ETHERNET] & 15) * 4
        end = ETHERNET + int.from_bytes(frame[ETHERNET + 2 : ETHERNET + 4], "big")
    elif kind == IPV6 and frame[ETHERNET + 6] == TCP:
        start = ETHERNET + 40
        end = start + int.from_bytes(frame[ETHERNET + 4 : ETHERNET + 6], "big")
    else:
        return None
    source, destination, seq, ack, offset, bits = struct.unpack_from("!HHIIBB", frame, start)
    flags = "".join(letter for letter, bit in FLAG_LETTERS if bits & bit)
    return Segment(sender, (source, destination), seq, ack, flags, end - start - (offset >> 4) * 4)
