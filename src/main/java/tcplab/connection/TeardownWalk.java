package tcplab.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import tcplab.connection.Teardown.ClosedFirst;
import tcplab.connection.Teardown.Variant;
import tcplab.tcp.Flags;

/** Follows the end of one connection. Direction 0 is that of the connection's first packet. */
final class TeardownWalk {
  /** From so many unanswered repeats on, silence is called an ending. */
  private static final int SILENCE = 3;

  private static final long NEVER = Long.MIN_VALUE;

  private final int[] finPackets = new int[2];
  private final long[] finTimes = new long[2];
  private final int[] finRepeats = new int[2];
  private final int[] finAckPackets = new int[2];
  private final long[] finAckTimes = new long[2];
  private final int[] keepAlives = new int[2];
  private final boolean[] spoke = new boolean[2];
  private final boolean[] spokeBeyondSyn = new boolean[2];
  private int firstFin;
  private boolean crossed;
  private boolean acknowledgedAlone;
  private boolean dataAfterFin;
  private int resetBy;
  private int resetPacket;
  private long resetTime;
  private boolean refused;
  private boolean halfOpen;
  private int keepAlivesBeforeReset;
  private int unanswered;

  TeardownWalk() {
    clear();
  }

  void clear() {
    for (int way = 0; way < 2; way++) {
      finPackets[way] = finAckPackets[way] = -1;
      finTimes[way] = finAckTimes[way] = NEVER;
      finRepeats[way] = keepAlives[way] = 0;
      spoke[way] = spokeBeyondSyn[way] = false;
    }
    firstFin = resetBy = resetPacket = -1;
    resetTime = NEVER;
    crossed = acknowledgedAlone = dataAfterFin = refused = halfOpen = false;
    keepAlivesBeforeReset = unanswered = 0;
  }

  /**
   * A segment passes; both directions already hold what it says.
   *
   * @param repeat whether it repeats what its sender sent before
   */
  void accept(Sighting s, Half from, Half to, boolean repeat) {
    int way = s.forward ? 0 : 1;
    unanswered = from.unanswered;
    if (s.has(Flags.RST)) {
      resets(s, way);
    } else {
      closes(s, way, to, repeat);
      keepAlives[way] += from.lastWasKeepAlive ? 1 : 0;
      spokeBeyondSyn[way] |= !s.has(Flags.SYN);
    }
    keepAlives[1 - way] = 0;
    spoke[way] = true;
  }

  /** The RST that ends the connection when its ports open the next. */
  void endsHalfOpen(Sighting s) {
    if (resetBy < 0) {
      resets(s, s.forward ? 0 : 1);
      halfOpen = true;
    }
  }

  private void resets(Sighting s, int way) {
    if (resetBy < 0) {
      resetBy = way;
      resetPacket = s.packet;
      resetTime = s.time;
      refused = !spoke[way] && !spokeBeyondSyn[1 - way];
      keepAlivesBeforeReset = keepAlives[way];
    }
  }

  private void closes(Sighting s, int way, Half to, boolean repeat) {
    boolean acks = s.has(Flags.ACK) && to.finSeen && s.acked >= to.finEnd;
    if (acks && finPackets[1 - way] >= 0) {
      if (finAckPackets[1 - way] < 0) {
        finAckPackets[1 - way] = s.packet;
        finAckTimes[1 - way] = s.time;
        acknowledgedAlone |= finPackets[way] < 0 && !s.has(Flags.FIN);
      }
      dataAfterFin |= firstFin == 1 - way && s.length > 0 && !repeat;
    }
    if (!s.has(Flags.FIN)) {
      return;
    }
    if (finPackets[way] >= 0) {
      finRepeats[way]++;
      return;
    }
    finPackets[way] = s.packet;
    finTimes[way] = s.time;
    if (firstFin < 0) {
      firstFin = way;
    } else {
      crossed = !acks;
    }
  }

  Variant variant(boolean forwardIsClient) {
    if (resetBy >= 0) {
      return variantOfReset(forwardIsClient);
    }
    if (firstFin < 0) {
      return unanswered >= SILENCE ? Variant.UNANSWERED : Variant.STILL_OPEN;
    }
    if (finPackets[1 - firstFin] < 0) {
      return Variant.HALF_CLOSED;
    }
    if (crossed) {
      return Variant.SIMULTANEOUS_CLOSE;
    }
    if (finAckPackets[1 - firstFin] < 0) {
      return Variant.LAST_ACK_MISSING;
    }
    if (dataAfterFin) {
      return Variant.HALF_CLOSE;
    }
    if (finRepeats[0] + finRepeats[1] > 0) {
      return Variant.FIN_REPEATED;
    }
    return acknowledgedAlone ? Variant.FOUR_SEGMENTS : Variant.THREE_SEGMENTS;
  }

  private Variant variantOfReset(boolean forwardIsClient) {
    if (refused) {
      return Variant.REFUSED;
    }
    if (firstFin >= 0) {
      return Variant.RST_AFTER_FIN;
    }
    if (halfOpen) {
      return Variant.HALF_OPEN;
    }
    if (keepAlivesBeforeReset > 0) {
      return Variant.KEEP_ALIVE_TIMEOUT;
    }
    return side(resetBy, forwardIsClient) == Side.CLIENT
        ? Variant.ABORTED_BY_CLIENT
        : Variant.ABORTED_BY_SERVER;
  }

  ClosedFirst closedFirst(boolean forwardIsClient) {
    if (firstFin >= 0) {
      return crossed ? ClosedFirst.BOTH : ClosedFirst.of(side(firstFin, forwardIsClient));
    }
    return resetBy >= 0 ? ClosedFirst.of(side(resetBy, forwardIsClient)) : ClosedFirst.NONE;
  }

  Teardown finish(boolean forwardIsClient) {
    List<Integer> evidence = new ArrayList<>();
    for (int way = 0; way < 2; way++) {
      addPacket(evidence, finPackets[way]);
      addPacket(evidence, finAckPackets[way]);
    }
    addPacket(evidence, resetPacket);
    evidence.sort(null);
    int second = 1 - firstFin;
    boolean bothClosed = firstFin >= 0 && finPackets[second] >= 0;
    return new Teardown(
        variant(forwardIsClient),
        closedFirst(forwardIsClient),
        firstFin < 0 ? OptionalLong.empty() : time(finTimes[firstFin]),
        bothClosed ? time(finTimes[second]) : OptionalLong.empty(),
        bothClosed ? time(finAckTimes[second]) : OptionalLong.empty(),
        firstFin < 0 ? OptionalLong.empty() : time(finAckTimes[firstFin]),
        time(resetTime),
        evidence);
  }

  private static void addPacket(List<Integer> evidence, int packet) {
    if (packet >= 0 && !evidence.contains(packet)) {
      evidence.add(packet);
    }
  }

  private static OptionalLong time(long time) {
    return time == NEVER ? OptionalLong.empty() : OptionalLong.of(time);
  }

  private static Side side(int way, boolean forwardIsClient) {
    return way == 0 == forwardIsClient ? Side.CLIENT : Side.SERVER;
  }
}
