package tcplab.connection;

import java.util.Locale;

/** One of the two ends of a connection: who opened it, and who was called. */
public enum Side {
  /** The end that sent the first SYN, or is taken for it; see {@link Orientation}. */
  CLIENT,
  /** The other end. */
  SERVER;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The end across the wire. */
  public Side peer() {
    return this == CLIENT ? SERVER : CLIENT;
  }

  /** {@code client} or {@code server}, as the tables write it. */
  public String label() {
    return label;
  }
}
