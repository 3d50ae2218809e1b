package tcplab.capture;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/** Our columns and tshark's fields in one spelling, so that they can be compared as text. */
final class TsharkFields {
  private TsharkFields() {}

  /** What tshark says of a frame's innermost TCP segment. */
  static Map<String, String> expected(Map<String, String> row) {
    Map<String, String> fields = new LinkedHashMap<>();
    String protocols = row.getOrDefault("frame.protocols", "");
    String[] names = protocols.substring(0, protocols.indexOf(":tcp")).split(":");
    boolean ipv6 =
        Arrays.asList(names).lastIndexOf("ipv6") > Arrays.asList(names).lastIndexOf("ip");
    String family = ipv6 ? "ipv6" : "ip";
    fields.put("time", nanoseconds(row.getOrDefault("frame.time_epoch", "")));
    fields.put("src", last(row.getOrDefault(family + ".src", "")));
    fields.put("dst", last(row.getOrDefault(family + ".dst", "")));
    for (String same :
        new String[] {
          "tcp.srcport",
          "tcp.dstport",
          "tcp.seq_raw",
          "tcp.ack_raw",
          "tcp.window_size_value",
          "tcp.len",
          "tcp.options.mss_val",
          "tcp.options.wscale.shift",
          "tcp.options.timestamp.tsval",
          "tcp.options.timestamp.tsecr"
        }) {
      fields.put(same, row.getOrDefault(same, ""));
    }
    String flags = row.getOrDefault("tcp.flags", "");
    fields.put("tcp.flags", flags.isEmpty() ? "" : "" + (Integer.decode(flags) & 0x1ff));
    fields.put("reserved bits", flags.isEmpty() ? "0" : "" + (Integer.decode(flags) >> 9));
    fields.put("sack_perm", "" + !row.getOrDefault("tcp.options.sack_perm", "").isEmpty());
    fields.put("sack", sack(row));
    boolean urgent = !flags.isEmpty() && (Integer.decode(flags) & 0x20) != 0;
    fields.put("urgent", urgent ? row.getOrDefault("tcp.urgent_pointer", "") : "");
    fields.put("checksum", row.getOrDefault("tcp.checksum.status", ""));
    fields.put("frame.cap_len", row.getOrDefault("frame.cap_len", ""));
    return fields;
  }

  /** What we say of it. */
  static Map<String, String> of(Packets packets, int row) {
    Map<String, String> fields = new LinkedHashMap<>();
    Packets.Options options = packets.options(row);
    boolean stamped = packets.hasTimestamps(row);
    fields.put("time", "" + packets.timeNs(row));
    fields.put("src", packets.source(row));
    fields.put("dst", packets.destination(row));
    fields.put("tcp.srcport", "" + packets.sourcePort(row));
    fields.put("tcp.dstport", "" + packets.destinationPort(row));
    fields.put("tcp.seq_raw", unsigned(packets.knowsSeq(row), packets.seq(row)));
    fields.put("tcp.ack_raw", unsigned(packets.knowsAck(row), packets.ack(row)));
    fields.put("tcp.window_size_value", unsigned(packets.knowsWindow(row), packets.window(row)));
    fields.put("tcp.len", unsigned(packets.knowsLength(row), packets.length(row)));
    fields.put("tcp.options.mss_val", unsigned(options.mss() >= 0, options.mss()));
    fields.put(
        "tcp.options.wscale.shift", unsigned(options.windowScale() >= 0, options.windowScale()));
    fields.put("tcp.options.timestamp.tsval", unsigned(stamped, packets.tsValue(row)));
    fields.put("tcp.options.timestamp.tsecr", unsigned(stamped, packets.tsEcho(row)));
    fields.put("tcp.flags", unsigned(packets.knowsFlags(row), packets.flags(row)));
    fields.put("reserved bits", "0");
    fields.put("sack_perm", "" + options.sackPermitted());
    fields.put("sack", edges(options.sack()));
    fields.put("urgent", unsigned(options.urgent() >= 0, options.urgent()));
    fields.put("checksum", checksum(packets, row));
    fields.put("frame.cap_len", "" + packets.capturedLength(row));
    return fields;
  }

  private static String checksum(Packets packets, int row) {
    return switch (packets.checksum(row)) {
      case BAD -> "0";
      case GOOD -> "1";
      case UNVERIFIED -> packets.isWhole(row) ? "2" : "";
    };
  }

  private static String unsigned(boolean known, int value) {
    return known ? Integer.toUnsignedString(value) : "";
  }

  private static String edges(int[] sack) {
    StringJoiner text = new StringJoiner(",");
    for (int i = 0; i + 1 < sack.length; i += 2) {
      text.add(Integer.toUnsignedString(sack[i]) + "-" + Integer.toUnsignedString(sack[i + 1]));
    }
    return text.toString();
  }

  /** tshark prints the edges relative to the same origin as the acknowledgement number. */
  private static String sack(Map<String, String> row) {
    if (row.getOrDefault("tcp.options.sack_le", "").isEmpty()) {
      return "";
    }
    long origin =
        Long.parseLong(row.getOrDefault("tcp.ack_raw", ""))
            - Long.parseLong(row.getOrDefault("tcp.ack", ""));
    String[] left = row.getOrDefault("tcp.options.sack_le", "").split(",");
    String[] right = row.getOrDefault("tcp.options.sack_re", "").split(",");
    int[] edges = new int[left.length * 2];
    for (int i = 0; i < left.length; i++) {
      edges[2 * i] = (int) (Long.parseLong(left[i]) + origin);
      edges[2 * i + 1] = (int) (Long.parseLong(right[i]) + origin);
    }
    return edges(edges);
  }

  private static String last(String values) {
    return values.substring(values.lastIndexOf(',') + 1);
  }

  /** A fraction of more than nine digits is a broken one, counted in ns all the same. */
  private static String nanoseconds(String seconds) {
    int point = seconds.indexOf('.');
    BigInteger whole = new BigInteger(seconds.substring(0, point));
    BigInteger fraction = new BigInteger(seconds.substring(point + 1));
    return "" + whole.multiply(BigInteger.valueOf(1_000_000_000)).add(fraction);
  }
}
