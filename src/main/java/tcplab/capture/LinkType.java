package tcplab.capture;

import org.jspecify.annotations.Nullable;

/**
 * The link layers that are understood, with their LINKTYPE_ numbers. To add one: a constant here, a
 * branch in {@link LinkLayer}.
 */
enum LinkType {
  NULL(0, 108),
  ETHERNET(1),
  PPP(9, 50),
  FDDI(10),
  RAW(12, 14, 101, 228, 229),
  PPP_ETHERNET(51),
  ATM_RFC1483(100),
  CISCO_HDLC(104),
  IEEE_802_11(105),
  FRAME_RELAY(107),
  LINUX_SLL(113),
  PFLOG(117),
  PRISM(119),
  RADIOTAP(127),
  AVS(163),
  PPI(192),
  NFLOG(239),
  IPOIB(242),
  LINUX_SLL2(276);

  private final int[] numbers;

  LinkType(int... numbers) {
    this.numbers = numbers;
  }

  /** The first of its numbers. */
  int number() {
    return numbers[0];
  }

  /** The link layer of this number; {@code null} when it is not understood. */
  static @Nullable LinkType of(int number) {
    for (LinkType type : values()) {
      for (int candidate : type.numbers) {
        if (candidate == number) {
          return type;
        }
      }
    }
    return null;
  }
}
