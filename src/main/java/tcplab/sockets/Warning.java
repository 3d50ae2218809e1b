package tcplab.sockets;

import java.util.Locale;

/**
 * A sign in a snapshot that something is wrong, with the rows that show it.
 *
 * @param sign which sign
 * @param subject what it is about: a process, a listener, a remote host; hostile text
 * @param finding what was found, with numbers
 * @param rows the sockets that show it
 */
public record Warning(Sign sign, String subject, String finding, Snapshot rows) {
  /** The signs, and what each means. */
  public enum Sign {
    /** A process does not close what its peers have closed. */
    CLOSE_WAIT_LEAK(
        "The peers have closed, this process has not: it forgets to close (a leak, until it runs out of descriptors), or"
            + " it hangs. CLOSE_WAIT ends only with close(); no timer of TCP ends it (RFC 9293 §3.6). Look at what the"
            + " process does when it reads the end of the stream."),
    /** Handshakes wait for their last ACK. */
    SYN_RECEIVED_PILING_UP(
        "Many SYNs were answered and the last ACK of the handshake does not come: a SYN flood with forged addresses"
            + " (RFC 4987), or the way back to these clients is broken. SYN cookies keep the listener alive; look at"
            + " TcpExtSyncookiesSent and at the remote addresses."),
    /** More connections are open than the process accepts. */
    ACCEPT_QUEUE_FULL(
        "The handshakes are done, but the process does not call accept() fast enough. When the queue is full, the kernel"
            + " drops the last ACK of new handshakes and clients wait and retry (TcpExtListenOverflows counts them). Look"
            + " at what the process does meanwhile; then at its backlog (listen(2)) and net.core.somaxconn."),
    /** A segment is sent again and not acknowledged. */
    RETRANSMITTING(
        "Data or a FIN was sent again and is not acknowledged: loss, a peer that is gone, or a firewall that forgot the"
            + " connection. The wait doubles each time (RFC 6298); after about 15 minutes the kernel gives up with ETIMEDOUT."),
    /** Many of a connection's segments had to be sent again. */
    LOSSY(
        "A good part of what this connection sent had to be sent again: loss on the path. Compare other connections to"
            + " the same network, and the counters of the interface."),
    /** The peer has no room. */
    ZERO_WINDOW(
        "The peer announces no room (window 0), so the kernel only probes (the persist timer, RFC 9293 §3.8.6.1). The"
            + " peer's process does not read; the fault is there, not on the path."),
    /** Received data is not read. */
    NOT_READING(
        "Data has arrived and the process does not read it. Its receive window shrinks, and in the end its peer has to"
            + " stop. Look at what the process waits for."),
    /** Connections begin and nobody answers. */
    NO_ANSWER(
        "SYNs are sent and nothing comes back: the host is down, the address is wrong, or a firewall drops the SYNs (a"
            + " closed port would answer with RST). Each attempt lasts about two minutes (tcp_syn_retries)."),
    /** Few local ports are left for one destination. */
    PORTS_RUNNING_OUT(
        "Every connection to one destination takes a local port, and the side that closed first keeps it for 60 s in"
            + " TIME_WAIT. When the range is used up, connect() fails with EADDRNOTAVAIL. Keep connections open and use"
            + " them again; then widen ip_local_port_range or set tcp_tw_reuse (RFC 6191).");

    private final String explanation;

    Sign(String explanation) {
      this.explanation = explanation;
    }

    /** What it means, and where to look. */
    public String explanation() {
      return explanation;
    }

    /** The word in the table. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
