package tcplab.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tcplab.capture.Packets;
import tcplab.tcp.Flags;

class PacketTableTest {
  private static final Packets.Options SYN =
      new Packets.Options(1460, 7, true, new int[0], Packets.ABSENT);
  private static final Packets.Options SACK =
      new Packets.Options(
          Packets.ABSENT, Packets.ABSENT, false, new int[] {0xfffffff0, 16, 32, 64}, 3);

  private final Packets packets =
      Packets.builder()
          .add(7, "10.0.0.1", 1, "10.0.0.2", 2, 0x80000000, 0, Flags.SYN, 9, 0, SYN, -1, 0)
          .checksum(Packets.Checksum.GOOD)
          .ttl(64)
          .ecn(2)
          .add(8, "10.0.0.2", 2, "10.0.0.1", 1, 5, 20, Flags.ACK | Flags.URG, 9, 4, SACK)
          .build();

  private static final PacketTable.ConnectionColumns NOTHING_KNOWN =
      new PacketTable.ConnectionColumns() {
        @Override
        public int connection(int row) {
          return -1;
        }

        @Override
        public @Nullable String sender(int row) {
          return row == 0 ? "client" : null;
        }

        @Override
        public @Nullable String events(int row) {
          return null;
        }
      };

  @Test
  void the_columns_are_those_of_the_data_dictionary_in_its_order() {
    assertThat(PacketTable.of(packets, NOTHING_KNOWN).columnNames())
        .containsExactly(
            "packet",
            "time_ns",
            "src",
            "src_port",
            "dst",
            "dst_port",
            "seq",
            "ack",
            "flags",
            "window",
            "length",
            "mss",
            "window_scale",
            "sack_permitted",
            "sack",
            "ts_value",
            "ts_echo",
            "urgent",
            "checksum",
            "connection",
            "sender",
            "events");
    assertThat(PacketTable.all(packets, NOTHING_KNOWN).columnNames())
        .containsSequence(
            "interface",
            "encapsulation",
            "vlan",
            "ip_id",
            "ttl",
            "ecn",
            "captured_length",
            "window_bytes",
            "bytes_in_flight",
            "rtt_us",
            "dsack");
  }

  @Test
  void numbers_are_unsigned_and_missing_values_are_missing() {
    assertThat(row(0))
        .isEqualTo(
            "1|7|10.0.0.1|1|10.0.0.2|2|2147483648|0|S|9|0|1460|7|true||4294967295|0||good"
                + "||client||0||||64|ect0||||||false");
    assertThat(row(1))
        .isEqualTo(
            "2|8|10.0.0.2|2|10.0.0.1|1|5|20|.U|9|4|||false"
                + "|4294967280-16,32-64|||3|unverified||||0||||||||||4294967280-16|false");
  }

  private String row(int row) {
    StringBuilder out = new StringBuilder();
    for (Column column : PacketTable.all(packets, NOTHING_KNOWN).columns()) {
      out.append(column.name().equals("packet") ? "" : "|");
      int before = out.length();
      column.append(row, out);
      assertThat(out.length() == before).isEqualTo(column.isMissing(row));
    }
    return out.toString();
  }
}
