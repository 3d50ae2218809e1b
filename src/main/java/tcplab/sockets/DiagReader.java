package tcplab.sockets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import tcplab.tcp.State;

/**
 * Reads the kernel's answers to a {@code sock_diag} request (sock_diag(7), {@code
 * linux/inet_diag.h}): netlink messages, each with a {@code struct inet_diag_msg} and attributes.
 * Numbers are in the machine's byte order, addresses and ports in the network's. Every length is
 * checked before it is believed; an attribute that is shorter than today's {@code struct tcp_info}
 * gives the fields it has, which is how older kernels look.
 */
final class DiagReader {
  static final int HEADER = 16;
  private static final int REQUEST_LENGTH = 72;
  private static final int OLD_REQUEST_LENGTH = 76;
  private static final int MESSAGE = 72;
  private static final int TYPE_ERROR = 2;
  private static final int TYPE_DONE = 3;
  private static final int TCPDIAG_GETSOCK = 18;
  private static final int SOCK_DIAG_BY_FAMILY = 20;
  private static final int REQUEST_AND_DUMP = 0x301;
  private static final int DUMP_INTERRUPTED = 0x10;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int ATTRIBUTE_INFO = 2;
  private static final int ATTRIBUTE_CONGESTION = 4;
  private static final int ATTRIBUTE_MEMORY = 7;

  /** Bits 1 to 11 are the states, 12 a SYN_RECEIVED without socket, 13 a bound CLOSED one. */
  static final int ALL_STATES = 0x3ffe;

  static final int LISTENING = 1 << 10;

  private static final int TIMER_TIME_WAIT = 3;
  private static final long INFINITE = 0x7fffffffL;
  private static final long UNKNOWN_32 = 0xffffffffL;

  private final Rows rows;
  private final int states;
  private final Duplicates duplicates;
  private final AddressBook addresses = new AddressBook();
  private boolean interrupted;
  private String lastAlgorithm = "";

  DiagReader(Rows rows) {
    this(rows, ALL_STATES);
  }

  /**
   * Reads the sockets in some states only.
   *
   * @param states bit n stands for the state of number n
   */
  DiagReader(Rows rows, int states) {
    this.rows = rows;
    this.states = states;
    this.duplicates = new Duplicates(rows);
  }

  /** Which attributes the kernel shall add to each socket. */
  static int extensions(boolean info, boolean memory) {
    return (info ? 1 << (ATTRIBUTE_INFO - 1) | 1 << (ATTRIBUTE_CONGESTION - 1) : 0)
        | (memory ? 1 << (ATTRIBUTE_MEMORY - 1) : 0);
  }

  /**
   * The request for the sockets of a family and a protocol.
   *
   * @param protocol 6 for TCP, 17 for UDP
   */
  byte[] request(int protocol, boolean v6, int extensions, int sequence) {
    return header(REQUEST_LENGTH, SOCK_DIAG_BY_FAMILY, sequence)
        .put((byte) (v6 ? AF_INET6 : AF_INET))
        .put((byte) protocol)
        .put((byte) extensions)
        .put((byte) 0)
        .putInt(states)
        .array();
  }

  /**
   * The older request for the TCP sockets of both families, {@code struct inet_diag_req}. The
   * kernel still answers it, with one walk through its hash table where the newer one takes two.
   */
  byte[] requestOfBothFamilies(int extensions, int sequence) {
    ByteBuffer out = header(OLD_REQUEST_LENGTH, TCPDIAG_GETSOCK, sequence);
    out.put((byte) AF_INET).put((byte) 0).put((byte) 0).put((byte) extensions);
    return out.putInt(OLD_REQUEST_LENGTH - 8, states).array();
  }

  private static ByteBuffer header(int length, int type, int sequence) {
    return ByteBuffer.allocate(length)
        .order(ByteOrder.nativeOrder())
        .putInt(length)
        .putShort((short) type)
        .putShort((short) REQUEST_AND_DUMP)
        .putInt(sequence)
        .putInt(0);
  }

  /** What is known of rows that came twice. */
  Duplicates duplicates() {
    return duplicates;
  }

  /** Whether the kernel said that its table changed while it walked it; forgets it. */
  boolean wasInterrupted() {
    boolean was = interrupted;
    interrupted = false;
    return was;
  }

  /**
   * Reads one datagram of the answer.
   *
   * @return whether it was the last
   * @throws IOException when the kernel refuses, or a length leads outside the datagram
   */
  boolean read(ByteBuffer datagram) throws IOException {
    ByteBuffer in = datagram.order(ByteOrder.nativeOrder());
    int at = in.position();
    int end = in.limit();
    while (end - at >= HEADER) {
      int length = in.getInt(at);
      if (length < HEADER || length > end - at) {
        throw new IOException("netlink message of " + length + " octets in " + (end - at));
      }
      interrupted |= (in.getShort(at + 6) & DUMP_INTERRUPTED) != 0;
      int type = in.getShort(at + 4);
      if (type == TYPE_DONE) {
        return true;
      }
      if (type == TYPE_ERROR) {
        refuse(length >= HEADER + 4 ? -in.getInt(at + HEADER) : 0);
        return true;
      }
      if ((type == SOCK_DIAG_BY_FAMILY || type == TCPDIAG_GETSOCK) && length >= HEADER + MESSAGE) {
        socket(in, at + HEADER, at + length);
      }
      at += Math.min(end - at, length + 3 & ~3);
    }
    return false;
  }

  private static void refuse(int error) throws IOException {
    if (error != 0) {
      throw new IOException("the kernel refused sock_diag with error " + error);
    }
  }

  private void socket(ByteBuffer in, int at, int end) {
    State state = ProcTcp.state(in.get(at + 1));
    if (state == null) {
      return;
    }
    int row = rows.add();
    rows.state(row, state);
    address(in, row, TextField.LOCAL, at + 8, in.get(at));
    address(in, row, TextField.REMOTE, at + 24, in.get(at));
    port(in, row, Field.LOCAL_PORT, at + 4);
    port(in, row, Field.REMOTE_PORT, at + 6);
    long cookie = in.getLong(at + 44);
    if (cookie > 0) {
      rows.set(row, Field.COOKIE, cookie);
    }
    long inode = unsigned(in, at + 68);
    if (inode != 0) {
      rows.set(row, Field.INODE, inode);
    }
    if (!duplicates.isNew(row)) {
      rows.removeLast();
      return;
    }
    timer(in, row, at, state, inode);
    rows.set(
        row, state == State.LISTEN ? Field.ACCEPT_QUEUE : Field.RECV_QUEUE, unsigned(in, at + 56));
    rows.set(row, state == State.LISTEN ? Field.BACKLOG : Field.SEND_QUEUE, unsigned(in, at + 60));
    attributes(in, row, at + MESSAGE, end);
  }

  /** TIME_WAIT has no user, and a SYN_RECEIVED without socket has not yet one: both say 0. */
  private void timer(ByteBuffer in, int row, int at, State state, long inode) {
    int timer = in.get(at + 2);
    rows.set(row, TextField.TIMER, ProcTcp.timer(timer));
    if (timer > 0) {
      rows.set(row, Field.TIMER_MS, unsigned(in, at + 52));
    }
    if (timer == 0 || timer == 1) {
      // With the other timers this counts probes.
      rows.set(row, Field.RETRANSMITS, in.get(at + 3) & 0xff);
    }
    boolean owned = timer != TIMER_TIME_WAIT && state != State.TIME_WAIT;
    if (owned && (state != State.SYN_RECEIVED || inode != 0)) {
      rows.set(row, Field.UID, unsigned(in, at + 64));
    }
  }

  private void address(ByteBuffer in, int row, TextField field, int at, int family) {
    boolean big = in.order() == ByteOrder.BIG_ENDIAN;
    if (family == AF_INET) {
      int word = in.getInt(at);
      rows.set(row, field, addresses.v4(big ? word : Integer.reverseBytes(word)));
      rows.set(row, TextField.FAMILY, "ipv4");
    } else {
      long high = in.getLong(at);
      long low = in.getLong(at + 8);
      rows.set(
          row,
          field,
          addresses.v6(big ? high : Long.reverseBytes(high), big ? low : Long.reverseBytes(low)));
      rows.set(row, TextField.FAMILY, "ipv6");
    }
  }

  private void port(ByteBuffer in, int row, Field field, int at) {
    int port = (in.get(at) & 0xff) << 8 | (in.get(at + 1) & 0xff);
    if (port != 0) {
      rows.set(row, field, port);
    }
  }

  private void attributes(ByteBuffer in, int row, int from, int end) {
    int at = from;
    while (end - at >= 4) {
      int length = in.getShort(at) & 0xffff;
      if (length < 4 || length > end - at) {
        return;
      }
      int type = in.getShort(at + 2);
      if (type == ATTRIBUTE_INFO && rows.state(row) != State.LISTEN) {
        info(in, row, at + 4, length - 4);
      } else if (type == ATTRIBUTE_CONGESTION) {
        congestion(in, row, at + 4, length - 4);
      } else if (type == ATTRIBUTE_MEMORY) {
        memory(in, row, at + 4, length - 4);
      }
      at += Math.min(end - at, length + 3 & ~3);
    }
  }

  private void congestion(ByteBuffer in, int row, int at, int length) {
    int size = 0;
    while (size < length && in.get(at + size) != 0) {
      size++;
    }
    byte[] name = new byte[size];
    in.get(at, name);
    String text = new String(name, StandardCharsets.US_ASCII);
    // Nearly all sockets have the same: one string for them.
    lastAlgorithm = text.equals(lastAlgorithm) ? lastAlgorithm : text;
    rows.set(row, TextField.CONGESTION, lastAlgorithm);
  }

  /** {@code SK_MEMINFO_*} (linux/sock_diag.h): words, of which later kernels have more. */
  private void memory(ByteBuffer in, int row, int at, int length) {
    count(in, row, Field.RECV_MEMORY, at, 0, length);
    count(in, row, Field.RECV_BUFFER, at, 4, length);
    count(in, row, Field.SEND_BUFFER, at, 12, length);
    count(in, row, Field.SEND_MEMORY, at, 20, length);
    count(in, row, Field.DROPS, at, 32, length);
  }

  /** {@code struct tcp_info} (linux/tcp.h), of which every kernel has a prefix. */
  private void info(ByteBuffer in, int row, int at, int length) {
    if (length > 2) {
      rows.set(row, Field.RETRANSMITS, in.get(at + 2) & 0xff);
    }
    number(in, row, Field.RTO_US, at, 8, length);
    number(in, row, Field.MSS, at, 16, length);
    number(in, row, Field.PMTU, at, 60, length);
    number(in, row, Field.RTT_US, at, 68, length);
    if (rows.has(row, Field.RTT_US)) {
      number(in, row, Field.RTT_VAR_US, at, 72, length);
    }
    number(in, row, Field.SSTHRESH, at, 76, length);
    number(in, row, Field.CWND, at, 80, length);
    count(in, row, Field.RETRANSMITS_TOTAL, at, 100, length);
    rate(in, row, Field.PACING_RATE, at, 104, length);
    if (length >= 136) {
      rows.set(row, Field.BYTES_ACKED, in.getLong(at + 120) & Long.MAX_VALUE);
      rows.set(row, Field.BYTES_RECEIVED, in.getLong(at + 128) & Long.MAX_VALUE);
    }
    count(in, row, Field.SEGMENTS_OUT, at, 136, length);
    count(in, row, Field.SEGMENTS_IN, at, 140, length);
    number(in, row, Field.MIN_RTT_US, at, 148, length);
    rate(in, row, Field.DELIVERY_RATE, at, 160, length);
  }

  private void count(ByteBuffer in, int row, Field field, int at, int offset, int length) {
    if (length >= offset + 4) {
      rows.set(row, field, unsigned(in, at + offset));
    }
  }

  /** A measure for which 0, infinity and all ones mean that there is none yet. */
  private void number(ByteBuffer in, int row, Field field, int at, int offset, int length) {
    if (length < offset + 4) {
      return;
    }
    long value = unsigned(in, at + offset);
    if (value != 0 && value != INFINITE && value != UNKNOWN_32) {
      rows.set(row, field, value);
    }
  }

  /** Octets per second; 0 is not measured, all ones not limited. */
  private void rate(ByteBuffer in, int row, Field field, int at, int offset, int length) {
    if (length >= offset + 8 && in.getLong(at + offset) > 0) {
      rows.set(row, field, in.getLong(at + offset));
    }
  }

  private static long unsigned(ByteBuffer in, int at) {
    return in.getInt(at) & 0xffffffffL;
  }
}
