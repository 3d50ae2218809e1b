package tcplab.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PublisherTest {
  @Test
  void dates_are_iso_8601_in_utc() {
    Random random = new Random(20261123);
    for (int i = 0; i < 1000; i++) {
      long millis = random.nextLong(4_000_000_000_000L);
      assertThat(Instant.parse(Publisher.date(millis)).toEpochMilli()).isEqualTo(millis);
    }
    assertThat(Publisher.date(1_000)).isEqualTo("1970-01-01T00:00:01.000Z");
  }
}
