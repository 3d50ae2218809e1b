"""ICMP errors of IPv4 (RFC 792): what a router between the two hosts says of a segment that it does not carry."""

import socket
import struct

from segment import ETHERNET, IPV4, TCP

ROUTER = "172.18.0.254"
ICMP, UNREACHABLE, ERRORS = 1, 3, (3, 11, 12)
FRAGMENTATION_NEEDED, PROHIBITED = 4, 13
QUOTED = 8  # octets of what follows the IP header: ports and sequence number


def quotes_tcp(frame):
    """Whether a frame is an ICMP error about a TCP segment."""
    if frame[12:14] != IPV4 or frame[ETHERNET + 9] != ICMP:
        return False
    start = ETHERNET + (frame[ETHERNET] & 15) * 4
    return frame[start] in ERRORS and frame[start + 8 + 9] == TCP


def unreachable(frame, code, mtu):
    """The frame in which the router sends back what it says of another frame; `mtu` goes with FRAGMENTATION_NEEDED."""
    header = (frame[ETHERNET] & 15) * 4
    quoted = frame[ETHERNET : ETHERNET + header + QUOTED]
    message = _summed(struct.pack("!BBHHH", UNREACHABLE, code, 0, 0, mtu) + quoted, 2)
    to = frame[ETHERNET + 12 : ETHERNET + 16]
    packet = struct.pack("!BBHHHBBH4s4s", 0x45, 0xC0, 20 + len(message), 0, 0, 64, ICMP, 0, socket.inet_aton(ROUTER), to)
    return frame[6:12] + frame[0:6] + IPV4 + _summed(packet, 10) + message


def _summed(octets, at):
    """The octets with their Internet checksum (RFC 1071) in place of the zeros at `at`."""
    padded = octets + b"\0" * (len(octets) % 2)
    total = sum(struct.unpack(f"!{len(padded) // 2}H", padded))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return octets[:at] + struct.pack("!H", ~total & 0xFFFF) + octets[at + 2 :]
