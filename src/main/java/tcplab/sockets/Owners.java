package tcplab.sockets;

/**
 * What a search for the sockets' processes found, and why some sockets have none.
 *
 * @param owned rows whose process was found
 * @param never rows that have no inode and therefore no process, ever: TIME_WAIT, SYN_RECEIVED, and
 *     sockets whose process closed them before the connection had ended
 * @param unseen rows with an inode that no process in sight holds
 * @param hiddenProcesses processes whose descriptors may not be read; root may
 */
public record Owners(int owned, int never, int unseen, int hiddenProcesses) {
  /** How many rows have no process. */
  public int without() {
    return never + unseen;
  }

  /** One or two sentences for a reader who wonders about the empty cells. */
  public String explanation() {
    if (without() == 0) {
      return "every socket has its process";
    }
    StringBuilder text = new StringBuilder();
    text.append(without())
        .append(" of ")
        .append(owned + without())
        .append(" sockets without process");
    if (never > 0) {
      text.append("; ")
          .append(never)
          .append(" never have one (TIME_WAIT, SYN_RECEIVED and closed descriptors have no inode)");
    }
    if (unseen > 0) {
      text.append("; ")
          .append(unseen)
          .append(hiddenProcesses > 0 ? unseenHidden() : unseenElsewhere());
    }
    return text.toString();
  }

  private String unseenHidden() {
    return " may belong to one of the "
        + hiddenProcesses
        + " processes whose descriptors this user may not read; run as root to see them";
  }

  private static String unseenElsewhere() {
    return " belong to the kernel, to another PID namespace, or to a process that has just ended";
  }
}
