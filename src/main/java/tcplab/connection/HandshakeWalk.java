package tcplab.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tcplab.capture.IcmpError;
import tcplab.capture.Packets;
import tcplab.connection.Handshake.Variant;
import tcplab.tcp.Flags;

/**
 * Reads the opening of one connection from its first packets.
 *
 * <p>Feed it packets until {@link #done}. Copies of packets tell nothing.
 */
final class HandshakeWalk {
  /** How far behind the opening a late SYN or a repeated SYN-ACK is looked for. */
  private static final int PATIENCE = 64;

  /** One SYN or SYN-ACK. */
  private record Syn(
      int packet,
      boolean timed,
      long time,
      boolean stamped,
      int tsValue,
      int tsEcho,
      int seq,
      int ack) {}

  private final List<Syn> syns = new ArrayList<>();
  private final List<Syn> synAcks = new ArrayList<>();
  private final List<Integer> evidence = new ArrayList<>();
  private Packets.@Nullable Options clientOptions;
  private Packets.@Nullable Options serverOptions;
  private boolean clientTimestamps;
  private boolean serverTimestamps;
  private boolean serverOpens;
  private boolean synLate;
  private boolean synAckAfterAck;
  private boolean ackBeforeSynAck;
  private boolean ackMissedBefore;
  private boolean metEarlier;
  private boolean unreachable;
  private int synData;
  private int lastClientIpId = -1;
  private @Nullable Syn ack;
  private @Nullable Syn clientSpoke;
  private boolean serverSpoke;
  private @Nullable Side resetBy;
  private int quiet;

  /** Begins another connection. */
  void clear() {
    syns.clear();
    synAcks.clear();
    evidence.clear();
    clientOptions = serverOptions = null;
    clientTimestamps = serverTimestamps = serverOpens = false;
    metEarlier = unreachable = synLate = synAckAfterAck = ackBeforeSynAck = ackMissedBefore = false;
    synData = quiet = 0;
    lastClientIpId = -1;
    ack = clientSpoke = null;
    serverSpoke = false;
    resetBy = null;
  }

  /** Whether nothing that is still to come can change the answer. */
  boolean done() {
    boolean established = ack != null && serverSpoke && !syns.isEmpty();
    return established || quiet > PATIENCE;
  }

  /**
   * A packet passes.
   *
   * @param events its {@link Event}s
   */
  void accept(Sighting s, Side sender, int events) {
    if ((events & Event.COPIES) != 0) {
      return;
    }
    quiet++;
    if ((events & Event.EARLIER) != 0) {
      metEarlier = true;
      evidence.add(s.packet);
    } else if (s.opens()) {
      opens(s, sender);
    } else if (s.answersOpen()) {
      answers(s, sender);
    } else if (s.has(Flags.RST)) {
      if (resetBy == null && ack == null) {
        resetBy = sender;
        evidence.add(s.packet);
      }
    } else if (sender == Side.SERVER) {
      serverSpoke = true;
    } else if (s.has(Flags.ACK)) {
      clientAcks(s);
    }
    if (sender == Side.CLIENT && s.hasIpId) {
      lastClientIpId = s.ipId;
    }
  }

  /** An ICMP error came back for a segment of the connection. */
  void accept(IcmpError error) {
    if (ack == null && synAcks.isEmpty() && error.kind().isUnreachable()) {
      for (Syn syn : syns) {
        if (syn.seq() == error.seq() && !evidence.contains(error.packet())) {
          unreachable = true;
          evidence.add(error.packet());
        }
      }
      evidence.sort(null);
    }
  }

  private void opens(Sighting s, Side sender) {
    quiet = 0;
    evidence.add(s.packet);
    if (sender == Side.SERVER) {
      serverOpens = true;
      note(s, sender);
      return;
    }
    if (syns.isEmpty()) {
      synLate = clientSpoke != null || serverSpoke || !synAcks.isEmpty();
      synData = s.length;
      note(s, sender);
    }
    syns.add(syn(s));
  }

  private void answers(Sighting s, Side sender) {
    quiet = 0;
    evidence.add(s.packet);
    if (sender == Side.CLIENT) {
      return;
    }
    if (synAcks.isEmpty()) {
      ackBeforeSynAck = clientSpoke != null && clientSpoke.ack() == s.seq + 1;
      note(s, sender);
      if (ackBeforeSynAck) {
        ack = clientSpoke;
      }
    }
    synAckAfterAck |= ack != null && !ackBeforeSynAck;
    synAcks.add(syn(s));
  }

  private void clientAcks(Sighting s) {
    Syn spoken = syn(s);
    if (clientSpoke == null) {
      clientSpoke = spoken;
    }
    if (ack == null && !synAcks.isEmpty() && s.ack - synAcks.get(0).seq() > 0) {
      ack = spoken;
      evidence.add(s.packet);
      // With data, it may be the ACK itself or the segment after a lost ACK. Senders count the IP
      // identification up by one for each packet (RFC 6864 §4 allows it; Linux does).
      int skipped = lastClientIpId < 0 || !s.hasIpId ? 0 : (s.ipId - lastClientIpId & 0xffff) - 1;
      ackMissedBefore = s.length > 0 && skipped >= 1 && skipped <= 3;
    }
  }

  private void note(Sighting s, Side sender) {
    if (sender == Side.CLIENT) {
      clientOptions = s.options;
      clientTimestamps = s.stamped;
    } else if (serverOptions == null) {
      serverOptions = s.options;
      serverTimestamps = s.stamped;
    }
  }

  private static Syn syn(Sighting s) {
    return new Syn(s.packet, s.timed, s.time, s.stamped, s.tsValue, s.tsEcho, s.seq, s.ack);
  }

  Handshake finish() {
    return new Handshake(
        variant(),
        syns.stream().map(Syn::packet).toList(),
        synAcks.stream().map(Syn::packet).toList(),
        ack == null ? OptionalInt.empty() : OptionalInt.of(ack.packet()),
        syns.isEmpty() || !syns.get(0).timed()
            ? OptionalLong.empty()
            : OptionalLong.of(syns.get(0).time()),
        intervals(syns),
        intervals(synAcks),
        clientIsn(),
        synAcks.isEmpty()
            ? OptionalLong.empty()
            : OptionalLong.of(Integer.toUnsignedLong(acknowledged().seq())),
        present(serverRtt()),
        present(clientRtt()),
        clientOptions,
        serverOptions,
        clientTimestamps,
        serverTimestamps,
        evidence);
  }

  /** The SYN-ACK whose number the client acknowledged, should they differ; else the first. */
  private Syn acknowledged() {
    for (Syn each : synAcks) {
      if (ack != null && ack.ack() == each.seq() + 1) {
        return each;
      }
    }
    return synAcks.get(0);
  }

  /** SYN to ACK in ns, or -1: what {@link Handshake#rttNs} will say. */
  long rttNs() {
    long server = serverRtt();
    long client = clientRtt();
    return server < 0 || client < 0 ? -1 : server + client;
  }

  private long serverRtt() {
    return synAcks.isEmpty() || serverOpens ? -1 : between(syns, synAcks.get(0));
  }

  private long clientRtt() {
    return ack == null || serverOpens ? -1 : between(synAcks, ack);
  }

  private static OptionalLong present(long ns) {
    return ns < 0 ? OptionalLong.empty() : OptionalLong.of(ns);
  }

  private static List<Long> intervals(List<Syn> tries) {
    List<Long> intervals = new ArrayList<>();
    for (int i = 1; i < tries.size(); i++) {
      if (tries.get(i - 1).timed() && tries.get(i).timed()) {
        intervals.add(tries.get(i).time() - tries.get(i - 1).time());
      }
    }
    return intervals;
  }

  private OptionalLong clientIsn() {
    if (!syns.isEmpty()) {
      return OptionalLong.of(Integer.toUnsignedLong(syns.get(0).seq()));
    }
    return synAcks.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(Integer.toUnsignedLong(synAcks.get(0).ack() - 1));
  }

  /**
   * The time from the segment that {@code answer} answers, or -1. Among repeats the echoed
   * timestamp tells which (RFC 7323 §4), or the number when it was another each time; without
   * either a repeat leaves no sample (Karn: RFC 6298 §3).
   */
  private static long between(List<Syn> asked, Syn answer) {
    Syn answered = null;
    for (Syn each : asked) {
      boolean stamped = !answer.stamped() || (each.stamped() && each.tsValue() == answer.tsEcho());
      boolean numbered = sameNumber(asked) || answer.ack() == each.seq() + 1;
      boolean may = asked.size() == 1 || (stamped && numbered);
      if (may && answered != null) {
        return -1;
      }
      answered = may ? each : answered;
    }
    if (answered == null || !answer.timed() || !answered.timed()) {
      return -1;
    }
    return Math.max(-1, answer.time() - answered.time());
  }

  private static boolean sameNumber(List<Syn> asked) {
    for (Syn each : asked) {
      if (each.seq() != asked.get(0).seq()) {
        return false;
      }
    }
    return true;
  }

  /** How the connection opened. */
  Variant variant() {
    if (syns.isEmpty() && synAcks.isEmpty() && !serverOpens) {
      return Variant.MIDDLE_OF_STREAM;
    }
    if (serverOpens && !syns.isEmpty()) {
      return Variant.SIMULTANEOUS_OPEN;
    }
    if (syns.isEmpty()) {
      return Variant.SYN_NOT_CAPTURED;
    }
    return synAcks.isEmpty() ? withoutSynAck() : withSynAck();
  }

  private Variant withoutSynAck() {
    if (metEarlier) {
      return Variant.HALF_OPEN;
    }
    if (clientSpoke != null || serverSpoke) {
      return Variant.SYN_ACK_NOT_CAPTURED;
    }
    if (unreachable) {
      return Variant.UNREACHABLE;
    }
    return resetBy == Side.SERVER ? Variant.REFUSED : Variant.UNANSWERED;
  }

  private Variant withSynAck() {
    if (synLate || ackBeforeSynAck) {
      return Variant.REORDERED;
    }
    if (ack == null) {
      return resetBy != null ? Variant.ABORTED : Variant.EMBRYONIC;
    }
    if (synData > 0 && synAcks.get(0).ack() - syns.get(0).seq() > 1) {
      return Variant.FAST_OPEN;
    }
    if (metEarlier) {
      return Variant.HALF_OPEN;
    }
    if (synAckAfterAck || ackMissedBefore) {
      return Variant.LAST_ACK_LOST;
    }
    if (synAcks.size() > 1) {
      return Variant.SYN_ACK_REPEATED;
    }
    return syns.size() > 1 ? Variant.SYN_REPEATED : Variant.COMPLETE;
  }
}
