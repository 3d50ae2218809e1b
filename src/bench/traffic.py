"""A capture to measure with: connections one after the other, each with handshake, data, acknowledgements, close."""


from __future__ import annotations

import struct
from pathlib import Path

SYN, ACK, PSH, FIN = 2, 16, 8, 1


def frame(forward: bool, host: int, port: int, flags: int, seq: int, ack: int, payload: int, options: bytes) -> bytes:
    client = struct.pack("!BBBB", 10, 0, host >> 8 & 255, host & 255)
    server = b"\x0a\x01\x00\x01"
    source, target = (client, server) if forward else (server, client)
    ports = (port, 443) if forward else (443, port)
    data_offset = (20 + len(options)) // 4
    tcp = struct.pack("!HHIIBBHHH", *ports, seq & 0xFFFFFFFF, ack & 0xFFFFFFFF, data_offset << 4, flags, 501, 0, 0) + options
    total = 20 + len(tcp) + payload
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, total, 0, 0x4000, 64, 6, 0, source, target)
    return b"\2\0\0\0\0\1\2\0\0\0\0\2\x08\0" + ip + tcp + bytes(payload)


def conversation(n: int, packets: int):
    """One connection: handshake, data and acknowledgements in turn, close."""
    host, port = n % 60000, 1024 + n % 60000
    client, server = n * 7919, n * 104729
    syn = struct.pack("!BBHBBBBBB", 2, 4, 1460, 4, 2, 1, 3, 3, 7)
    syn += b"\1" * (-len(syn) % 4)

    def stamp(k: int) -> bytes:
        return struct.pack("!BBBBII", 1, 1, 8, 10, n * 1000 + k, k)

    yield frame(True, host, port, SYN, client, 0, 0, syn)
    yield frame(False, host, port, SYN | ACK, server, client + 1, 0, syn)
    yield frame(True, host, port, ACK, client + 1, server + 1, 0, stamp(0))
    sent = 0
    for k in range(packets - 6):
        if k % 2 == 0:
            yield frame(False, host, port, PSH | ACK, server + 1 + sent, client + 1, 600, stamp(k))
            sent += 600
        else:
            yield frame(True, host, port, ACK, client + 1, server + 1 + sent, 0, stamp(k))
    yield frame(True, host, port, FIN | ACK, client + 1, server + 1 + sent, 0, stamp(1))
    yield frame(False, host, port, FIN | ACK, server + 1 + sent, client + 2, 0, stamp(2))
    yield frame(True, host, port, ACK, client + 2, server + 2 + sent, 0, stamp(3))


def make(path: Path, packets: int, each: int = 50) -> None:
    with path.open("wb") as out:
        out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1))
        at = 1_700_000_000_000_000
        for n in range(packets // each):
            for octets in conversation(n, each):
                at += 37
                out.write(struct.pack("<IIII", at // 1_000_000, at % 1_000_000, len(octets), len(octets)) + octets)
