package tcplab.cli;

import java.util.List;

/** A connection was asked for that the capture does not have; the message says what it has. */
final class NoSuchConnectionException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NoSuchConnectionException(List<Integer> asked, long count) {
    super(
        "--connection: no connection "
            + String.join(", ", asked.stream().map(String::valueOf).toList())
            + " in the capture; "
            + there(count));
  }

  private static String there(long count) {
    if (count == 0) {
      return "it has none";
    }
    return count == 1 ? "it has one, which is 0" : "they are 0 to " + (count - 1);
  }
}
