package tcplab.sockets;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tcplab.sockets.HistoryEvent.Gone;
import tcplab.sockets.HistoryEvent.Moved;
import tcplab.sockets.HistoryEvent.Present;
import tcplab.sockets.HistoryEvent.Sampled;
import tcplab.tcp.State;

/**
 * The sockets over time: how many were in which state at each reading, and for each socket the
 * states it went through. It is bounded: when it is full the oldest go, and are counted.
 *
 * <p>One thread may write while others read.
 */
public final class History {
  /** So many readings are kept: a day, one a second. */
  public static final int MOST_SAMPLES = 86_400;

  /** So many spans that are over are kept. */
  public static final int MOST_SPANS = 500_000;

  private final int mostSamples;
  private final int mostSpans;
  private final Deque<Sample> samples = new ArrayDeque<>();
  private final Deque<StateSpan> over = new ArrayDeque<>();
  private final Map<Long, StateSpan> lasting = new LinkedHashMap<>();
  private final int[] counts = new int[State.values().length];
  private long droppedSamples;
  private long droppedSpans;

  /**
   * One reading.
   *
   * @param timeNs when, ns since the epoch
   * @param counts sockets per state, all eleven, zeros too
   */
  public record Sample(long timeNs, Map<State, Integer> counts) {
    /** How many sockets with a known state there were. */
    public int sockets() {
      return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  /** An empty history within the usual bounds. */
  public History() {
    this(MOST_SAMPLES, MOST_SPANS);
  }

  /**
   * An empty history.
   *
   * @param mostSamples how many readings it keeps
   * @param mostSpans how many spans that are over it keeps
   */
  public History(int mostSamples, int mostSpans) {
    this.mostSamples = mostSamples;
    this.mostSpans = mostSpans;
  }

  /** Takes in what a reading brought. */
  synchronized void take(HistoryEvent event) {
    if (event instanceof Present present) {
      enter(present);
    } else if (event instanceof Moved moved) {
      StateSpan span = lasting.get(moved.socket());
      if (span != null) {
        end(moved.timeNs(), moved.socket(), Optional.of(moved.state()));
        begin(
            new StateSpan(
                moved.socket(),
                span.name(),
                moved.state(),
                moved.timeNs(),
                true,
                OptionalLong.empty(),
                Optional.empty()));
      }
    } else if (event instanceof Gone gone) {
      end(gone.timeNs(), gone.socket(), Optional.empty());
    } else if (event instanceof Sampled sampled) {
      sample(sampled.timeNs());
    }
  }

  private void enter(Present present) {
    if (present.state().isPresent() && !lasting.containsKey(present.socket())) {
      begin(
          new StateSpan(
              present.socket(),
              present.name(),
              present.state().get(),
              present.timeNs(),
              present.isNew(),
              OptionalLong.empty(),
              Optional.empty()));
    }
  }

  private void begin(StateSpan span) {
    lasting.put(span.socket(), span);
    counts[span.state().ordinal()]++;
  }

  private void end(long timeNs, long socket, Optional<State> next) {
    StateSpan span = lasting.remove(socket);
    if (span == null) {
      return;
    }
    counts[span.state().ordinal()]--;
    over.add(span.until(timeNs, next));
    if (over.size() > mostSpans) {
      over.remove();
      droppedSpans++;
    }
  }

  private void sample(long timeNs) {
    Map<State, Integer> now = new EnumMap<>(State.class);
    for (State state : State.values()) {
      now.put(state, counts[state.ordinal()]);
    }
    samples.add(new Sample(timeNs, Collections.unmodifiableMap(now)));
    if (samples.size() > mostSamples) {
      samples.remove();
      droppedSamples++;
    }
  }

  /** The readings that are kept, in order. */
  public synchronized List<Sample> samples() {
    return List.copyOf(samples);
  }

  /** The spans that are kept, in the order in which they ended, then those that last. */
  public synchronized List<StateSpan> spans() {
    List<StateSpan> all = new ArrayList<>(over);
    all.addAll(lasting.values());
    return Collections.unmodifiableList(all);
  }

  /** How many readings were dropped because there was no room. */
  public synchronized long droppedSamples() {
    return droppedSamples;
  }

  /** How many spans were dropped because there was no room. */
  public synchronized long droppedSpans() {
    return droppedSpans;
  }
}
