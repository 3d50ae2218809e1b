package tcplab.tcp;

/** What makes an endpoint change its state: a user call, a segment, or a timer (RFC 9293 §3.10). */
public enum Trigger {
  /** The user waits for a connection. */
  PASSIVE_OPEN("passive OPEN", Kind.CALL),
  /** The user asks for a connection. */
  ACTIVE_OPEN("active OPEN", Kind.CALL),
  /** The user sends. */
  SEND("SEND", Kind.CALL),
  /** The user has no more to send. */
  CLOSE("CLOSE", Kind.CALL),
  /** The user wants the connection gone. */
  ABORT("ABORT", Kind.CALL),
  /** A SYN without an acknowledgement of ours. */
  SYN("rcv SYN", Kind.SEGMENT),
  /** A SYN that acknowledges ours. */
  SYN_ACK("rcv SYN,ACK", Kind.SEGMENT),
  /** The acknowledgement of our SYN. */
  ACK_OF_SYN("rcv ACK of SYN", Kind.SEGMENT),
  /** A FIN in order. */
  FIN("rcv FIN", Kind.SEGMENT),
  /** The acknowledgement of our FIN. */
  ACK_OF_FIN("rcv ACK of FIN", Kind.SEGMENT),
  /** A RST at RCV.NXT, or in SYN-SENT one that acknowledges our SYN. */
  RST("rcv RST", Kind.SEGMENT),
  /** The same in SYN-RECEIVED after a passive OPEN. */
  RST_AFTER_PASSIVE_OPEN("rcv RST (after a passive OPEN)", Kind.SEGMENT),
  /** A SYN within the window in SYN-RECEIVED after a passive OPEN. */
  SYN_IN_WINDOW("rcv SYN in the window (after a passive OPEN)", Kind.SEGMENT),
  /** A SYN beyond all that the old connection used. */
  NEW_SYN("rcv SYN beyond RCV.NXT", Kind.SEGMENT),
  /** The user's patience is at its end. */
  USER_TIMEOUT("user timeout", Kind.TIMER),
  /** Twice the maximum segment lifetime is over. */
  TIME_WAIT_TIMEOUT("timeout = 2 MSL", Kind.TIMER);

  /** Where it comes from. */
  public enum Kind {
    /** The user's call. */
    CALL,
    /** A segment that arrives. */
    SEGMENT,
    /** A timer that runs out. */
    TIMER
  }

  private final String words;
  private final Kind kind;

  Trigger(String words, Kind kind) {
    this.words = words;
    this.kind = kind;
  }

  /** As the RFC's figure writes it. */
  public String words() {
    return words;
  }

  /** Where it comes from. */
  public Kind kind() {
    return kind;
  }
}
