package tcplab.table;

import java.io.IOException;
import java.io.OutputStream;
import tcplab.capture.Packets;
import tcplab.connection.Connections;

/**
 * Writes the table <em>packets</em> as CSV, octet for octet as {@link CsvWriter} writes {@link
 * PacketTable}, and several times as fast: one method per row instead of two calls per cell, and no
 * text that is made twice. Captures have millions of rows, and no other table does.
 *
 * <p>On a machine with more than one processor two threads fill blocks of rows in turn; this one
 * writes them in order.
 */
public final class PacketCsv {
  private static final int BLOCK = 4096;

  private final Packets packets;
  private final Connections connections;
  private final OutputStream out;

  private PacketCsv(Connections connections, OutputStream out) {
    this.packets = connections.packets();
    this.connections = connections;
    this.out = out;
  }

  /**
   * Writes all packets with the columns that {@link PacketTable#of(Packets,
   * PacketTable.ConnectionColumns)} has, and flushes the stream, which stays open.
   *
   * @throws IOException when the stream does, as after a broken pipe
   */
  public static void write(Connections connections, OutputStream stream) throws IOException {
    PacketCsv csv = new PacketCsv(connections, stream);
    csv.header();
    if (csv.packets.size() > 4 * BLOCK && Runtime.getRuntime().availableProcessors() > 1) {
      csv.byTwo();
    } else {
      csv.alone();
    }
    stream.flush();
  }

  private void header() throws IOException {
    Utf8Output line = new Utf8Output(out);
    String names =
        String.join(",", PacketTable.of(packets, new AnalysedPackets(connections)).columnNames());
    line.ascii(names);
    line.ascii("\r\n");
    line.flush();
  }

  private void alone() throws IOException {
    PacketLines lines = new PacketLines(packets, connections);
    for (int from = 0; from < packets.size(); from += BLOCK) {
      fill(lines, from);
      lines.drainTo(out);
    }
  }

  /** The other thread fills every second block, and waits until it has been written. */
  private void byTwo() throws IOException {
    PacketLines own = new PacketLines(packets, connections);
    try (Other other = new Other(new PacketLines(packets, connections))) {
      for (int from = 0; from < packets.size(); from += 2 * BLOCK) {
        other.start(from + BLOCK);
        fill(own, from);
        own.drainTo(out);
        other.await().drainTo(out);
      }
    }
  }

  private void fill(PacketLines lines, int from) {
    int to = Math.min(from + BLOCK, packets.size());
    for (int row = from; row < to; row++) {
      lines.add(row);
    }
  }

  /** A second thread that fills a block when it is told to. */
  private final class Other implements AutoCloseable {
    private static final int NOTHING = -1;
    private static final int END = -2;

    private final PacketLines lines;
    private final Thread thread = new Thread(this::run, "tcplab-csv");
    private int from = NOTHING;
    private boolean filled;

    Other(PacketLines lines) {
      this.lines = lines;
      thread.setDaemon(true);
      thread.start();
    }

    synchronized void start(int first) {
      from = first;
      filled = false;
      notifyAll();
    }

    /** The filled block. */
    synchronized PacketLines await() throws IOException {
      while (!filled) {
        if (!thread.isAlive()) {
          throw new IOException("the thread that prepares lines has died");
        }
        pause();
      }
      return lines;
    }

    private void run() {
      for (int first = next(); first != END; first = next()) {
        fill(lines, first);
        synchronized (this) {
          filled = true;
          notifyAll();
        }
      }
    }

    private synchronized int next() {
      while (from == NOTHING) {
        pause();
      }
      int first = from;
      from = first == END ? END : NOTHING;
      return first;
    }

    /** An interrupt ends nothing here: it is for whoever reads and analyses. */
    private void pause() {
      boolean interrupted = false;
      try {
        wait(1000);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      start(END);
    }
  }
}
