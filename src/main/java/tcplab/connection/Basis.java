package tcplab.connection;

import java.util.Locale;

/** What a statement about an end's state rests on. Only {@link #SEEN} is an observation. */
public enum Basis {
  /**
   * The packet that made the end change was sent by this end, or was captured on its way into it.
   */
  SEEN,
  /** The packet that made the change was sent by the peer; a later one proves that it arrived. */
  INFERRED,
  /** The change follows if the packet arrived, and nothing in the capture proves that it did. */
  PRESUMED,
  /** The packets do not tell. */
  UNKNOWN;

  /** The lower-case name, as the tables write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
