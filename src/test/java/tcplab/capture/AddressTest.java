package tcplab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  @ParameterizedTest
  @CsvSource({
    "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "0:0:1::, 0:0:1::",
    "::ffff:10.1.2.3, ::ffff:10.1.2.3",
    "fe80::1%eth0, fe80::1",
    "1:0:0:2:0:0:0:3, 1:0:0:2::3"
  })
  void ipv6_is_written_as_rfc_5952_says(String text, String canonical) {
    long[] bits = Address.parseIpv6(text);
    assertThat(Address.text(bits[0], bits[1])).isEqualTo(canonical);
  }

  @Test
  void every_address_survives_text() {
    SplittableRandom random = new SplittableRandom(5952);
    for (int i = 0; i < 20_000; i++) {
      long mask = 0xff00ffff0000ffffL << random.nextInt(64);
      long high = random.nextLong() & mask;
      long low = random.nextLong() & ~mask;
      assertThat(Address.parseIpv6(Address.text(high, low))).containsExactly(high, low);
      assertThat(Address.parseIpv4(Address.text((int) low))).isEqualTo((int) low);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        ":::",
        "1:2:3:4:5:6:7",
        "1::2::3",
        "12345::",
        "g::",
        "1:2:3:4:5:6:7:8:9",
        "::1.2.3",
        "1:2:3:4:5:6:7:1.2.3.4"
      })
  void text_that_is_no_ipv6_address_is_refused(String text) {
    assertThatThrownBy(() -> Address.parseIpv6(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1.2.3",
        "1.2.3.4.5",
        "256.1.1.1",
        "1..2.3",
        "1.2.3.-4",
        "٣.1.1.1",
        "1.2.3.\u001b[2J"
      })
  void text_that_is_no_ipv4_address_is_refused(String text) {
    assertThatThrownBy(() -> Address.parseIpv4(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("\u001b");
  }
}
