package tcplab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import tcplab.tcp.Flags;

class PacketsBuilderTest {
  private static final Packets.Options SYN_OPTIONS =
      new Packets.Options(1460, 7, true, new int[0], Packets.ABSENT);

  @Test
  void both_directions_belong_to_one_flow_numbered_by_first_packet() {
    Packets packets =
        Packets.builder()
            .add(1, "10.0.0.2", 40000, "10.0.0.1", 80, 5, 0, Flags.SYN, 64240, 0)
            .add(2, "10.0.0.3", 40000, "10.0.0.1", 80, 5, 0, Flags.SYN, 64240, 0)
            .add(3, "10.0.0.1", 80, "10.0.0.2", 40000, 9, 6, Flags.SYN | Flags.ACK, 65160, 0)
            .build();

    assertThat(packets.flowCount()).isEqualTo(2);
    assertThat(packets.flow(0)).isZero();
    assertThat(packets.flow(1)).isEqualTo(1);
    assertThat(packets.flow(2)).isZero();
    assertThat(packets.forward(0)).isTrue();
    assertThat(packets.forward(2)).isFalse();
    assertThat(packets.source(2)).isEqualTo("10.0.0.1");
    assertThat(packets.sourcePort(2)).isEqualTo(80);
    assertThat(packets.destination(2)).isEqualTo("10.0.0.2");
    assertThat(packets.destinationPort(2)).isEqualTo(40000);
    assertThat(packets.flowAddress(0, true)).isSameAs(packets.source(0));
  }

  @Test
  void what_is_said_after_add_belongs_to_the_segment_just_added() {
    Packets packets =
        Packets.builder()
            .add(1, "::1", 1, "::2", 2, 5, 0, Flags.SYN, 1, 0, SYN_OPTIONS, 11, 0)
            .packet(7)
            .ttl(64)
            .ipId(0xffff)
            .ecn(3)
            .checksum(Packets.Checksum.BAD)
            .add(2, "::2", 2, "::1", 1, 5, 0, Flags.AE | Flags.ACK, 65535, 3)
            .build();

    assertThat(packets.options(0)).isEqualTo(SYN_OPTIONS);
    assertThat(packets.hasTimestamps(0)).isTrue();
    assertThat(packets.tsValue(0)).isEqualTo(11);
    assertThat(packets.packet(0)).isEqualTo(7);
    assertThat(packets.ttl(0)).isEqualTo(64);
    assertThat(packets.ipId(0)).isEqualTo(0xffff);
    assertThat(packets.ecn(0)).isEqualTo(3);
    assertThat(packets.checksum(0)).isEqualTo(Packets.Checksum.BAD);
    assertThat(packets.options(1)).isSameAs(Packets.Options.NONE);
    assertThat(packets.hasTimestamps(1)).isFalse();
    assertThat(packets.hasIpId(1)).isFalse();
    assertThat(packets.packet(1)).isEqualTo(8);
    assertThat(packets.flags(1)).isEqualTo(0x110);
    assertThat(packets.checksum(1)).isEqualTo(Packets.Checksum.UNVERIFIED);
    assertThat(packets.frames()).isEqualTo(2);
  }

  @Test
  void many_flows_are_all_found_again() {
    PacketsBuilder builder = Packets.builder();
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 5000; i++) {
        String four = "10.0." + (i >> 8) + "." + (i & 255);
        String six = "2001:db8::" + Integer.toHexString(i + 1);
        if (round == 0) {
          builder.add(0, four, 1000 + i, "10.9.9.9", 80, 1, 0, Flags.SYN, 0, 0);
          builder.add(0, six, 1000 + i, "2001:db8::9:9", 80, 1, 0, Flags.SYN, 0, 0);
        } else {
          builder.add(0, "10.9.9.9", 80, four, 1000 + i, 1, 0, Flags.ACK, 0, 0);
          builder.add(0, "2001:db8::9:9", 80, six, 1000 + i, 1, 0, Flags.ACK, 0, 0);
        }
      }
    }
    Packets packets = builder.build();
    assertThat(packets.flowCount()).isEqualTo(10_000);
    for (int row = 0; row < 10_000; row++) {
      assertThat(packets.flow(row)).isEqualTo(row).isEqualTo(packets.flow(row + 10_000));
      assertThat(packets.forward(row + 10_000)).isFalse();
      assertThat(packets.destination(row + 10_000)).isEqualTo(packets.source(row));
    }
  }

  @Test
  void a_port_out_of_range_and_an_address_that_is_none_are_refused() {
    assertThatThrownBy(() -> Packets.builder().add(1, "1.2.3.4", 65536, "::1", 1, 0, 0, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65536");
    assertThatThrownBy(() -> Packets.builder().add(1, "1.2.3", 1, "::1", 1, 0, 0, 0, 0, 0))
        .hasMessageContaining("'1.2.3' is no IP address");
    assertThatThrownBy(() -> Packets.builder().ttl(3)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void duplicate_sack_is_told_by_the_first_block() {
    assertThat(sack(100, 200).dsack(200)).isTrue();
    assertThat(sack(100, 200).dsack(100)).isFalse();
    assertThat(sack(120, 130, 110, 140).dsack(50)).isTrue();
    assertThat(sack(0xfffffff0, 5).dsack(10)).isTrue();
    assertThat(Packets.Options.NONE.dsack(10)).isFalse();
  }

  private static Packets.Options sack(int... edges) {
    return new Packets.Options(Packets.ABSENT, Packets.ABSENT, false, edges, Packets.ABSENT);
  }
}
