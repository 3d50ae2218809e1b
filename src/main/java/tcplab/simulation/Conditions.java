package tcplab.simulation;

import java.time.Duration;

/**
 * What the network is like when no rule says otherwise.
 *
 * @param oneWayNs how long a segment is on its way, in ns
 * @param loss the chance that a segment is lost, 0 to 1
 * @param duplication the chance that it arrives twice
 * @param reordering the chance that it is late
 * @param latenessNs how late at most, in ns
 * @param octetsPerSecond the rate of the narrowest link each way, 0 for no limit
 * @param queue segments that wait before that link; more are lost
 */
record Conditions(
    long oneWayNs,
    double loss,
    double duplication,
    double reordering,
    long latenessNs,
    long octetsPerSecond,
    int queue) {

  static final Conditions PERFECT = new Conditions(10_000_000, 0, 0, 0, 0, 0, 1);

  Conditions {
    chance("loss", loss);
    chance("duplication", duplication);
    chance("reordering", reordering);
    if (oneWayNs < 0 || latenessNs < 0 || octetsPerSecond < 0 || queue < 1) {
      throw new IllegalArgumentException(
          "times and rates are not negative, a queue holds 1 or more");
    }
    if (reordering > 0 && latenessNs == 0) {
      throw new IllegalArgumentException("segments that are 0 ns late are not reordered");
    }
  }

  private static void chance(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("a chance of " + value + " of " + name + ": 0 to 1");
    }
  }

  Conditions oneWay(Duration time) {
    return new Conditions(
        time.toNanos(), loss, duplication, reordering, latenessNs, octetsPerSecond, queue);
  }

  Conditions chances(double newLoss, double newDuplication, double newReordering, Duration late) {
    return new Conditions(
        oneWayNs, newLoss, newDuplication, newReordering, late.toNanos(), octetsPerSecond, queue);
  }

  Conditions bottleneck(long rate, int waiting) {
    return new Conditions(oneWayNs, loss, duplication, reordering, latenessNs, rate, waiting);
  }
}
