package tcplab.capture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pcap4j.core.Pcaps;

/** What this machine has for tests of filters and live captures. */
public final class Machine {
  private Machine() {}

  /** Whether pcap4j finds libpcap. */
  public static boolean hasLibpcap() {
    try {
      return !Pcaps.libVersion().isEmpty();
    } catch (LinkageError e) {
      return false;
    }
  }

  static boolean hasTcpdump() {
    return Files.isExecutable(Path.of("/usr/bin/tcpdump"))
        || Files.isExecutable(Path.of("/usr/sbin/tcpdump"));
  }

  /** Whether one may capture here; the tests open sockets on the loopback interface only. */
  public static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** A handshake, some data and a teardown: 11 segments. */
  static Path lessonsCapture() {
    String base = System.getProperty("tcplab.basedir", System.getProperty("user.dir"));
    return Path.of(base, "notebooks/data/handshake_close.client.pcap");
  }

  /** Runs a program to its good end. */
  static void run(String... words) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0 && !said.contains("truncated dump file")) {
      throw new AssertionError(String.join(" ", words) + ": " + said);
    }
  }
}
