"""The client's congestion window as a table of its own, which a cell reads in one line: NAME.cwnd.csv beside the truth file.

The kernel notes its window as each segment comes in while the connection is ESTABLISHED, so its notes and the segments that the
client received after the SYN-ACK stand in the same order. That order tells the frame; times differ by some microseconds.
"""

import csv
import struct

from segment import parse

GLOBAL_HEADER, FRAME_HEADER = 24, 16
CLOCKS_DIFFER_BY = 1_000_000


def write_windows(notes, capture, path):
    """Writes `packet` (the frame that came in), `time_ns` and `cwnd` (segments), a row for each of the client's `notes`."""
    own = [note for note in notes if note["host"] == "A"]
    came = list(_came(capture))
    if len(own) > len(came):
        raise ValueError(f"{capture}: {len(own)} notes of the window, but only {len(came)} segments came in")
    with open(path, "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("packet", "time_ns", "cwnd"))
        for note, (packet, time) in zip(own, came):
            if abs(note["t"] - time) > CLOCKS_DIFFER_BY:
                raise ValueError(f"{capture}: the window noted at {note['t']} is not that of packet {packet} at {time}")
            table.writerow((packet, note["t"], note["snd_cwnd"]))


def _came(capture):
    """Frame number and time of what the client received, the SYN-ACK left out. The first segment is the client's."""
    with open(capture, "rb") as file:
        octets = file.read()
    at, packet, client = GLOBAL_HEADER, 0, None
    while at < len(octets):
        seconds, nanoseconds, kept, _ = struct.unpack_from("<IIII", octets, at)
        at += FRAME_HEADER
        packet += 1
        segment = parse(octets[at : at + kept], "")
        at += kept
        client = client or segment.ports[0]
        if segment.ports[0] != client and not segment.is_syn_ack():
            yield packet, seconds * 1_000_000_000 + nanoseconds
