package tcplab.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import tcplab.tcp.State;

/**
 * What a program at one end does, step after step: {@code
 * Program.connecting().send(1000).awaitReceived(20).close()}. A step that waits goes on as soon as
 * it can. Unless told otherwise it reads all that comes at once.
 */
public final class Program {
  /** What a step says: done, wait for events, or (a positive number) wait so many ns. */
  private static final long DONE = 0;

  private static final long WAIT = -1;

  /** A program that calls nothing. */
  public static final Program NONE = new Program(List.of());

  /** {@link #send(int)} numbers its octets modulo this. */
  static final int PLACES = 251;

  private record Step(String name, ToLongFunction<Endpoint> work) {}

  private final List<Step> steps;

  private Program(List<Step> steps) {
    this.steps = steps;
  }

  /** OPEN, passive, and wait until a connection stands. */
  public static Program listening() {
    return NONE.call("listen", e -> e.perform(e.machine().openPassive()))
        .until("accept", e -> stands(e) || ended(e));
  }

  /** OPEN, active, and wait until the connection stands or has failed. */
  public static Program connecting() {
    return NONE.call("connect", e -> e.perform(e.machine().openActive()))
        .until("connected", e -> stands(e) || ended(e));
  }

  private static boolean stands(Endpoint endpoint) {
    return endpoint.machine().history().stream().anyMatch(t -> t.to() == State.ESTABLISHED);
  }

  private static boolean ended(Endpoint endpoint) {
    return endpoint.machine().state() == State.CLOSED;
  }

  /** SEND: so many octets, each telling its place (modulo {@value #PLACES}). */
  public Program send(int octets) {
    if (octets < 1 || octets > 1 << 26) {
      throw new IllegalArgumentException("send " + octets + " octets: 1 to 67108864");
    }
    byte[] text = new byte[octets];
    for (int i = 0; i < octets; i++) {
      text[i] = (byte) (i % PLACES);
    }
    return send(text);
  }

  /** SEND: these octets. */
  public Program send(byte[] text) {
    byte[] copy = text.clone();
    return call("send " + copy.length, e -> e.sender().write(copy));
  }

  /** Waits until so many octets in all have come, or no more can. */
  public Program awaitReceived(int octets) {
    return until("receive " + octets, e -> e.receivedOctets() >= octets || ended(e));
  }

  /** Waits until all that was sent is acknowledged. */
  public Program awaitAcknowledged() {
    return until("flush", e -> e.sender().idle() || ended(e));
  }

  /** Waits until the peer has closed. */
  public Program awaitClose() {
    return until(
        "receive to the end",
        e -> e.machine().state().compareTo(State.CLOSE_WAIT) >= 0 && stands(e));
  }

  /** Does nothing for a time. */
  public Program pause(Duration time) {
    long ns = time.toNanos();
    if (ns <= 0) {
      throw new IllegalArgumentException("a pause of " + time);
    }
    return step(new Step("pause", e -> ns));
  }

  /** Reads no more: the receive buffer fills. */
  public Program stopReading() {
    return call("stop reading", e -> e.reading(false));
  }

  /** Reads what has come, and again all that comes. */
  public Program startReading() {
    return call("read", e -> e.reading(true));
  }

  /** CLOSE, when all is sent. */
  public Program close() {
    return call("close", e -> e.sender().closeWhenSent());
  }

  /** ABORT: RST. */
  public Program abort() {
    return call("abort", e -> e.perform(e.machine().abort()));
  }

  private Program call(String name, java.util.function.Consumer<Endpoint> work) {
    return step(
        new Step(
            name,
            e -> {
              boolean opens = name.equals("listen") || name.equals("connect");
              if (opens || !ended(e)) {
                work.accept(e);
              }
              return DONE;
            }));
  }

  private Program until(String name, java.util.function.Predicate<Endpoint> condition) {
    return step(new Step(name, e -> condition.test(e) ? DONE : WAIT));
  }

  private Program step(Step step) {
    List<Step> more = new ArrayList<>(steps);
    more.add(step);
    return new Program(List.copyOf(more));
  }

  Execution on(Endpoint endpoint) {
    return new Execution(steps, endpoint);
  }

  /** A program in the course of a run. */
  static final class Execution {
    private final List<Step> steps;
    private final Endpoint endpoint;
    private int next;
    private boolean pausing;
    private boolean busy;

    private Execution(List<Step> steps, Endpoint endpoint) {
      this.steps = steps;
      this.endpoint = endpoint;
    }

    /** A step can make things happen that call this again; those find it busy and leave it. */
    void advance() {
      if (busy) {
        return;
      }
      busy = true;
      long answer = DONE;
      while (!pausing && answer == DONE && next < steps.size()) {
        answer = steps.get(next).work().applyAsLong(endpoint);
        if (answer == DONE) {
          next++;
        } else if (answer > 0) {
          pausing = true;
          endpoint.clock().after(answer, this::resume);
        }
      }
      busy = false;
    }

    private void resume() {
      pausing = false;
      next++;
      advance();
    }

    /** The step that it waits in, or empty when it is through. */
    String waitingIn() {
      return next < steps.size() ? steps.get(next).name() : "";
    }
  }
}
