package tcplab.simulation;

import java.util.ArrayList;
import java.util.List;
import tcplab.simulation.HandshakeSettings.GivesUp;
import tcplab.simulation.HandshakeSettings.Numbers;

/**
 * Opening a connection with two, three or four segments, over a network that loses, repeats, delays
 * and keeps segments of earlier incarnations.
 *
 * <p>{@code HandshakeRules} says what an end does with a segment; this class says what may happen
 * next: a segment arrives, is lost or is doubled, in any order; an end repeats, probes, closes,
 * gives up, crashes, opens again. Except for how many segments are on their way at once nothing is
 * counted, so that there is no "at most two losses": any number of losses, repeats, incarnations.
 */
public final class HandshakeModel implements ExplorerModel {
  /** Safety: neither end is ESTABLISHED by a SYN of an incarnation that is over. */
  public static final String NO_OLD_SYN = "no end ESTABLISHED on an old duplicate SYN";

  /** Safety: two ends that are both open agree on both initial sequence numbers. */
  public static final String SAME_NUMBERS = "both agree on both ISNs";

  /** Liveness: at last both are in one connection, or neither is in any. */
  public static final String NOBODY_WAITS = "no end waits for ever";

  private static final int REPEATED_NUMBERS = 3;
  private static final int ARRIVES = 0;
  private static final int LOST = 1;
  private static final int DOUBLED = 2;
  private static final int OPEN = 3;
  private static final int REPEAT = 4; // and 5 to 7: by whom, and which of two
  private static final int GIVE_UP = 8; // and 9: by whom
  private static final int CRASH = 10;
  private static final int PROBE = 12;
  private static final int UNANSWERED = 14;
  private static final int CLOSE = 16;

  private static final String[] CLIENT_STATES = {
    "CLOSED",
    "SYN_SENT",
    "SYN_SENT (own SYN acknowledged)",
    "SYN_SENT (peer's SYN received)",
    "",
    "ESTABLISHED",
    "FIN_WAIT_1",
    "LAST_ACK"
  };
  private static final String[] SERVER_STATES = {
    "LISTEN", "", "", "", "SYN_RECEIVED", "ESTABLISHED", "FIN_WAIT_1", "LAST_ACK"
  };

  private final HandshakeSettings settings;
  private final boolean checksLiveness;
  private final HandshakeState now;
  private final HandshakeRules rules;
  private final HandshakeState judged;
  private final long[] packed = new long[HandshakeState.WORDS];

  private HandshakeModel(HandshakeSettings settings, boolean checksLiveness) {
    this.settings = settings;
    this.checksLiveness = checksLiveness;
    this.now = new HandshakeState(settings.inFlight());
    this.rules = new HandshakeRules(settings.variant(), now);
    this.judged = new HandshakeState(settings.inFlight());
  }

  /** Checks the two safety properties. */
  public static HandshakeModel safety(HandshakeSettings settings) {
    return new HandshakeModel(settings, false);
  }

  /** Checks that no end waits for ever. */
  public static HandshakeModel liveness(HandshakeSettings settings) {
    return new HandshakeModel(settings, true);
  }

  @Override
  public String variant() {
    return settings.variant().label();
  }

  @Override
  public List<String> assumptions() {
    return settings.assumptions();
  }

  @Override
  public List<String> bounds() {
    return settings.bounds();
  }

  @Override
  public int words() {
    return HandshakeState.WORDS;
  }

  @Override
  public List<ExplorerProperty> properties() {
    return checksLiveness
        ? List.of(new ExplorerProperty.Eventually(NOBODY_WAITS, this::nobodyWaits))
        : List.of(
            new ExplorerProperty.Always(NO_OLD_SYN, this::noOldSyn),
            new ExplorerProperty.Always(SAME_NUMBERS, this::sameNumbers));
  }

  private boolean noOldSyn(long[] state) {
    judged.unpack(state);
    return !(judged.client.state >= HandshakeState.ESTABLISHED && judged.client.oldSyn)
        && !(judged.server.state >= HandshakeState.ESTABLISHED && judged.server.oldSyn);
  }

  private boolean sameNumbers(long[] state) {
    judged.unpack(state);
    return judged.client.state < HandshakeState.ESTABLISHED
        || judged.server.state < HandshakeState.ESTABLISHED
        || judged.agrees();
  }

  private boolean nobodyWaits(long[] state) {
    judged.unpack(state);
    boolean neither =
        judged.client.state == HandshakeState.NONE && judged.server.state == HandshakeState.NONE;
    return neither
        || (judged.client.state == HandshakeState.ESTABLISHED
            && judged.server.state == HandshakeState.ESTABLISHED
            && judged.agrees());
  }

  @Override
  public void initial(Steps steps) {
    begin(steps, oldSegments(), 0, new long[HandshakeState.WORDS], 0);
  }

  /** What an earlier incarnation, with the numbers X0 and Y0, may have left behind. */
  private int[] oldSegments() {
    int[] types =
        switch (settings.variant()) {
          case TWO_WAY -> new int[] {HandshakeSegment.SYN, HandshakeSegment.SYN_ACK};
          case THREE_WAY ->
              new int[] {HandshakeSegment.SYN, HandshakeSegment.SYN_ACK, HandshakeSegment.ACK_A};
          case FOUR_WAY ->
              new int[] {
                HandshakeSegment.SYN,
                HandshakeSegment.PLAIN_ACK,
                HandshakeSegment.PLAIN_SYN,
                HandshakeSegment.ACK_A
              };
          case FOUR_WAY_WITH_ACK ->
              new int[] {
                HandshakeSegment.SYN,
                HandshakeSegment.PLAIN_ACK,
                HandshakeSegment.SYN_ACK,
                HandshakeSegment.ACK_A
              };
        };
    for (int i = 0; i < types.length; i++) {
      types[i] = HandshakeSegment.of(types[i], 0, 0, true);
    }
    return types;
  }

  private void begin(Steps steps, int[] old, int next, long[] begun, int taken) {
    steps.to(begun, 0);
    for (int i = next; i < old.length && taken < settings.oldDuplicates(); i++) {
      long[] more = new long[HandshakeState.WORDS];
      now.unpack(begun).send(old[i]);
      now.pack(more);
      begin(steps, old, i, more, taken + 1);
    }
  }

  @Override
  public void successors(long[] state, Steps steps) {
    int count = now.unpack(state).count;
    for (int i = 0; i < count; i++) {
      // Equal segments stand side by side; one of them is enough.
      if (i == 0 || now.unpack(state).segments[i] != now.segments[i - 1]) {
        network(state, i, steps);
      }
    }
    opening(state, steps);
    for (int end = 0; end < 2; end++) {
      timers(state, end, steps);
      calls(state, end, steps);
    }
  }

  private void network(long[] state, int index, Steps steps) {
    int segment = now.unpack(state).take(index);
    arrival(state, index, segment, steps);
    now.unpack(state).take(index);
    steps.perhaps(packed(), code(LOST, segment));
    now.unpack(state);
    if (settings.duplication() && !now.isFull()) {
      now.send(segment);
      steps.perhaps(packed(), code(DOUBLED, segment));
    }
  }

  private void arrival(long[] state, int index, int segment, Steps steps) {
    boolean opens =
        HandshakeSegment.type(segment) == HandshakeSegment.SYN
            && now.server.state == HandshakeState.NONE;
    boolean quiet = settings.quietTime() && now.carriesOld();
    if (!opens || quiet) {
      // In its quiet time a server ignores a SYN.
      if (!opens && HandshakeSegment.fromClient(segment)) {
        rules.atServer(segment);
      } else if (!opens) {
        rules.atClient(segment);
      }
      steps.to(packed(), code(ARRIVES, segment));
      return;
    }
    int numbers = numbers(now.serverNumbers(), steps);
    for (int number = 0; number < 8; number++) {
      if ((numbers >> number & 1) != 0) {
        now.unpack(state).take(index);
        rules.accept(segment, number);
        steps.to(packed(), code(ARRIVES, segment));
      }
    }
  }

  /** The numbers that may be chosen when these are in use, a bit each. */
  private int numbers(int used, Steps steps) {
    if (settings.numbers() == Numbers.ANY) {
      return (1 << REPEATED_NUMBERS) - 1;
    }
    // Numbers are only compared for equality: one fresh number is as good as another.
    int fresh = Integer.lowestOneBit(~used) & 0xff;
    if (fresh == 0) {
      steps.cut();
    }
    return fresh;
  }

  private void opening(long[] state, Steps steps) {
    now.unpack(state);
    if (now.client.state != HandshakeState.NONE || (settings.quietTime() && now.carriesOld())) {
      return;
    }
    int numbers = numbers(now.clientNumbers(), steps);
    for (int number = 0; number < 8; number++) {
      if ((numbers >> number & 1) != 0) {
        now.unpack(state);
        now.client.state = HandshakeState.SYN_SENT;
        now.client.own = number;
        rules.fromClient(HandshakeSegment.SYN, number, 0);
        steps.perhaps(packed(), code(OPEN, number));
      }
    }
  }

  private void timers(long[] state, int end, Steps steps) {
    boolean atClient = end == 0;
    for (int which = 0; which < 2; which++) {
      now.unpack(state);
      if (rules.repeat(atClient, which == 0)) {
        steps.to(packed(), code(REPEAT + 2 * end + which, 0));
      }
    }
    boolean open = isIn(state, atClient, HandshakeState.ESTABLISHED);
    boolean idle = isIn(state, atClient, HandshakeState.NONE);
    boolean givesUp =
        settings.givesUp() == GivesUp.BOTH || (atClient && settings.givesUp() == GivesUp.CLIENT);
    if (givesUp && !open && !idle) {
      end(state, atClient);
      steps.to(packed(), code(GIVE_UP + end, 0));
    }
    if (settings.keepAlive() && open) {
      keepAlive(state, end, steps);
    }
    if (settings.crashes() && !idle) {
      end(state, atClient);
      steps.perhaps(packed(), code(CRASH + end, 0));
    }
  }

  private void keepAlive(long[] state, int end, Steps steps) {
    boolean atClient = end == 0;
    now.unpack(state);
    if ((atClient ? now.client : now.server).probing) {
      end(state, atClient);
      steps.to(packed(), code(UNANSWERED + end, 0));
    } else {
      rules.probe(atClient);
      steps.to(packed(), code(PROBE + end, 0));
    }
  }

  private void calls(long[] state, int end, Steps steps) {
    if (settings.closes() && isIn(state, end == 0, HandshakeState.ESTABLISHED)) {
      now.unpack(state);
      rules.close(end == 0);
      steps.to(packed(), code(CLOSE + end, 0));
    }
  }

  private boolean isIn(long[] state, boolean atClient, int wanted) {
    now.unpack(state);
    return (atClient ? now.client.state : now.server.state) == wanted;
  }

  private void end(long[] state, boolean atClient) {
    now.unpack(state);
    if (atClient) {
      now.endClient();
    } else {
      now.endServer();
    }
  }

  private long[] packed() {
    now.pack(packed);
    return packed;
  }

  private static int code(int kind, int segment) {
    return kind << HandshakeSegment.BITS | segment;
  }

  @Override
  public Action action(int code) {
    int kind = code >> HandshakeSegment.BITS;
    int segment = code & (1 << HandshakeSegment.BITS) - 1;
    if (kind > DOUBLED) {
      return new Action(Kind.EVENT, event(kind, segment), List.of());
    }
    Segment shown = shown(segment);
    String text = (HandshakeSegment.isOld(segment) ? "the old " : "") + shown.label();
    String where = shown.fromClient() ? " arrives at the server" : " arrives at the client";
    return switch (kind) {
      case ARRIVES -> new Action(Kind.ARRIVES, text + where, List.of(shown));
      case LOST -> new Action(Kind.LOST, text + " is lost", List.of(shown));
      default -> new Action(Kind.DUPLICATED, "the network doubles " + text, List.of(shown));
    };
  }

  private static String event(int kind, int number) {
    if (kind == OPEN) {
      return "the client calls OPEN and takes X" + number;
    }
    if (kind < GIVE_UP) {
      return (kind - REPEAT < 2 ? "the client" : "the server") + " hears nothing and repeats";
    }
    String who = (kind & 1) == 0 ? "the client" : "the server";
    return switch (kind & ~1) {
      case GIVE_UP -> who + " gives up: user timeout";
      case CRASH -> who + " crashes and starts again";
      case PROBE -> who + " probes: keep-alive";
      case UNANSWERED -> who + " gives up: its keep-alive probes are not answered";
      case CLOSE -> who + " calls CLOSE";
      default -> throw new IllegalArgumentException("no step: " + kind);
    };
  }

  private static Segment shown(int segment) {
    return new Segment(HandshakeSegment.fromClient(segment), HandshakeSegment.label(segment));
  }

  @Override
  public List<Segment> inFlight(long[] state) {
    HandshakeState then = new HandshakeState(settings.inFlight()).unpack(state);
    List<Segment> list = new ArrayList<>();
    for (int i = 0; i < then.count; i++) {
      list.add(shown(then.segments[i]));
    }
    return list;
  }

  @Override
  public String client(long[] state) {
    return CLIENT_STATES[new HandshakeState(settings.inFlight()).unpack(state).client.state];
  }

  @Override
  public String server(long[] state) {
    return SERVER_STATES[new HandshakeState(settings.inFlight()).unpack(state).server.state];
  }
}
