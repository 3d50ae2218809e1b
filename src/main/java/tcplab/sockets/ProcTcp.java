package tcplab.sockets;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tcplab.tcp.State;

/**
 * Reads {@code /proc/net/tcp} and {@code /proc/net/tcp6} (proc_net(5), and the kernel's {@code
 * get_tcp4_sock}) octet by octet. A line is
 *
 * <pre>
 *   sl  local_address rem_address   st tx_queue rx_queue tr tm-&gt;when retrnsmt   uid  timeout inode
 *    3: 0100007F:EA7C 0100007F:1F90 01 00000000:00000000 00:00000000 00000000     0        0 277131 ...
 * </pre>
 *
 * all hexadecimal but {@code sl}, uid, timeout and inode. Addresses are 32-bit words in the byte
 * order of the machine that printed them, ports are in network order, {@code tm->when} counts
 * hundredths of a second.
 */
final class ProcTcp {
  private static final int CHUNK = 64 * 1024;
  private static final int LONGEST_LINE = 4096;
  private static final int MS_PER_TICK = 10;
  private static final int V4_DIGITS = 8;
  private static final int V6_DIGITS = 32;
  private static final int MOST_HEX_DIGITS = 12;
  private static final int TIMER_TIME_WAIT = 3;
  private static final String[] TIMERS = {"off", "on", "keepalive", "timewait", "persist"};

  /**
   * The kernel's numbering (include/net/tcp_states.h); 12 is a SYN_RECEIVED still without socket.
   */
  private static final @Nullable State[] STATES = {
    null,
    State.ESTABLISHED,
    State.SYN_SENT,
    State.SYN_RECEIVED,
    State.FIN_WAIT_1,
    State.FIN_WAIT_2,
    State.TIME_WAIT,
    State.CLOSED,
    State.CLOSE_WAIT,
    State.LAST_ACK,
    State.LISTEN,
    State.CLOSING,
    State.SYN_RECEIVED,
    State.CLOSED
  };

  private final Rows rows;
  private final AddressBook addresses = new AddressBook();
  private Duplicates duplicates;
  private int earlierDuplicates;
  private final boolean bigEndian;
  private int damaged;

  private byte[] line = {};
  private int at;
  private int end;
  private boolean bad;

  ProcTcp(Rows rows, boolean bigEndian) {
    this.rows = rows;
    this.duplicates = new Duplicates(rows);
    this.bigEndian = bigEndian;
  }

  /** The kernel's state numbers as RFC 9293's names; null for a number that means none. */
  static @Nullable State state(int number) {
    return number >= 0 && number < STATES.length ? STATES[number] : null;
  }

  /** The kernel's timer numbers as words; null for an unknown one. */
  static @Nullable String timer(int number) {
    return number >= 0 && number < TIMERS.length ? TIMERS[number] : null;
  }

  int duplicates() {
    return earlierDuplicates + duplicates.count();
  }

  /** What comes now repeats what was read, of which it adds what is new. */
  void secondPass() {
    duplicates.beStrict();
    duplicates.repeating(true);
  }

  /** What comes now is a later reading, whose rows repeat those of the one before. */
  void nextReading() {
    earlierDuplicates = duplicates();
    duplicates = new Duplicates(rows);
  }

  /** Lines that begin like a row and are none. */
  int damaged() {
    return damaged;
  }

  /** Reads a whole file; lines that are no rows, such as the header, are passed over. */
  void read(InputStream in) throws IOException {
    byte[] buffer = new byte[CHUNK];
    int filled = 0;
    int count;
    while ((count = in.read(buffer, filled, buffer.length - filled)) >= 0) {
      filled += count;
      int done = lines(buffer, filled);
      filled -= done;
      System.arraycopy(buffer, done, buffer, 0, filled);
      if (filled > LONGEST_LINE) {
        damaged++;
        filled = 0;
      }
    }
    if (filled > 0) {
      row(buffer, 0, filled);
    }
  }

  private int lines(byte[] buffer, int filled) {
    int start = 0;
    for (int i = 0; i < filled; i++) {
      if (buffer[i] == '\n') {
        row(buffer, start, i);
        start = i + 1;
      }
    }
    return start;
  }

  /**
   * Reads one line and adds it when it is a row not seen before.
   *
   * @return whether the line is a row, new or not
   */
  boolean row(byte[] octets, int from, int to) {
    line = octets;
    at = from;
    end = to;
    bad = false;
    skipBlanks();
    if (!slot()) {
      return false;
    }
    int row = rows.add();
    fields(row);
    if (bad) {
      damaged++;
      rows.removeLast();
      return false;
    }
    if (!duplicates.isNew(row)) {
      rows.removeLast();
    }
    return true;
  }

  private boolean slot() {
    int start = at;
    while (at < end && line[at] >= '0' && line[at] <= '9') {
      at++;
    }
    return at > start && at < end && line[at++] == ':';
  }

  private void fields(int row) {
    address(row, TextField.LOCAL, Field.LOCAL_PORT);
    address(row, TextField.REMOTE, Field.REMOTE_PORT);
    State state = state((int) hex());
    bad |= state == null;
    if (state == null) {
      return;
    }
    rows.state(row, state);
    long unacknowledged = hex();
    expect(':');
    queues(row, state, unacknowledged, hex());
    int timer = (int) hex();
    expect(':');
    timer(row, timer, hex());
    rows.set(row, Field.RETRANSMITS, hex());
    long uid = decimal();
    decimal();
    long inode = decimal();
    if (state != State.TIME_WAIT && timer != TIMER_TIME_WAIT) {
      rows.set(row, Field.UID, uid);
    }
    if (inode != 0) {
      rows.set(row, Field.INODE, inode);
    }
  }

  /** A listener's receive "queue" counts connections, and its send queue means nothing here. */
  private void queues(int row, State state, long send, long receive) {
    if (state == State.LISTEN) {
      rows.set(row, Field.ACCEPT_QUEUE, receive);
    } else {
      rows.set(row, Field.SEND_QUEUE, send);
      rows.set(row, Field.RECV_QUEUE, receive);
    }
  }

  private void timer(int row, int timer, long ticks) {
    rows.set(row, TextField.TIMER, timer(timer));
    if (timer > 0 && timer < TIMERS.length) {
      rows.set(row, Field.TIMER_MS, ticks * MS_PER_TICK);
    }
  }

  private void address(int row, TextField text, Field portField) {
    skipBlanks();
    int start = at;
    while (at < end && digit(line[at]) >= 0) {
      at++;
    }
    int digits = at - start;
    if (digits == V4_DIGITS) {
      rows.set(row, text, addresses.v4(word(start)));
      rows.set(row, TextField.FAMILY, "ipv4");
    } else if (digits == V6_DIGITS) {
      long high = (long) word(start) << 32 | (word(start + 8) & 0xffffffffL);
      long low = (long) word(start + 16) << 32 | (word(start + 24) & 0xffffffffL);
      rows.set(row, text, addresses.v6(high, low));
      rows.set(row, TextField.FAMILY, "ipv6");
    } else {
      bad = true;
      return;
    }
    expect(':');
    long port = hex();
    bad |= port > 65535;
    if (port != 0) {
      rows.set(row, portField, port);
    }
  }

  /** Eight digits as a word in network order. */
  private int word(int start) {
    int word = 0;
    for (int i = start; i < start + V4_DIGITS; i++) {
      word = word << 4 | digit(line[i]);
    }
    return bigEndian ? word : Integer.reverseBytes(word);
  }

  private long hex() {
    skipBlanks();
    int start = at;
    long value = 0;
    while (at < end && digit(line[at]) >= 0) {
      value = value << 4 | digit(line[at++]);
    }
    bad |= at == start || at - start > MOST_HEX_DIGITS;
    return value;
  }

  private long decimal() {
    skipBlanks();
    int start = at;
    long value = 0;
    while (at < end && line[at] >= '0' && line[at] <= '9') {
      value = value * 10 + (line[at++] - '0');
    }
    bad |= at == start || at - start > 18;
    return value;
  }

  private void expect(char c) {
    bad |= at >= end || line[at++] != c;
  }

  private void skipBlanks() {
    while (at < end && (line[at] == ' ' || line[at] == '\t')) {
      at++;
    }
  }

  private static int digit(byte c) {
    return c >= 0 ? DIGITS[c] : -1;
  }

  private static final byte[] DIGITS = digits();

  private static byte[] digits() {
    byte[] table = new byte[128];
    for (int c = 0; c < table.length; c++) {
      table[c] = (byte) Character.digit(c, 16);
    }
    return table;
  }
}
