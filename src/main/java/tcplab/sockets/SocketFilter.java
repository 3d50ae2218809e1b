package tcplab.sockets;

/**
 * A condition on sockets in the words of ss (ss(8), section FILTER).
 *
 * <pre>{@code
 * SocketFilter.parse("state established dport = :3306").of(snapshot);
 * SocketFilter.parse("exclude time-wait ( sport >= :1024 or not dst 10.0.0.0/8 )").of(snapshot);
 * }</pre>
 *
 * <p>First come {@code state} and {@code exclude}, each with a state or a group of states: {@code
 * all}, {@code connected} (all but LISTEN and CLOSED), {@code synchronized} (those without
 * SYN_SENT), {@code bucket} (SYN_RECEIVED and TIME_WAIT, for which the kernel keeps no full socket)
 * and {@code big} (the others). Several {@code state} add up. Without them every state is wanted,
 * while ss itself leaves out LISTEN and CLOSED.
 *
 * <p>Then comes an expression of {@code src}, {@code dst} (an address, a network, with or without
 * port), {@code sport}, {@code dport} (a number or a service's name, with or without colon), with
 * {@code = != < <= > >=} or {@code eq neq lt leq gt geq}; joined by {@code and or not} or {@code &
 * | !}, of which {@code and} binds tighter and may be left out. Of our own are {@code process},
 * {@code pid}, {@code uid} and {@code cgroup}, with {@code =} or {@code !=}.
 */
public final class SocketFilter {
  /** Whether a row of a snapshot is wanted. */
  interface RowTest {
    boolean test(Snapshot sockets, int row);
  }

  private final String text;
  private final RowTest test;

  private SocketFilter(String text, RowTest test) {
    this.text = text;
    this.test = test;
  }

  /**
   * Reads a condition. An empty one wants every socket.
   *
   * @throws SocketFilterException when it is none; it says where and what could stand there
   */
  public static SocketFilter parse(String text) {
    return new SocketFilter(text, new FilterParser(text).parse());
  }

  /** The sockets for which the condition holds. */
  public Snapshot of(Snapshot sockets) {
    return sockets.where(row -> test.test(sockets, row));
  }

  /** The condition as it was written. */
  @Override
  public String toString() {
    return text;
  }
}
