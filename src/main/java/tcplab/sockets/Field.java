package tcplab.sockets;

import java.util.Locale;

/**
 * The numbers that may be known of a socket, named as the data dictionary's columns. Any of them
 * may be missing; none is ever 0 or -1 instead.
 */
public enum Field {
  /** The local port; missing when the socket has none. */
  LOCAL_PORT(false),
  /** The remote port; missing for a listener. */
  REMOTE_PORT(false),
  /**
   * Octets received and not yet read; missing for a listener on Linux, see {@link #ACCEPT_QUEUE}.
   */
  RECV_QUEUE(true),
  /** Octets sent and not yet acknowledged, or not yet sent; missing for a listener on Linux. */
  SEND_QUEUE(true),
  /** Milliseconds until the timer fires. */
  TIMER_MS(true),
  /** Unanswered retransmissions of the segment that is being repeated now. */
  RETRANSMITS(false),
  /** The user who owns the socket; TIME_WAIT has none. */
  UID(true),
  /** The socket's inode number; TIME_WAIT, SYN_RECEIVED and orphans have none. */
  INODE(true),
  /** The kernel's number of the socket, unique until the next boot. */
  COOKIE(true),
  /** The process that holds the socket; the lowest when several do. */
  PID(false),
  /** The number of the descriptor in that process. */
  FD(false),
  /** Smoothed round-trip time in microseconds (RFC 6298). */
  RTT_US(true),
  /** Variation of the round-trip time in microseconds. */
  RTT_VAR_US(true),
  /** Retransmission timeout in microseconds. */
  RTO_US(true),
  /** Maximum segment size used for sending, in octets. */
  MSS(false),
  /** Path MTU in octets. */
  PMTU(false),
  /** Congestion window in segments. */
  CWND(false),
  /** Slow-start threshold in segments; missing while it is infinite. */
  SSTHRESH(false),
  /** Octets acknowledged by the peer; the SYN counts as one, as the kernel has it. */
  BYTES_ACKED(true),
  /** Octets received in order. */
  BYTES_RECEIVED(true),
  /** Segments received. */
  SEGMENTS_IN(true),
  /** Segments sent. */
  SEGMENTS_OUT(true),
  /** Segments sent again since the connection began. */
  RETRANSMITS_TOTAL(true),
  /** The most recent delivery rate, in octets per second. */
  DELIVERY_RATE(true),
  /** The rate the sender is paced to, in octets per second; missing while unlimited. */
  PACING_RATE(true),
  /** The least round-trip time seen, in microseconds. */
  MIN_RTT_US(true),
  /** A listener's connections that wait for {@code accept}. */
  ACCEPT_QUEUE(false),
  /** How many may wait for {@code accept} (listen(2)). */
  BACKLOG(false),
  /** Octets of memory that received data takes up. */
  RECV_MEMORY(true),
  /** The most that it may take up: SO_RCVBUF (socket(7)). */
  RECV_BUFFER(true),
  /** Octets of memory that data to be sent or acknowledged takes up. */
  SEND_MEMORY(true),
  /** The most that it may take up: SO_SNDBUF. */
  SEND_BUFFER(true),
  /** Segments or datagrams that the socket dropped, for want of room above all. */
  DROPS(true);

  private final String column;
  private final boolean wide;

  Field(boolean wide) {
    this.column = name().toLowerCase(Locale.ROOT);
    this.wide = wide;
  }

  /** The name of the column, such as {@code local_port}. */
  public String column() {
    return column;
  }

  /** Whether values need 64 bits. */
  public boolean wide() {
    return wide;
  }
}
