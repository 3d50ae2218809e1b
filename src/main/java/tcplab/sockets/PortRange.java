package tcplab.sockets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The ports from which the kernel chooses one for a connection that names none ({@code
 * ip_local_port_range}, ip(7)).
 *
 * @param first the lowest
 * @param last the highest
 * @param known whether the machine told it; otherwise it is Linux's default
 */
public record PortRange(int first, int last, boolean known) {
  /** What Linux starts with. */
  public static final PortRange DEFAULT = new PortRange(32768, 60999, false);

  /** This machine's range, or the default where it does not tell. */
  public static PortRange ofThisMachine() {
    return read(Path.of("/proc/sys/net/ipv4/ip_local_port_range"));
  }

  static PortRange read(Path file) {
    try {
      // By lines, which are read in one call: a file of /proc/sys gives nothing to a second one,
      // and
      // Files.readString asks for the first octet alone.
      String[] words = String.join(" ", Files.readAllLines(file)).strip().split("\\s+", -1);
      int first = Integer.parseInt(words[0]);
      int last = words.length == 2 ? Integer.parseInt(words[1]) : 0;
      return first > 0 && last >= first ? new PortRange(first, last, true) : DEFAULT;
    } catch (IOException | NumberFormatException e) {
      // Not Linux, or no such file in this container: the default is as good a guess as any.
      return DEFAULT;
    }
  }

  /** How many ports there are. */
  public int size() {
    return last - first + 1;
  }

  boolean contains(long port) {
    return port >= first && port <= last;
  }
}
