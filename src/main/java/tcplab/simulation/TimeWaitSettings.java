package tcplab.simulation;

import java.util.List;

/**
 * How long TIME-WAIT lasts, and against what. Times are in ticks.
 *
 * @param msl the maximum segment lifetime: every copy arrives or is destroyed within it, counted
 *     from when it was sent; 1 to 15
 * @param rto after how long the end in LAST-ACK repeats its FIN, without backoff; 1 to 31
 * @param timeWait how long TIME-WAIT lasts, 0 to 63; a repeated FIN starts it anew (RFC 9293
 *     §3.10.7.4)
 * @param losses how many segments the network may destroy, 0 to 7
 * @param duplicates how many copies the network may make, 0 to 3
 * @param numbers whether a new connection's numbers are such that every old segment fits its
 *     window, or none does
 * @param resets what becomes of RST
 */
public record TimeWaitSettings(
    int msl, int rto, int timeWait, int losses, int duplicates, Numbers numbers, Resets resets) {

  /** How the next connection between the same ports chooses its sequence numbers. */
  public enum Numbers {
    /** As an adversary would, windows too: every old segment is acceptable. No PAWS. */
    ADVERSARIAL,
    /** Fresh and far from the old ones: no old segment is acceptable. */
    DISJOINT
  }

  /** What RST does. */
  public enum Resets {
    /** Nobody sends any. */
    NONE,
    /** A closed end answers with RST, and it ends TIME-WAIT: RFC 9293, and Linux as it comes. */
    OBEYED,
    /** A closed end answers with RST, and TIME-WAIT ignores it: RFC 1337's first fix. */
    IGNORED
  }

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when one is out of its range
   */
  public TimeWaitSettings {
    within("MSL", msl, 1, 15);
    within("RTO", rto, 1, 31);
    within("TIME_WAIT", timeWait, 0, 63);
    within("losses", losses, 0, 7);
    within("duplicates", duplicates, 0, 3);
  }

  private static void within(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          what + " is " + least + " to " + most + " in this model, not " + value);
    }
  }

  /** An MSL of 4 ticks, an RTO of 2, one loss, one copy, an adversary's numbers, no RST. */
  public static TimeWaitSettings lasting(int timeWait) {
    return new TimeWaitSettings(4, 2, timeWait, 1, 1, Numbers.ADVERSARIAL, Resets.NONE);
  }

  /** The same with these lengths, in ticks. */
  public TimeWaitSettings with(int newMsl, int newRto, int newTimeWait) {
    return new TimeWaitSettings(newMsl, newRto, newTimeWait, losses, duplicates, numbers, resets);
  }

  /** The same with so many losses. */
  public TimeWaitSettings withLosses(int most) {
    return new TimeWaitSettings(msl, rto, timeWait, most, duplicates, numbers, resets);
  }

  /** The same with numbers chosen so. */
  public TimeWaitSettings with(Numbers chosen) {
    return new TimeWaitSettings(msl, rto, timeWait, losses, duplicates, chosen, resets);
  }

  /** The same with RST treated so. */
  public TimeWaitSettings with(Resets treated) {
    return new TimeWaitSettings(msl, rto, timeWait, losses, duplicates, numbers, treated);
  }

  /** MSL + max(MSL, losses · RTO): what the model needs, in ticks. */
  public int needed() {
    return msl + Math.max(msl, losses * rto);
  }

  /** The length in units of MSL where it is a whole number of them, such as {@code 2 MSL}. */
  String length() {
    return timeWait == 0
        ? "0"
        : timeWait % msl == 0 ? timeWait / msl + " MSL" : timeWait + " ticks";
  }

  List<String> assumptions() {
    return List.of(
        losses + (losses == 1 ? " loss" : " losses"),
        numbers == Numbers.ADVERSARIAL ? "adversarial ISNs and windows" : "fresh disjoint ISNs",
        "no PAWS",
        switch (resets) {
          case NONE -> "no RST";
          case OBEYED -> "RST ends TIME_WAIT";
          case IGNORED -> "RST ignored (RFC 1337)";
        });
  }

  List<String> bounds() {
    return List.of(
        "MSL " + msl + " ticks",
        "RTO " + rto + " ticks",
        duplicates + (duplicates == 1 ? " network duplicate" : " network duplicates"),
        "at most " + TimeWaitState.MOST_COPIES + " copies in flight");
  }
}
