package tcplab.capture;

import java.io.IOException;

/**
 * Which frames are wanted, in libpcap's language (pcap-filter(7)), such as {@code tcp port 3306 and
 * host 10.8.152.162}.
 *
 * <p>libpcap compiles the expression, once for each link type and byte order of a capture; {@link
 * FilterProgram} then judges the frames. As with {@code tcpdump -r}, a fragment that is not the
 * first has no ports, and a host's name is looked up; an address is not.
 */
public final class PacketFilter {
  /** Wants every frame, and needs no libpcap. */
  public static final PacketFilter ALL = new PacketFilter("");

  private final String expression;

  private PacketFilter(String expression) {
    this.expression = expression;
  }

  /** A filter of this expression. A blank one wants every frame; a wrong one is found on use. */
  public static PacketFilter of(String expression) {
    return expression.isBlank() ? ALL : new PacketFilter(expression);
  }

  /** The expression; empty when every frame is wanted. */
  public String expression() {
    return expression;
  }

  boolean wantsAll() {
    return expression.isEmpty();
  }

  /**
   * The program for frames of one link type.
   *
   * @param linkType a LINKTYPE_ number
   * @param bigEndian the byte order of the capture, which the address family of NULL has too
   * @throws FilterException when libpcap refuses the expression for this link type
   * @throws LibpcapException without libpcap
   */
  FilterProgram program(int linkType, boolean bigEndian) throws IOException {
    return Libpcap.compile(expression, linkType, bigEndian);
  }

  /**
   * The program for Ethernet frames, as {@code tcpdump -d} prints it.
   *
   * @throws FilterException when libpcap refuses the expression
   * @throws LibpcapException without libpcap
   */
  public String listing() throws IOException {
    return Libpcap.compile(expression, LinkType.ETHERNET.number(), false).toString();
  }

  /** Whether there is a link type for which libpcap takes the expression. */
  boolean fitsAnyLinkType() throws IOException {
    for (LinkType type : LinkType.values()) {
      try {
        program(type.number(), false);
        return true;
      } catch (FilterException e) {
        // an expression that this link type does not have a field for
      }
    }
    return false;
  }

  /** The expression. */
  @Override
  public String toString() {
    return expression;
  }
}
