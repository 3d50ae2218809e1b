package tcplab.simulation;

/** How an end keeps the network from being flooded. */
public enum Congestion {
  /** Not at all: only the receiver's window holds it back. */
  NONE("no congestion window"),
  /** Slow start, congestion avoidance, fast retransmit; then slow start again from one segment. */
  TAHOE("Jacobson 1988"),
  /** Fast recovery, which ends with the first new ACK. */
  RENO("RFC 5681"),
  /** Fast recovery until all that was outstanding is acknowledged. */
  NEWRENO("RFC 6582"),
  /** NewReno's recovery; the window grows as a cubic function of time. */
  CUBIC("RFC 9438");

  private final String reference;

  Congestion(String reference) {
    this.reference = reference;
  }

  /** Where it is described. */
  public String reference() {
    return reference;
  }

  /** Whether three duplicate ACKs lead into fast recovery. */
  boolean recovers() {
    return this == RENO || this == NEWRENO || this == CUBIC;
  }
}
