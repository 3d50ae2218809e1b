package tcplab.sockets;

/** A text is no condition on sockets. The message says where and what could stand there. */
public final class SocketFilterException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  SocketFilterException(String filter, int position, String problem) {
    super(
        "filter '"
            + Printable.of(filter)
            + "', character "
            + (position + 1)
            + ": "
            + Printable.of(problem));
  }
}
