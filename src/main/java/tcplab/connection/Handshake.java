package tcplab.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tcplab.capture.Packets;

/**
 * How a connection opened, with the packets that show it.
 *
 * @param variant what kind of opening it was
 * @param synPackets frame numbers of the SYNs without ACK, repeats included
 * @param synAckPackets frame numbers of the SYN-ACKs, repeats included
 * @param ackPacket frame number of the client's first acknowledgement of the server's SYN
 * @param synNs capture time of the first SYN, ns since the epoch
 * @param synRetryNs from each SYN to its repeat, in ns: on Linux about 1, 1, 1, 1, 1, 2, 4 s, …
 *     (tcp_syn_linear_timeouts), elsewhere 1, 2, 4 s, … (RFC 6298 §5.5)
 * @param synAckRetryNs from each SYN-ACK to its repeat, in ns
 * @param clientIsn the client's initial sequence number, 0 to 2^32 − 1
 * @param serverIsn the server's initial sequence number
 * @param serverRttNs SYN to SYN-ACK: capture point to server and back
 * @param clientRttNs SYN-ACK to ACK: capture point to client and back
 * @param clientOptions the options of the client's SYN, or {@code null} when it was not captured
 * @param serverOptions the options of the server's SYN, or {@code null} when it was not captured
 * @param clientTimestamps whether the client's SYN carried timestamps
 * @param serverTimestamps whether the server's SYN carried timestamps
 * @param evidence frame numbers of all packets that decided the variant, in capture order
 */
public record Handshake(
    Variant variant,
    List<Integer> synPackets,
    List<Integer> synAckPackets,
    OptionalInt ackPacket,
    OptionalLong synNs,
    List<Long> synRetryNs,
    List<Long> synAckRetryNs,
    OptionalLong clientIsn,
    OptionalLong serverIsn,
    OptionalLong serverRttNs,
    OptionalLong clientRttNs,
    Packets.@Nullable Options clientOptions,
    Packets.@Nullable Options serverOptions,
    boolean clientTimestamps,
    boolean serverTimestamps,
    List<Integer> evidence) {

  /** Copies the lists. */
  public Handshake {
    synPackets = List.copyOf(synPackets);
    synAckPackets = List.copyOf(synAckPackets);
    synRetryNs = List.copyOf(synRetryNs);
    synAckRetryNs = List.copyOf(synAckRetryNs);
    evidence = List.copyOf(evidence);
  }

  /** The kinds of openings. What a capture cannot tell apart has one name. */
  public enum Variant {
    /** SYN, SYN-ACK, ACK. */
    COMPLETE("SYN, SYN-ACK, ACK", "RFC 9293 §3.5"),
    /** The SYN had to be repeated. */
    SYN_REPEATED("the SYN was repeated: it, or the answer, was lost or late", "RFC 6298 §5.7"),
    /** The SYN-ACK had to be repeated. */
    SYN_ACK_REPEATED(
        "the SYN-ACK was repeated before an ACK was seen: it, or the ACK, was lost",
        "RFC 6298 §5.7"),
    /** The third segment was lost. */
    LAST_ACK_LOST(
        "the handshake's ACK did not reach the server: the SYN-ACK came again after it, or the"
            + " client's next segment completed the handshake and its IP identification shows that"
            + " one before it is missing",
        "RFC 9293 §3.5"),
    /** A RST answered the SYN. */
    REFUSED("a RST answered the SYN: nobody listens there", "RFC 9293 §3.5.2, §3.10.7.1"),
    /** An ICMP error answered the SYN. */
    UNREACHABLE(
        "an ICMP error answered the SYN: there is no way, the host is not there, or a firewall said"
            + " no",
        "RFC 1122 §4.2.3.9, RFC 5461 §2"),
    /** Nothing answered the SYN. */
    UNANSWERED("nothing answered the SYN", "RFC 9293 §3.8.3"),
    /** Both ends sent a SYN. */
    SIMULTANEOUS_OPEN("both ends sent a SYN before they saw the other's", "RFC 9293 §3.5"),
    /** Data in the SYN was accepted. */
    FAST_OPEN("the SYN carried data and the SYN-ACK acknowledged it", "RFC 7413 §4.2"),
    /** The SYN-ACK was not answered. */
    EMBRYONIC(
        "the SYN-ACK was never acknowledged: a half-open connection, as in a SYN flood",
        "RFC 4987 §2"),
    /** A RST ended the handshake after the SYN-ACK. */
    ABORTED("a RST came after the SYN-ACK, before the ACK", "RFC 9293 §3.10.7.4"),
    /** The server still held an earlier connection on these ports. */
    HALF_OPEN(
        "an ACK of an earlier connection answered the SYN: the server still held that one, half-open,"
            + " on the same ports; a RST ends it, and the next SYN opens the new one",
        "RFC 9293 §3.5.1"),
    /** The packets stand in the capture in another order. */
    REORDERED("the capture holds the handshake's packets in another order", "RFC 9293 §3.5"),
    /** The capture does not hold the SYN. */
    SYN_NOT_CAPTURED("the SYN-ACK shows the handshake; the SYN is not captured", "RFC 9293 §3.5"),
    /** The capture does not hold the SYN-ACK. */
    SYN_ACK_NOT_CAPTURED(
        "the connection works, so there was a SYN-ACK; it is not captured", "RFC 9293 §3.5"),
    /** The capture holds no SYN. */
    MIDDLE_OF_STREAM("the capture begins in the middle of the connection", "RFC 9293 §3.5");

    private final String meaning;
    private final String reference;

    Variant(String meaning, String reference) {
      this.meaning = meaning;
      this.reference = reference;
    }

    /** What it means, in words. */
    public String meaning() {
      return meaning;
    }

    /** RFC and section. */
    public String reference() {
      return reference;
    }

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The lower-case name, as the tables write it. */
    public String label() {
      return label;
    }
  }

  /** SYN to ACK: one whole round trip between the ends, when both its parts are known. */
  public OptionalLong rttNs() {
    return serverRttNs.isPresent() && clientRttNs.isPresent()
        ? OptionalLong.of(serverRttNs.getAsLong() + clientRttNs.getAsLong())
        : OptionalLong.empty();
  }

  /** How many times the SYN was repeated. */
  public int synRetransmissions() {
    return Math.max(0, synPackets.size() - 1);
  }

  /** How many times the SYN-ACK was repeated. */
  public int synAckRetransmissions() {
    return Math.max(0, synAckPackets.size() - 1);
  }

  /**
   * What was announced at one place of the path and reads otherwise at another: rewritten on the
   * way, as routers do with the MSS on a tunnel.
   *
   * @param elsewhere the same handshake from another capture
   */
  public List<OptionRewrite> rewritten(Handshake elsewhere) {
    List<OptionRewrite> rewrites = new ArrayList<>();
    for (Side side : Side.values()) {
      OptionRewrite.compare(side, options(side), elsewhere.options(side), rewrites);
    }
    OptionRewrite.compare(this, elsewhere, rewrites);
    return rewrites;
  }

  /**
   * A hint, never a proof, that a SYN cookie was sent (RFC 4987 §3.6): the SYN-ACK leaves out what
   * the client offered, since a cookie without timestamps has no room for it.
   */
  public boolean hintsAtSynCookie() {
    return clientOptions != null
        && serverOptions != null
        && !serverTimestamps
        && clientOptions.sackPermitted()
        && !serverOptions.sackPermitted()
        && clientOptions.windowScale() != Packets.ABSENT
        && serverOptions.windowScale() == Packets.ABSENT;
  }

  /** The MSS that a side announced in octets (RFC 9293 §3.7.1); empty when it announced none. */
  public OptionalInt mss(Side side) {
    Packets.Options options = options(side);
    return options == null ? OptionalInt.empty() : present(options.mss());
  }

  /** The window scale that a side announced (RFC 7323 §2); empty when it announced none. */
  public OptionalInt windowScale(Side side) {
    Packets.Options options = options(side);
    return options == null ? OptionalInt.empty() : present(options.windowScale());
  }

  /** Whether SACK was agreed (RFC 2018 §2); {@code null} when a SYN is not captured. */
  public @Nullable Boolean sack() {
    if (clientOptions == null || serverOptions == null) {
      return null;
    }
    return clientOptions.sackPermitted() && serverOptions.sackPermitted();
  }

  /** Whether timestamps were agreed (RFC 7323 §3); {@code null} when a SYN is not captured. */
  public @Nullable Boolean timestamps() {
    if (clientOptions == null || serverOptions == null) {
      return null;
    }
    return clientTimestamps && serverTimestamps;
  }

  /** The options of a side's SYN, or {@code null} when it was not captured. */
  public Packets.@Nullable Options options(Side side) {
    return side == Side.CLIENT ? clientOptions : serverOptions;
  }

  private static OptionalInt present(int value) {
    return value == Packets.ABSENT ? OptionalInt.empty() : OptionalInt.of(value);
  }
}
