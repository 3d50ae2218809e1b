"""Writes notebooks/data/filters.pcap: eight frames with the addresses of the seed's four filter expressions, made and not recorded.

    python3 kernel/record/filters.py notebooks/data/filters.pcap
"""

import socket
import struct
import sys

UDP, TCP = 17, 6
SYN = 0x02
FIRST_SECOND = 1_700_000_000
FRAMES = (
    (TCP, "10.8.152.162", 40001, "10.8.0.9", 3306),
    (TCP, "10.8.0.7", 40002, "10.8.0.9", 3306),
    (UDP, "10.8.0.7", 5353, "10.8.0.9", 3306),
    (TCP, "10.8.0.7", 40003, "10.8.0.9", 33060),
    (TCP, "210.27.48.1", 40004, "210.27.48.2", 80),
    (TCP, "210.27.48.3", 40005, "210.27.48.1", 80),
    (TCP, "210.27.48.1", 40006, "210.27.48.4", 80),
    (TCP, "210.27.48.1", 40007, "210.27.48.9", 23),
)


def checksum(data):
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def frame(protocol, source, source_port, destination, destination_port):
    ends = socket.inet_aton(source) + socket.inet_aton(destination)
    if protocol == TCP:
        transport = struct.pack("!HHIIBBHHH", source_port, destination_port, 1, 0, 5 << 4, SYN, 1024, 0, 0)
        at = 16
    else:
        transport = struct.pack("!HHHH", source_port, destination_port, 8, 0)
        at = 6
    pseudo = ends + struct.pack("!BBH", 0, protocol, len(transport))
    transport = transport[:at] + struct.pack("!H", checksum(pseudo + transport)) + transport[at + 2 :]
    header = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(transport), 0, 0, 64, protocol, 0) + ends
    header = header[:10] + struct.pack("!H", checksum(header)) + header[12:]
    ethernet = bytes.fromhex("020000000002 020000000001 0800")
    return ethernet + header + transport


def main(path):
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        for number, ends in enumerate(FRAMES):
            octets = frame(*ends)
            file.write(struct.pack("<IIII", FIRST_SECOND + number, 0, len(octets), len(octets)) + octets)


if __name__ == "__main__":
    main(sys.argv[1])
