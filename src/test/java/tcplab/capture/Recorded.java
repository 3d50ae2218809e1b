package tcplab.capture;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** The small recordings among the test resources. */
final class Recorded {
  private Recorded() {}

  static Path file(String name) {
    try {
      return Path.of(Objects.requireNonNull(Recorded.class.getResource(name), name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
