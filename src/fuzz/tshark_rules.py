"""What compare_tshark.py compares: tshark's fields and our columns in one spelling, and the reasons why they may differ."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

ANALYSIS = {
    event: f"tcp.analysis.{column}"
    for event, column in {
        "retransmission": "retransmission",
        "fast_retransmission": "fast_retransmission",
        "spurious_retransmission": "spurious_retransmission",
        "out_of_order": "out_of_order",
        "duplicate_ack": "duplicate_ack",
        "lost_segment": "lost_segment",
        "acked_unseen": "ack_lost_segment",
        "zero_window": "zero_window",
        "zero_window_probe": "zero_window_probe",
        "zero_window_probe_ack": "zero_window_probe_ack",
        "window_update": "window_update",
        "window_full": "window_full",
        "keep_alive": "keep_alive",
        "keep_alive_ack": "keep_alive_ack",
        "port_reuse": "reused_ports",
    }.items()
}

# Fields and columns that are the same number or text in both.
SAME = {
    "tcp.srcport": "src_port",
    "tcp.dstport": "dst_port",
    "tcp.seq_raw": "seq",
    "tcp.ack_raw": "ack",
    "tcp.window_size_value": "window",
    "tcp.len": "length",
    "tcp.options.mss_val": "mss",
    "tcp.options.wscale.shift": "window_scale",
    "tcp.options.timestamp.tsval": "ts_value",
    "tcp.options.timestamp.tsecr": "ts_echo",
}

FIELDS = [
    *"frame.number frame.time_epoch frame.cap_len frame.len frame.protocols ip.src ip.dst ipv6.src ipv6.dst ip.ttl ip.id ip.dsfield.ecn".split(),
    *"ipv6.hlim ipv6.tclass.ecn ipv6.fraghdr.ident ieee8021ad.id vlan.id ip.fragment.overlap.conflict tcp.stream tcp.seq tcp.ack tcp.hdr_len tcp.flags tcp.options.sack_perm".split(),
    *"tcp.options.sack_le tcp.options.sack_re tcp.urgent_pointer tcp.checksum.status".split(),
    *SAME,
    *ANALYSIS.values(),
]

COLUMNS = [
    *"packet time_ns src dst flags sack_permitted sack urgent checksum connection events encapsulation vlan ip_id ttl ecn captured_length".split(),
    *SAME.values(),
]

LETTERS = {"F": 1, "S": 2, "R": 4, "P": 8, ".": 16, "U": 32, "E": 64, "W": 128, "e": 256}
CHECKSUMS = {"0": "bad", "1": "good", "2": "unverified", "": "unverified"}
ECN = {"0": "not-ect", "1": "ect1", "2": "ect0", "3": "ce", "": ""}


class Pair:
    """A frame as tshark reads it, and the rows that we have of it."""

    def __init__(self, theirs: dict[str, str], ours: list[dict[str, str]]) -> None:
        self.theirs = theirs
        self.ours = ours
        self.number = theirs["frame.number"]
        self.protocols = theirs["frame.protocols"].split(":")

    def has_segment(self) -> bool:
        return "tcp" in self.protocols and self.theirs["tcp.srcport"] != ""

    @property
    def mine(self) -> dict[str, str]:
        """Our last row of the frame: the innermost segment, or the last of several packets in one frame."""
        return self.ours[-1]

    @cached_property
    def below(self) -> list[str]:
        """The protocols before the innermost TCP."""
        return self.protocols[: len(self.protocols) - 1 - self.protocols[::-1].index("tcp")]

    def last(self, name: str) -> str:
        return self.theirs[name].rsplit(",", 1)[-1]

    def address(self, name: str, layer: str) -> str:
        """Of the innermost layer below TCP; there may be more of them above it."""
        values = self.theirs[name].split(",")
        return values[min(self.below.count(layer), len(values)) - 1]

    def flags(self) -> int:
        return int(self.last("tcp.flags") or "0", 16)

    def fields(self) -> dict[str, tuple[str, str]]:
        """Of each field what they say, and what we say."""
        mine = self.mine
        ipv6 = [name for name in self.below if name in ("ip", "ipv6")][-1:] == ["ipv6"]
        family, hops, ecn = ("ipv6", "ipv6.hlim", "ipv6.tclass.ecn") if ipv6 else ("ip", "ip.ttl", "ip.dsfield.ecn")
        flags = self.last("tcp.flags")
        pairs = {field: (self.last(field), mine[column]) for field, column in SAME.items()}
        pairs |= {
            "time": (nanoseconds(self.theirs["frame.time_epoch"]), mine["time_ns"]),
            "src": (self.address(f"{family}.src", family), mine["src"]),
            "dst": (self.address(f"{family}.dst", family), mine["dst"]),
            "flags": (str(int(flags, 16)) if flags else "", str(sum(LETTERS[letter] for letter in mine["flags"] if mine["flags"] != "none")) if mine["flags"] else ""),
            "sack_perm": (str(bool(self.theirs["tcp.options.sack_perm"])).lower(), mine["sack_permitted"] or "false"),
            "sack": (self._sack(), mine["sack"]),
            "urgent": (self.last("tcp.urgent_pointer") if self.flags() & 0x20 else "", mine["urgent"]),
            "checksum": (CHECKSUMS[self.last("tcp.checksum.status")], mine["checksum"]),
            "vlan": (".".join(filter(None, (self.theirs["ieee8021ad.id"], self.theirs["vlan.id"]))).replace(",", "."), mine["vlan"]),
            "ttl": (self.address(hops, family), mine["ttl"]),
            "ip_id": (self._identification(ipv6), mine["ip_id"]),
            "ecn": (ECN[self.address(ecn, family)], mine["ecn"]),
            "captured_length": (self.theirs["frame.cap_len"], mine["captured_length"]),
        }
        return pairs

    def _identification(self, ipv6: bool) -> str:
        text = self.last("ipv6.fraghdr.ident") if ipv6 else self.address("ip.id", "ip")
        return str(int(text, 0) & 0xFFFF) if text else ""

    def _sack(self) -> str:
        """tshark prints the edges relative to the same origin as the acknowledgement number."""
        if not self.theirs["tcp.options.sack_le"]:
            return ""
        origin = int(self.last("tcp.ack_raw")) - int(self.last("tcp.ack"))
        edges = zip(self.theirs["tcp.options.sack_le"].split(","), self.theirs["tcp.options.sack_re"].split(","))
        return ",".join(f"{(int(left) + origin) & 0xFFFFFFFF}-{(int(right) + origin) & 0xFFFFFFFF}" for left, right in edges)


def nanoseconds(seconds: str) -> str:
    if not seconds:
        return ""
    whole, _, fraction = seconds.partition(".")
    return str(int(whole) * 1_000_000_000 + int(fraction.ljust(9, "0")))


Rule = Callable[[Pair, str, str], bool]


def has_false_check_sequence(pair: Pair, _theirs: str, _ours: str) -> bool:
    return "cfp" in pair.below and pair.mine["checksum"] == "good"


def is_cut_before_flags(pair: Pair, theirs: str, _ours: str) -> bool:
    return theirs == "" and pair.theirs["tcp.hdr_len"] == ""


def is_wrapped_time(_pair: Pair, theirs: str, ours: str) -> bool:
    return (int(ours) - int(theirs)) % (1 << 32) == 0


def is_unbroken(pair: Pair, _theirs: str, _ours: str) -> bool:
    """Not a SYN, or one whose header no end would accept."""
    return pair.flags() & 2 == 0 or pair.mine["sack_permitted"] == ""


def is_big(pair: Pair, theirs: str, _ours: str) -> bool:
    return theirs == "no" and max(int(row["length"] or "0") for row in pair.ours) > 65535 - 1500


CHECK_SEQUENCE = (
    "tshark takes the last four octets of a FabricPath frame for a check sequence; with them TCP's checksum is right, so they are none",
    has_false_check_sequence,
)
CUT = ("the packet ends within the first 14 octets of the TCP header: tshark shows the ports alone, ours is what stands there", is_cut_before_flags)


def is_quoted(pair: Pair, _theirs: str, _ours: str) -> bool:
    return not pair.ours and any(name in pair.below for name in ("icmp", "icmpv6"))


RULES: dict[str, list[tuple[str, Rule]]] = {
    "tcp": [
        ("tshark also counts the TCP header that an ICMP error quotes; a quotation is no segment", is_quoted),
        ("headers that sFlow reports are samples of another place's traffic, no segments here", lambda pair, _t, _o: not pair.ours and "sflow" in pair.below),
        ("payload length 0 without a jumbo option is BIG TCP of Linux 5.19 and later; tshark 4.0 does not know it", is_big),
    ],
    "time": [("a fraction of more than a second: tshark counts it in 32 bits of ns", is_wrapped_time)],
    "tcp.len": [CHECK_SEQUENCE, ("tshark gives no length where the TCP header is damaged; ours is from IP's header", lambda _p, theirs, _o: theirs == "")],
    **{name: [CHECK_SEQUENCE] for name in ("tcp.options.mss_val", "tcp.options.wscale.shift", "sack_perm", "sack")},
    **{name: [CHECK_SEQUENCE] for name in ("tcp.options.timestamp.tsval", "tcp.options.timestamp.tsecr")},
    **{name: [CUT] for name in ("tcp.seq_raw", "tcp.ack_raw")},
    "stream": [("tshark begins another stream in the middle, without a SYN or at a broken one; no end would", is_unbroken)],
    "flags": [
        CUT,
        (
            "tshark shows the three reserved bits with the flags; the data dictionary has the nine flags",
            lambda pair, theirs, ours: theirs != "" and ours == str(int(theirs) & 0x1FF),
        )
    ],
    "checksum": [
        CHECK_SEQUENCE,
        (
            "fragments overlap and contradict each other: ours is the one that came first, tshark's the later one",
            lambda pair, _theirs, _ours: pair.theirs["ip.fragment.overlap.conflict"] != "",
        ),
        (
            "the field holds only the sum of the pseudo header: the sender left the rest to its network card, so the data dictionary says "
            "unverified; tshark 4.0 calls it bad",
            lambda pair, theirs, ours: theirs == "bad" and ours == "unverified",
        )
    ],
}
