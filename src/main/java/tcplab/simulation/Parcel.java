package tcplab.simulation;

import java.util.ArrayList;
import java.util.List;
import tcplab.tcp.Segment;

/** One segment on the network: when it was sent, and when and as what it arrived. */
public final class Parcel {
  private final int number;
  private final long sentNs;
  private final long order;
  private final End from;
  private final Segment segment;
  private final List<Arrival> arrivals = new ArrayList<>();
  private String fate = "";
  private boolean lost;

  Parcel(int number, long sentNs, long order, End from, Segment segment) {
    this.order = order;
    this.number = number;
    this.sentNs = sentNs;
    this.from = from;
    this.segment = segment;
  }

  /**
   * One arrival at the other end.
   *
   * @param timeNs when, since the run began
   * @param order its place among all sendings and arrivals
   * @param segment what arrived
   * @param damaged whether that is not what was sent
   */
  public record Arrival(long timeNs, long order, Segment segment, boolean damaged) {}

  void fate(String what) {
    fate = fate.isEmpty() ? what : fate + "; " + what;
  }

  void lose() {
    lost = true;
  }

  void arrived(long timeNs, long order, Segment what, boolean damaged) {
    arrivals.add(new Arrival(timeNs, order, what, damaged));
  }

  /** 1-based, in the order of sending, both ends together. */
  public int number() {
    return number;
  }

  /** When it was sent, in ns since the run began. */
  public long sentNs() {
    return sentNs;
  }

  /** The place of its sending among all sendings and arrivals: equal times have an order. */
  public long order() {
    return order;
  }

  /** Who sent it. */
  public End from() {
    return from;
  }

  /** What was sent. */
  public Segment segment() {
    return segment;
  }

  /** Its arrivals: none when it was lost, two when it was duplicated. */
  public List<Arrival> arrivals() {
    return List.copyOf(arrivals);
  }

  /** Whether the network lost it. */
  public boolean lost() {
    return lost;
  }

  /** What the network did to it; empty for nothing but carrying it. */
  public String fate() {
    return fate;
  }

  @Override
  public String toString() {
    String what = fate.isEmpty() ? "" : " (" + fate + ")";
    return number + " " + sentNs / 1e6 + " ms " + from.label() + " " + segment + what;
  }
}
