package tcplab.capture;

import org.jspecify.annotations.Nullable;

/** An interface of a pcapng section: its link layer, and how its clock counts. */
final class PcapngInterface {
  /** The option that says how long a tick is. */
  static final int IF_TSRESOL = 9;

  /** The option that says how many seconds to add. */
  static final int IF_TSOFFSET = 14;

  private static final long NS = 1_000_000_000L;

  private final @Nullable LinkType link;
  private final int number;
  private final long snaplen;
  private boolean binary;
  private int exponent = 6;
  private long offsetNs;
  private boolean reported;

  PcapngInterface(@Nullable LinkType link, int number, long snaplen) {
    this.link = link;
    this.number = number;
    this.snaplen = snaplen;
  }

  @Nullable LinkType link() {
    return link;
  }

  int number() {
    return number;
  }

  long snaplen() {
    return snaplen;
  }

  /** Whether this is the first call. */
  boolean reportOnce() {
    boolean first = !reported;
    reported = true;
    return first;
  }

  /** A tick is 10^-n s, or with the high bit 2^-n s. */
  void resolution(byte code) {
    binary = code < 0;
    exponent = code & 0x7f;
  }

  void offset(long seconds) {
    offsetNs = seconds * NS;
  }

  /**
   * The time of a packet.
   *
   * @param ticks unsigned
   */
  long timeNs(long ticks) {
    return offsetNs + (binary ? binary(ticks) : decimal(ticks));
  }

  private long decimal(long ticks) {
    if (exponent <= 9) {
      return ticks * power(9 - exponent);
    }
    return exponent > 28 ? 0 : Long.divideUnsigned(ticks, power(exponent - 9));
  }

  private long binary(long ticks) {
    if (exponent > 96) {
      return 0;
    }
    long seconds = exponent > 63 ? 0 : ticks >>> exponent;
    long fraction = exponent > 63 ? ticks : ticks & ((1L << exponent) - 1);
    // 33 bits of fraction times 10^9 fit in a long; what is finer is finer than a ns.
    int spare = Math.max(0, exponent - 33);
    return seconds * NS + (((fraction >>> spare) * NS) >>> (exponent - spare));
  }

  private static long power(int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= 10;
    }
    return power;
  }
}
