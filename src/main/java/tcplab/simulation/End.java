package tcplab.simulation;

import java.util.Locale;

/** One of the two ends. */
public enum End {
  /** The one that opens actively, 172.18.0.5 port 40000. */
  CLIENT("172.18.0.5", 40000),
  /** The one that listens, 172.18.0.3 port 8080. */
  SERVER("172.18.0.3", 8080);

  private final String address;
  private final int port;

  End(String address, int port) {
    this.address = address;
    this.port = port;
  }

  /** The other one. */
  public End peer() {
    return this == CLIENT ? SERVER : CLIENT;
  }

  /** Its IPv4 address. */
  public String address() {
    return address;
  }

  /** Its port. */
  public int port() {
    return port;
  }

  /** The lower-case name. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
