package tcplab.capture;

import java.io.IOException;

/** Takes the frames of a capture one after the other. */
interface FrameSink {
  /**
   * A frame. The octets are the reader's and change after the call.
   *
   * @param bytes holds the frame, and other things
   * @param at its first octet
   * @param captured how many of its octets are there
   * @param wire how many it had on the wire, at least {@code captured}
   * @param timeNs since the epoch, or {@link Packets#NO_TIME}
   * @param link its link layer
   * @param interfaceId counted over all sections
   */
  void frame(
      byte[] bytes, int at, int captured, int wire, long timeNs, LinkType link, int interfaceId);

  /** A frame whose link layer is not understood; it has a number all the same. */
  void skipped();

  /** A frame that a filter left out; it has a number all the same. */
  void unwanted();

  /**
   * Tells of an interface before its first frame.
   *
   * @param interfaceId counted over all sections
   * @param linkType its LINKTYPE_ number, whether it is understood or not
   * @param bigEndian the byte order in which the capture was written there
   */
  default void source(int interfaceId, int linkType, boolean bigEndian) throws IOException {}

  /** Notes a place that could not be read. */
  void fault(Fault fault);

  /** Whether a frame is wanted at all; a reader stops where none is. */
  default boolean wantsMore() {
    return true;
  }
}
