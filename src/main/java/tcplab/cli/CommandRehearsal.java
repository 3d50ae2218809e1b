package tcplab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import tcplab.sockets.LiveSockets;
import tcplab.sockets.Snapshot;
import tcplab.sockets.SocketReadException;

/**
 * Goes once through the commands that read a capture or the sockets, while the JVM records a
 * start-up archive.
 *
 * <p>The capture is tiny on purpose, and of this machine's sockets only listeners are read. JDK 17
 * archives a method that waits for its compiler in that very state, and a JVM that starts from the
 * archive then never compiles it: after a rehearsal with 200,000 packets, reading ran at a quarter
 * of its speed.
 */
final class CommandRehearsal {
  private static final int SYN = 0x02;
  private static final int SYN_ACK = 0x12;
  private static final int ACK = 0x10;
  private static final int FIN_ACK = 0x11;
  private static final int PCAP_HEADER = 24;
  private static final int RECORD = 16 + 66;

  /** Thousands of rows would bring it, and spoil the archive. */
  private static final String SECOND_WRITER = "tcplab.table.LineBlocks$Other";

  private static final int LARGE_FRAME = 65535;
  private static final long LONG = 5 << 20;

  private CommandRehearsal() {}

  static void play() throws IOException {
    Path folder = Files.createTempDirectory("tcplab-rehearsal");
    Path capture = folder.resolve("capture.pcap");
    Path table = folder.resolve("table");
    try {
      Files.write(capture, capture());
      for (CaptureTable each : CaptureTable.values()) {
        for (Format format : Format.values()) {
          run(each.command(), capture.toString(), "--format", format.toString(), "-o", table);
        }
      }
      run("packets", capture.toString(), "--columns", "packet,flags,events", "-o", table);
      longCapture(capture);
      run("connections", capture.toString(), "--format", "csv", "-o", table);
      sockets(table);
    } finally {
      Files.deleteIfExists(table);
      Files.deleteIfExists(capture);
      Files.delete(folder);
    }
  }

  /**
   * Makes a capture long enough for a second thread without anything to decode: a few large frames
   * of a protocol that is none follow. What a thread needs to write many lines is loaded by name.
   */
  private static void longCapture(Path capture) throws IOException {
    try (FileChannel file = FileChannel.open(capture, StandardOpenOption.WRITE)) {
      long at = file.size();
      while (at < LONG) {
        ByteBuffer record = ByteBuffer.allocate(16);
        record.putInt(1).putInt(0).putInt(LARGE_FRAME).putInt(LARGE_FRAME).flip();
        file.write(record, at);
        at += record.limit() + LARGE_FRAME;
      }
      file.write(ByteBuffer.allocate(1), at - 1); // what was left out reads as zeros
    }
    try {
      Class.forName(SECOND_WRITER);
    } catch (ClassNotFoundException e) {
      throw new IOException("the rehearsal did not find " + SECOND_WRITER, e);
    }
  }

  /** Also where the machine shows its sockets in no way: the other commands work there. */
  private static void sockets(Path table) throws IOException {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Snapshot listeners;
    try {
      listeners = LiveSockets.ofThisMachine().withInfo().onlyListening().snapshot();
    } catch (SocketReadException e) {
      return;
    }
    for (Format format : Format.values()) {
      TableOutput output = new TableOutput(format, table, null);
      SocketListing.print(listeners, new SocketChoice(null, null, null), output, nowhere);
    }
    PlainLine.parse("sockets", "--format", "csv"); // not run, for it would read connections too
  }

  private static void run(Object... words) throws IOException {
    String[] texts = new String[words.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = words[i].toString();
    }
    PlainLine line = PlainLine.parse(texts);
    if (line == null || line.run(new PrintWriter(Writer.nullWriter())) != 0) {
      throw new IOException("the rehearsal of " + String.join(" ", texts) + " failed");
    }
  }

  /** A connection of seven segments, in pcap with microseconds. */
  private static byte[] capture() {
    ByteBuffer out = ByteBuffer.allocate(PCAP_HEADER + 7 * RECORD);
    out.putInt(0xa1b2c3d4).putInt(2 << 16 | 4).putLong(0).putInt(65535).putInt(1);
    record(out, true, SYN, 0, 0);
    record(out, false, SYN_ACK, 0, 1);
    record(out, true, ACK, 1, 1);
    record(out, false, FIN_ACK, 1, 1);
    record(out, true, ACK, 1, 2);
    record(out, true, FIN_ACK, 1, 2);
    record(out, false, ACK, 2, 2);
    return out.array();
  }

  private static void record(ByteBuffer out, boolean forward, int flags, int seq, int ack) {
    int us = out.position();
    out.putInt(1).putInt(us).putInt(66).putInt(66);
    out.putLong(0x0200000000010200L).putInt(1).putShort((short) 0x0800);
    out.putInt(0x45000034).putInt(us << 16).putInt(0x40060000);
    int client = 0x7f000001;
    int server = 0x7f000002;
    out.putInt(forward ? client : server).putInt(forward ? server : client);
    out.putInt(forward ? 40000 << 16 | 80 : 80 << 16 | 40000);
    out.putInt(seq).putInt(ack).putInt(0x80 << 24 | flags << 16 | 502).putInt(0);
    out.putInt(0x0101080a).putInt(us).putInt(us - RECORD);
  }
}
