package tcplab.tcp;

import java.util.Arrays;

/**
 * One TCP segment: the fields of the header that the protocol acts on (RFC 9293 §3.1), and its
 * text.
 *
 * @param seq sequence number of the first octet (of the SYN when there is one)
 * @param ack acknowledgement number, valid with {@link Flags#ACK}
 * @param flags bits of {@link Flags}
 * @param window the window field as it stands in the header, unscaled, 0 to 65535
 * @param urgent the urgent pointer, valid with {@link Flags#URG}
 * @param options the options
 * @param text the payload; not copied, and not to be changed
 */
public record Segment(
    int seq, int ack, int flags, int window, int urgent, SegmentOptions options, byte[] text) {

  private static final byte[] NO_TEXT = {};

  /**
   * Checks what fits into the header.
   *
   * @throws IllegalArgumentException when window or urgent pointer have more than 16 bits
   */
  public Segment {
    if (window < 0 || window > 0xffff || urgent < 0 || urgent > 0xffff) {
      throw new IllegalArgumentException(
          "window " + window + " and urgent pointer " + urgent + " have 16 bits each");
    }
  }

  /** A segment without options and text. */
  public static Segment of(int seq, int ack, int flags, int window) {
    return new Segment(seq, ack, flags, window, 0, SegmentOptions.NONE, NO_TEXT);
  }

  /** The same with this text. */
  public Segment withText(byte[] newText) {
    return new Segment(seq, ack, flags, window, urgent, options, newText);
  }

  /** The same with these options. */
  public Segment withOptions(SegmentOptions newOptions) {
    return new Segment(seq, ack, flags, window, urgent, newOptions, text);
  }

  /** Whether a flag is set. */
  public boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** Octets of text. */
  public int length() {
    return text.length;
  }

  /** SEG.LEN of RFC 9293 §3.4: octets of text, and one each for SYN and FIN. */
  public int sequenceLength() {
    return text.length + (has(Flags.SYN) ? 1 : 0) + (has(Flags.FIN) ? 1 : 0);
  }

  /** The sequence number after the last one it takes up. */
  public int end() {
    return seq + sequenceLength();
  }

  /** The sequence number of its first octet of text. */
  public int textSeq() {
    return has(Flags.SYN) ? seq + 1 : seq;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Segment s
        && seq == s.seq
        && ack == s.ack
        && flags == s.flags
        && window == s.window
        && urgent == s.urgent
        && options.equals(s.options)
        && Arrays.equals(text, s.text);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * (31 * seq + ack) + flags) + Arrays.hashCode(text);
  }

  /** As tcpdump prints it: {@code [S.] seq 5, ack 6, win 7, length 0}. */
  @Override
  public String toString() {
    return "["
        + Flags.text(flags)
        + "] seq "
        + SequenceNumber.toLong(seq)
        + (has(Flags.ACK) ? ", ack " + SequenceNumber.toLong(ack) : "")
        + ", win "
        + window
        + ", length "
        + length();
  }
}
