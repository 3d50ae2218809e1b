package tcplab.simulation;

import static tcplab.simulation.TimeWaitState.ACK;
import static tcplab.simulation.TimeWaitState.CLOSED;
import static tcplab.simulation.TimeWaitState.CLOSE_WAIT;
import static tcplab.simulation.TimeWaitState.FIN;
import static tcplab.simulation.TimeWaitState.FIN_WAIT_2;
import static tcplab.simulation.TimeWaitState.LAST_ACK;
import static tcplab.simulation.TimeWaitState.REOPENED;
import static tcplab.simulation.TimeWaitState.RST;
import static tcplab.simulation.TimeWaitState.TIME_WAIT;

import java.util.ArrayList;
import java.util.List;
import tcplab.simulation.TimeWaitSettings.Numbers;
import tcplab.simulation.TimeWaitSettings.Resets;

/**
 * The end of a connection, with time: how long must the end that closed first stay in TIME-WAIT?
 *
 * <p>It begins when the server, in CLOSE-WAIT, is about to close and to send its last data and FIN;
 * the client is in FIN-WAIT-2. Time goes in ticks. In a tick copies arrive first, in any order, or
 * are destroyed; then timers that are due fire; a copy that has been on its way for an MSL cannot
 * wait for the next tick. Once the client's TIME-WAIT is over, the same ports may be used again at
 * once, with numbers that an adversary chooses.
 *
 * <p>The opening of the new connection is one step here: its three segments pass without delay,
 * which an adversary may choose. A server that is still in LAST-ACK is reset first: it answers the
 * SYN with an ACK, and that ACK with an RST from SYN-SENT (RFC 9293 §3.5.1, figure 9).
 */
public final class TimeWaitModel implements ExplorerModel {
  /** Safety: as long as the server waits for its last ACK, its FIN finds TIME-WAIT. */
  public static final String FIN_ANSWERED = "a repeated FIN is answered";

  /** Safety: what the old connection sent is never taken for the new one's. */
  public static final String NO_OLD_DATA = "no old data accepted";

  private static final int ARRIVES = 0;
  private static final int LOST = 1;
  private static final int DOUBLED = 2;
  private static final int TICK = 3;
  private static final int EXPIRES = 4;
  private static final int REPEATS = 5;
  private static final int REOPENS = 6;
  private static final int REOPENS_LAST_ACK = 7;
  private static final int CLOSES = 8;

  private static final Segment FIN_SEGMENT = new Segment(false, "last data and FIN");
  private static final Segment ACK_SEGMENT = new Segment(true, "ACK of the FIN");
  private static final Segment RST_SEGMENT = new Segment(false, "RST");

  private final TimeWaitSettings settings;
  private final TimeWaitState now = new TimeWaitState();
  private final TimeWaitState judged = new TimeWaitState();
  private final long[] packed = new long[TimeWaitState.WORDS];

  /** A model of these lengths and faults. */
  public TimeWaitModel(TimeWaitSettings settings) {
    this.settings = settings;
  }

  @Override
  public String variant() {
    return "TIME_WAIT "
        + settings.length()
        + switch (settings.resets()) {
          case NONE -> "";
          case OBEYED -> ", RST obeyed";
          case IGNORED -> ", RST ignored";
        };
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
    return TimeWaitState.WORDS;
  }

  @Override
  public List<ExplorerProperty> properties() {
    return List.of(
        new ExplorerProperty.Always(FIN_ANSWERED, state -> !judged.unpack(state).refused),
        new ExplorerProperty.Always(NO_OLD_DATA, state -> !judged.unpack(state).fooled));
  }

  @Override
  public void initial(Steps steps) {
    now.unpack(new long[TimeWaitState.WORDS]);
    now.client = FIN_WAIT_2;
    now.server = CLOSE_WAIT;
    now.losses = settings.losses();
    now.duplicates = settings.duplicates();
    steps.to(packed(), 0);
  }

  @Override
  public void successors(long[] state, Steps steps) {
    int count = now.unpack(state).count;
    if (now.server == CLOSE_WAIT) {
      now.server = LAST_ACK;
      now.rto = settings.rto();
      send(TimeWaitState.copy(FIN, 0), steps);
      steps.to(packed(), CLOSES << 2);
      return; // nothing else has begun
    }
    for (int i = 0; i < count; i++) {
      now.unpack(state);
      if (i == 0 || now.copies[i] != now.copies[i - 1]) {
        network(state, i, steps);
      }
    }
    time(state, steps);
    now.unpack(state);
    if (now.client == CLOSED) {
      int code = now.server == LAST_ACK ? REOPENS_LAST_ACK : REOPENS;
      now.client = REOPENED;
      now.server = REOPENED;
      now.rto = 0;
      steps.perhaps(packed(), code << 2);
    }
  }

  private void network(long[] state, int index, Steps steps) {
    boolean fired = now.fired;
    int copy = now.take(index);
    int what = TimeWaitState.what(copy);
    if (!fired) {
      if (what == ACK) {
        atServer(steps);
      } else {
        atClient(what, steps);
      }
      steps.to(packed(), ARRIVES << 2 | what);
    }
    now.unpack(state);
    if (now.losses > 0) {
      now.take(index);
      now.losses--;
      steps.perhaps(packed(), LOST << 2 | what);
    }
    now.unpack(state);
    if (now.duplicates > 0) {
      now.duplicates--;
      send(copy, steps);
      steps.perhaps(packed(), DOUBLED << 2 | what);
    }
  }

  private void atClient(int what, Steps steps) {
    if (what == RST) {
      if (now.client == TIME_WAIT && settings.resets() == Resets.OBEYED) {
        now.client = CLOSED;
        now.timeWait = 0;
      }
    } else if (now.client == REOPENED) {
      now.fooled |= settings.numbers() == Numbers.ADVERSARIAL;
    } else if (now.client == CLOSED) {
      now.refused |= now.server == LAST_ACK;
    } else {
      now.client = TIME_WAIT;
      now.timeWait = settings.timeWait();
      send(TimeWaitState.copy(ACK, 0), steps);
    }
  }

  private void atServer(Steps steps) {
    if (now.server == LAST_ACK) {
      now.server = CLOSED;
      now.rto = 0;
    } else if (now.server == CLOSED && settings.resets() != Resets.NONE) {
      send(TimeWaitState.copy(RST, 0), steps);
    }
  }

  private void send(int copy, Steps steps) {
    if (now.isFull()) {
      steps.cut();
    } else {
      now.put(copy);
    }
  }

  /** Timers that are due, once nothing must arrive before them; else the next tick. */
  private void time(long[] state, Steps steps) {
    now.unpack(state);
    if (now.isDue(settings.msl())) {
      return;
    }
    boolean expires = now.client == TIME_WAIT && now.timeWait == 0;
    boolean repeats = now.server == LAST_ACK && now.rto == 0;
    if (expires) {
      now.client = CLOSED;
      now.fired = true;
      steps.to(packed(), EXPIRES << 2);
      now.unpack(state);
    }
    if (repeats) {
      now.rto = settings.rto();
      now.fired = true;
      send(TimeWaitState.copy(FIN, 0), steps);
      steps.to(packed(), REPEATS << 2);
    }
    if (!expires && !repeats) {
      tick();
      steps.to(packed(), TICK << 2);
    }
  }

  private void tick() {
    now.timeWait -= now.client == TIME_WAIT ? 1 : 0;
    now.rto -= now.server == LAST_ACK ? 1 : 0;
    now.fired = false;
    for (int i = 0; i < now.count; i++) {
      now.copies[i]++;
    }
  }

  private long[] packed() {
    now.pack(packed);
    return packed;
  }

  @Override
  public Action action(int code) {
    Segment segment = segment(code & 3);
    String where = segment.fromClient() ? " arrives at the server" : " arrives at the client";
    return switch (code >> 2) {
      case ARRIVES -> new Action(Kind.ARRIVES, segment.label() + where, List.of(segment));
      case LOST -> new Action(Kind.LOST, segment.label() + " is lost", List.of(segment));
      case DOUBLED ->
          new Action(Kind.DUPLICATED, "the network doubles " + segment.label(), List.of(segment));
      case CLOSES -> event("the server calls CLOSE");
      case TICK -> new Action(Kind.TICK, "a tick passes", List.of());
      case EXPIRES -> event("the client's TIME_WAIT is over");
      case REPEATS -> event("the server hears nothing and repeats");
      case REOPENS -> event("the same ports are used again: a new handshake, without delay");
      case REOPENS_LAST_ACK ->
          event(
              "the same ports are used again: the SYN meets LAST_ACK, its ACK is answered with RST,"
                  + " and the repeated SYN opens a new connection, all without delay");
      default -> throw new IllegalArgumentException("no step: " + code);
    };
  }

  private static Action event(String text) {
    return new Action(Kind.EVENT, text, List.of());
  }

  private static Segment segment(int what) {
    return what == ACK ? ACK_SEGMENT : what == RST ? RST_SEGMENT : FIN_SEGMENT;
  }

  @Override
  public List<Segment> inFlight(long[] state) {
    TimeWaitState then = new TimeWaitState().unpack(state);
    List<Segment> list = new ArrayList<>();
    for (int i = 0; i < then.count; i++) {
      list.add(segment(TimeWaitState.what(then.copies[i])));
    }
    return list;
  }

  @Override
  public String client(long[] state) {
    return switch (new TimeWaitState().unpack(state).client) {
      case FIN_WAIT_2 -> "FIN_WAIT_2";
      case TIME_WAIT -> "TIME_WAIT";
      case CLOSED -> "CLOSED";
      default -> "ESTABLISHED (new)";
    };
  }

  @Override
  public String server(long[] state) {
    return switch (new TimeWaitState().unpack(state).server) {
      case CLOSE_WAIT -> "CLOSE_WAIT";
      case LAST_ACK -> "LAST_ACK";
      case CLOSED -> "CLOSED";
      default -> "ESTABLISHED (new)";
    };
  }
}
