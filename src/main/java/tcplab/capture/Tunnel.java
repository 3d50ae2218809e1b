package tcplab.capture;

/** What carries IP packets inside IP packets; the column {@code encapsulation} names them. */
enum Tunnel {
  IPIP,
  GRE,
  ERSPAN,
  VXLAN,
  GENEVE,
  GTP_U,
  L2TP,
  TEREDO,
  CAPWAP,
  AYIYA;

  /** Lower case, {@code -} for {@code _}. */
  String text() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** The tunnels of {@link Frame#tunnels}, outermost first. */
  static String text(long tunnels) {
    StringBuilder out = new StringBuilder();
    for (int shift = 60; shift >= 0; shift -= 4) {
      int code = (int) (tunnels >>> shift) & 15;
      if (code != 0) {
        out.append(out.isEmpty() ? "" : " ").append(values()[code - 1].text());
      }
    }
    return out.toString();
  }
}
