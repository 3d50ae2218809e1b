package tcplab.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IpAddressTest {
  @Test
  void ipv6_is_written_as_rfc_5952_wants_it() {
    assertThat(IpAddress.text(0, 0)).isEqualTo("::");
    assertThat(IpAddress.text(0, 1)).isEqualTo("::1");
    assertThat(IpAddress.text(0, 0xffff_7f00_0001L)).isEqualTo("::ffff:127.0.0.1");
    assertThat(IpAddress.text(0x2001_0db8_0000_0000L, 0x0000_0000_0000_0001L))
        .isEqualTo("2001:db8::1");
    assertThat(IpAddress.text(0x2001_0db8_0000_0001L, 0x0001_0001_0001_0001L))
        .isEqualTo("2001:db8:0:1:1:1:1:1");
    assertThat(IpAddress.text(0x2001_0000_0000_0001L, 0x0000_0000_0000_0001L))
        .isEqualTo("2001:0:0:1::1");
    assertThat(IpAddress.text(0xfe80_0000_0000_0000L, 0)).isEqualTo("fe80::");
  }

  @Test
  void what_is_written_is_read_back_and_as_the_jdk_reads_it() throws UnknownHostException {
    Random random = new Random(5952);
    for (int i = 0; i < 20_000; i++) {
      long high = random.nextLong() & sparse(random);
      long low = random.nextLong() & sparse(random);
      String text = IpAddress.text(high, low);
      byte[] octets = IpAddress.parse(text);
      assertThat(octets).as(text).isNotNull();
      long readHigh = java.nio.ByteBuffer.wrap(octets).getLong(0);
      long readLow = java.nio.ByteBuffer.wrap(octets).getLong(8);
      assertThat(new long[] {readHigh, readLow}).as(text).containsExactly(high, low);
      byte[] jdk = InetAddress.getByName(text).getAddress();
      assertThat(Arrays.copyOfRange(octets, 16 - jdk.length, 16)).as(text).isEqualTo(jdk);
    }
  }

  private static long sparse(Random random) {
    long mask = 0;
    for (int group = 0; group < 4; group++) {
      mask = mask << 16 | (random.nextInt(3) == 0 ? 0xffff : 0);
    }
    return mask;
  }

  @Test
  void what_is_no_address_is_refused() {
    for (String text :
        new String[] {
          "",
          "1.2.3",
          "1.2.3.4.5",
          "256.1.1.1",
          "1..2.3",
          "::1::",
          "12345::",
          "1:2:3:4:5:6:7",
          "1:2:3:4:5:6:7:8:9",
          ":",
          "g::",
          "::1.2.3",
          "localhost",
          "0001.2.3.4"
        }) {
      assertThat(IpAddress.parse(text)).as(text).isNull();
    }
  }

  @Test
  void a_network_contains_its_addresses_and_no_others() {
    assertThat(Network.parse("10.8.0.0/16").contains("10.8.198.151")).isTrue();
    assertThat(Network.parse("10.8.0.0/16").contains("::ffff:10.8.198.151")).isTrue();
    assertThat(Network.parse("10.8.0.0/16").contains("10.9.0.1")).isFalse();
    assertThat(Network.parse("10.8.0.0/13").contains("10.15.0.1")).isTrue();
    assertThat(Network.parse("10.8.0.0/13").contains("10.16.0.1")).isFalse();
    assertThat(Network.parse("0.0.0.0/0").contains("2001:db8::1")).isFalse();
    assertThat(Network.parse("2001:db8::/32").contains("2001:db8:1::1")).isTrue();
    assertThat(Network.parse("127.0.0.53").contains("127.0.0.53%lo")).isTrue();
    assertThat(Network.parse("localhost").contains("localhost")).isTrue();
    for (String text :
        new String[] {"10.0.0.0/33", "10.0.0.0/x", "2001:db8::/129", "host/8", "10.0.0.0/"}) {
      assertThatThrownBy(() -> Network.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
