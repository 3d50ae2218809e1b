package tcplab.capture;

/** Takes the TCP segments that the layers below find. */
@FunctionalInterface
interface SegmentSink {
  /**
   * A segment of the current {@link Frame}.
   *
   * @param at the first octet of its header
   */
  void segment(int at);
}
