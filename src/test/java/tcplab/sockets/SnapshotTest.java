package tcplab.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import tcplab.tcp.State;

class SnapshotTest {
  private static final String TEXT =
      """
      LISTEN     0 128 0.0.0.0:3306             0.0.0.0:*                users:(("mysqld",pid=812,fd=20))
      ESTAB      0 0   10.8.152.162:3306        10.8.2.30:52814          users:(("mysqld",pid=812,fd=31))
      ESTAB      0 0   10.8.152.162:33060       10.8.2.30:13306
      TIME-WAIT  0 0   [::ffff:10.8.152.162]:80 [::ffff:10.8.2.31]:3306
      CLOSE-WAIT 1 0   [::1]:60047              [::1]:43724
      """;

  private static Snapshot snapshot() {
    try {
      return SocketText.parse(TEXT);
    } catch (SocketTextException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void port_3306_finds_neither_33060_nor_13306() {
    assertThat(snapshot().port(3306).size()).isEqualTo(3);
    assertThat(snapshot().localPort(3306).size()).isEqualTo(2);
    assertThat(snapshot().remotePort(3306).size()).isEqualTo(1);
    assertThat(snapshot().port(33060).size()).isEqualTo(1);
    assertThat(snapshot().port(1).size()).isZero();
  }

  @Test
  void a_port_out_of_range_is_refused() {
    for (int port : new int[] {-1, 0, 65536}) {
      assertThatThrownBy(() -> snapshot().port(port))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("65535");
    }
  }

  @Test
  void filters_can_be_chained_and_keep_the_values() {
    Snapshot found = snapshot().port(3306).state(State.ESTABLISHED);
    assertThat(found.size()).isEqualTo(1);
    assertThat(found.process(0)).contains("mysqld");
    assertThat(found.number(0, Field.FD)).hasValue(31);
    assertThat(found.source()).isEqualTo(Source.TEXT);
    assertThat(snapshot().state(State.LISTEN, State.CLOSE_WAIT).size()).isEqualTo(2);
  }

  @Test
  void an_address_also_finds_its_mapped_form_and_a_network_its_hosts() {
    assertThat(snapshot().address("10.8.2.31").size()).isEqualTo(1);
    assertThat(snapshot().address("10.8.0.0/16").size()).isEqualTo(3);
    assertThat(snapshot().address("::1").size()).isEqualTo(1);
    assertThat(snapshot().address("nowhere.example").size()).isZero();
  }

  @Test
  void listening_and_connected_divide_the_sockets() {
    assertThat(snapshot().listening().size()).isEqualTo(1);
    assertThat(snapshot().connected().size()).isEqualTo(4);
    assertThat(snapshot().process("mysqld").size()).isEqualTo(2);
    assertThat(snapshot().pid(812).size()).isEqualTo(2);
  }

  @Test
  void an_empty_result_has_a_histogram_of_zeros() {
    assertThat(snapshot().port(1).stateHistogram())
        .hasSize(11)
        .allSatisfy((state, count) -> assertThat(count).isZero());
  }

  @Test
  void missing_stays_missing() {
    assertThat(snapshot().has(2, Field.PID)).isFalse();
    assertThat(snapshot().number(2, Field.PID)).isEmpty();
    assertThat(snapshot().number(2, Field.PID, -7)).isEqualTo(-7);
    assertThat(snapshot().process(2)).isEmpty();
    assertThat(snapshot().timeNs()).isEmpty();
  }
}
