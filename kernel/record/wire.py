"""The scripted wire: carries frames between the two hosts' TAP devices, and does to them what the rules say."""

import heapq
import itertools
import os
import select
import threading
import time
from dataclasses import dataclass

import icmp
from segment import parse

DROP = ("drop", ())


def late(seconds):
    """Carry the segment `seconds` later than the wire would."""
    return ("delay", (seconds,))


def twice(after):
    """Carry the segment, and a second copy of it `after` seconds later."""
    return ("duplicate", (0, after))


def rejected(code, mtu=0):
    """Carry the segment no further than a router, which says so to its sender: ICMP's destination unreachable with this code."""
    return (f"drop, ICMP {icmp.UNREACHABLE}/{code}", (), lambda frame: icmp.unreachable(frame, code, mtu))


@dataclass
class Rule:
    """Does `action` to the segments that `match` accepts: to the `nth` of them (from 1), or to all when nth is empty."""

    match: object
    action: tuple
    nth: tuple
    seen: int = 0

    def applies(self, segment):
        if not self.match(segment):
            return False
        self.seen += 1
        return not self.nth or self.seen in self.nth


class Cable:
    """A pair of virtual cards, in the place of a wire: the kernel carries the frames, at once and as they are."""

    def __init__(self, client, server):
        self.actions = []
        client.plug_together(server)

    def stop(self):
        """Nothing runs here that would have to end."""


class Wire:
    """A cable of `one_way_delay` seconds between two TAP devices, run by a thread of its own."""

    def __init__(self, client, server, one_way_delay):
        for host in (client, server):
            host.plug_in()
        self.taps = {"client": client.tap, "server": server.tap}
        self.one_way_delay = one_way_delay
        self.rules = []
        self.actions = []
        self._queue = []
        self._order = itertools.count()
        self._running = True
        self._thread = threading.Thread(target=self._run, name="wire", daemon=True)
        self._thread.start()

    def rule(self, match, action, nth=()):
        """Adds a rule; the first one that applies to a segment is the one that is done."""
        self.rules.append(Rule(match, action, (nth,) if isinstance(nth, int) else tuple(nth)))

    def cut(self):
        """From now on every segment is dropped, until `mend`."""
        self.rules.insert(0, Rule(lambda segment: True, DROP, ()))

    def mend(self):
        """Ends a `cut`."""
        del self.rules[0]

    def stop(self):
        self._running = False
        self._thread.join(2)

    def _run(self):
        sides = {tap: side for side, tap in self.taps.items()}
        while self._running:
            # select and not poll: its timeout is finer than a millisecond.
            for tap in select.select(list(sides), (), (), self._wait())[0]:
                self._read(tap, sides[tap])
            self._deliver()

    def _wait(self):
        if not self._queue:
            return 0.1
        return max(0, min(0.1, self._queue[0][0] - time.monotonic()))

    def _read(self, tap, sender):
        while True:
            try:
                frame = os.read(tap, 70_000)
            except BlockingIOError:
                return
            due = time.monotonic() + self.one_way_delay
            copies, answer = self._treatment(parse(frame, sender))
            for extra in copies:
                heapq.heappush(self._queue, (due + extra, next(self._order), sender, frame))
            if answer:
                other = "server" if sender == "client" else "client"
                heapq.heappush(self._queue, (due, next(self._order), other, answer(frame)))

    def _treatment(self, segment):
        """The extra delays of the copies to deliver, none for a dropped segment, one zero for an ordinary one; and how to answer it, if so."""
        if segment is not None:
            for rule in self.rules:
                if rule.applies(segment):
                    name, copies, *answer = rule.action
                    self._record(name, segment)
                    return copies, answer[0] if answer else None
        return (0,), None

    def _record(self, name, segment):
        direction = "A->B" if segment.sender == "client" else "B->A"
        self.actions.append(
            dict(t=time.time_ns(), dir=direction, action=name, flags=segment.flags, seq=segment.seq, ack=segment.ack, len=segment.length)
        )

    def _deliver(self):
        while self._queue and self._queue[0][0] <= time.monotonic():
            _, _, sender, frame = heapq.heappop(self._queue)
            os.write(self.taps["server" if sender == "client" else "client"], frame)
