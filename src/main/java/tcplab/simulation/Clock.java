package tcplab.simulation;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time: events in the order of their times, equal ones in the order in which they were
 * planned. Nothing waits; the clock jumps to the next event.
 */
final class Clock {
  /** Something that is planned and can be called off. */
  static final class Appointment implements Comparable<Appointment> {
    private final long timeNs;
    private final long order;
    private @Nullable Runnable event;

    private Appointment(long timeNs, long order, Runnable event) {
      this.timeNs = timeNs;
      this.order = order;
      this.event = event;
    }

    void cancel() {
      event = null;
    }

    /** Whether it is still to come. */
    boolean stands() {
      return event != null;
    }

    @Override
    public int compareTo(Appointment other) {
      int byTime = Long.compare(timeNs, other.timeNs);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Appointment> queue = new PriorityQueue<>();
  private long now;
  private long planned;

  /** Nanoseconds since the run began. */
  long now() {
    return now;
  }

  Appointment after(long delayNs, Runnable event) {
    Appointment appointment = new Appointment(now + Math.max(0, delayNs), planned++, event);
    queue.add(appointment);
    return appointment;
  }

  /** Lets the next event happen, unless it lies beyond the limit; false when there is none. */
  boolean step(long limitNs) {
    Appointment next = queue.peek();
    while (next != null && !next.stands()) {
      queue.remove();
      next = queue.peek();
    }
    if (next == null || next.timeNs > limitNs) {
      return false;
    }
    queue.remove();
    now = next.timeNs;
    Runnable event = next.event;
    next.cancel();
    if (event != null) {
      event.run();
    }
    return true;
  }

  /** Whether something is still planned. */
  boolean busy() {
    return queue.stream().anyMatch(Appointment::stands);
  }
}
