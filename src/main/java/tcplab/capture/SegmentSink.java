package tcplab.capture;

/** Takes the TCP segments that the layers below find, and what ICMP says of segments. */
@FunctionalInterface
interface SegmentSink {
  /**
   * A segment of the current {@link Frame}.
   *
   * @param at the first octet of its header
   */
  void segment(int at);

  /**
   * An ICMP message of the current {@link Frame}, in ICMP's version for the frame's IP.
   *
   * @param at the first octet of its header
   */
  default void icmp(int at) {}
}
