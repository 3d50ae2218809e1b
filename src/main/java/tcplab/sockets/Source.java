package tcplab.sockets;

/** Where a snapshot of the machine's sockets came from. */
public enum Source {
  /** The kernel's {@code sock_diag} over netlink (sock_diag(7)). */
  NETLINK("netlink"),
  /** {@code /proc/net/tcp} and {@code /proc/net/tcp6} (proc(5)). */
  PROC("proc"),
  /** What a tool printed: netstat, ss, lsof, or a saved {@code /proc} file. */
  TEXT("text");

  private final String word;

  Source(String word) {
    this.word = word;
  }

  /** The word that stands in the column {@code source}. */
  public String word() {
    return word;
  }
}
