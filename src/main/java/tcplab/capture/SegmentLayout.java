package tcplab.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tcplab.tcp.Flags;

/**
 * A TCP header field by field, as it lies in a frame (RFC 9293 §3.1): what a drawing of it needs.
 *
 * @param ipv6 whether IPv6 carries the segment, or else IPv4
 * @param networkOffset where the IP header begins in the frame, in octets
 * @param segmentOffset where the TCP header begins in the frame, in octets
 * @param headerLength octets of the TCP header with its options, as its data offset says
 * @param payloadLength octets of the payload on the wire
 * @param fields in order; those behind the captured octets are left out
 */
public record SegmentLayout(
    boolean ipv6,
    int networkOffset,
    int segmentOffset,
    int headerLength,
    int payloadLength,
    List<Field> fields) {
  private static final int FIRST_FLAG = 103;
  private static final String HEADER = "RFC 9293 §3.1";

  /** Keeps its own copy of the list. */
  public SegmentLayout {
    fields = List.copyOf(fields);
  }

  /**
   * One field.
   *
   * @param name such as {@code window} or {@code MSS: value}
   * @param bitOffset from the TCP header's first bit, the most significant of its first octet
   * @param bitLength at most 64 of a long field's first bits are in {@code raw}
   * @param raw the bits as an unsigned number
   * @param text the value as people write it
   * @param meaning what the field is for, in one sentence
   * @param reference RFC and section
   */
  public record Field(
      String name,
      int bitOffset,
      int bitLength,
      long raw,
      String text,
      String meaning,
      String reference) {}

  /**
   * The layout of the TCP segment in a frame; empty when there is none, such as in ARP, UDP, or a
   * fragment of which the others are in other frames.
   */
  public static Optional<SegmentLayout> of(RawFrame raw) {
    Frame frame = new Frame();
    List<Integer> starts = new ArrayList<>(1);
    frame.begin(raw.bytes(), 0, raw.bytes().length, raw.wireLength(), raw.timeNs(), 0);
    new LinkLayer(frame, starts::add).decode(LinkType.valueOf(raw.link()));
    return starts.isEmpty() ? Optional.empty() : Optional.of(read(frame, starts.get(0)));
  }

  private static SegmentLayout read(Frame frame, int start) {
    FieldReader in = new FieldReader(frame.bytes, start, frame.end);
    fixed(in);
    flags(in);
    rest(in, checksum(frame, start));
    int words = frame.holds(start, 13) ? frame.bytes[start + 12] >> 4 & 15 : 5;
    int header = Math.max(words, 5) * 4;
    OptionLayout.read(in, 160, header * 8);
    int payload = Math.max(0, frame.limit - start - header);
    return new SegmentLayout(frame.ipv6, frame.networkAt, start, header, payload, in.fields());
  }

  private static void fixed(FieldReader in) {
    in.number("source port", 0, 16, "the sender's port", HEADER);
    in.number("destination port", 16, 16, "the receiver's port", HEADER);
    in.number(
        "sequence number",
        32,
        32,
        "the number of the first payload octet; of the SYN itself when SYN is set",
        "RFC 9293 §3.4");
    in.number(
        "acknowledgement number",
        64,
        32,
        "the next octet that the sender expects from its peer; it counts only with ACK",
        "RFC 9293 §3.4");
    in.field(
        "data offset",
        96,
        4,
        words -> words + " words = " + words * 4 + " octets",
        "where the payload begins, in words of 32 bits",
        HEADER);
    in.number("reserved", 100, 3, "must be zero", HEADER);
  }

  private static void flags(FieldReader in) {
    flag(in, Flags.AE, "AE", "accurate ECN, once NS", "RFC 9768 §3.1");
    flag(in, Flags.CWR, "CWR", "the sender has reduced its congestion window", "RFC 3168 §6.1.2");
    flag(in, Flags.ECE, "ECE", "the sender saw congestion experienced", "RFC 3168 §6.1.3");
    flag(in, Flags.URG, "URG", "the urgent pointer counts", "RFC 6093 §2");
    flag(in, Flags.ACK, "ACK", "the acknowledgement number counts", HEADER);
    flag(in, Flags.PSH, "PSH", "deliver what has come to the application", "RFC 9293 §3.9.1.2");
    flag(in, Flags.RST, "RST", "the connection is gone", "RFC 9293 §3.5.2");
    flag(in, Flags.SYN, "SYN", "the sequence number is the initial one", "RFC 9293 §3.4.1");
    flag(in, Flags.FIN, "FIN", "the sender has no more data", "RFC 9293 §3.6");
  }

  private static void flag(FieldReader in, int bit, String name, String meaning, String rfc) {
    int place = FIRST_FLAG + 8 - Integer.numberOfTrailingZeros(bit);
    in.field(name, place, 1, set -> set == 1 ? "set" : "not set", meaning, rfc);
  }

  private static void rest(FieldReader in, String checksum) {
    in.number(
        "window",
        112,
        16,
        "how much the sender can take, in units of its window scale",
        "RFC 9293 §3.8.6");
    in.field(
        "checksum",
        128,
        16,
        bits -> String.format("0x%04x (%s)", bits, checksum),
        "over header, payload and a pseudo header with the addresses",
        HEADER);
    in.number(
        "urgent pointer",
        144,
        16,
        "where urgent data ends; it counts only with URG",
        "RFC 6093 §3");
  }

  private static String checksum(Frame frame, int start) {
    return switch (SegmentChecksum.verify(frame, start)) {
      case Rows.CHECKSUM_GOOD -> "good";
      case Rows.CHECKSUM_BAD -> "bad";
      default -> "unverified";
    };
  }
}
