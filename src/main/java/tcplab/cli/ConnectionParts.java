package tcplab.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import tcplab.capture.Packets;
import tcplab.connection.ConnectionStream;
import tcplab.connection.Connections;

/**
 * The connections of a capture of any size. As many packets as memory holds are kept, and analysed
 * when all are there; when there are more, connections are printed as they end, and forgotten.
 */
final class ConnectionParts implements CaptureInput.Parts, Closeable {
  /** What a packet takes, columns and analysis and what the collector needs to move them. */
  private static final int OCTETS_PER_PACKET = 192;

  private static final int OCTETS_PER_CONNECTION = 8192;
  private static final int ROWS_PER_PART = 1 << 14;

  private final CaptureInput input;
  private final ConnectionChoice choice;
  private final TableOutput output;
  private final PrintWriter err;
  private @Nullable ConnectionStream stream;
  private @Nullable PortionedOutput portions;

  ConnectionParts(
      CaptureInput input, ConnectionChoice choice, TableOutput output, PrintWriter err) {
    this.input = input;
    this.choice = choice;
    this.output = output;
    this.err = err;
  }

  @Override
  public int rows() {
    long most = Runtime.getRuntime().maxMemory() / OCTETS_PER_PACKET;
    return stream == null ? (int) Math.min(most, Integer.MAX_VALUE) : ROWS_PER_PART;
  }

  @Override
  public boolean begun() {
    return stream != null;
  }

  @Override
  public void take(Packets batch) {
    ConnectionStream known = stream;
    if (known == null) {
      long most = Runtime.getRuntime().maxMemory() / 4 / OCTETS_PER_CONNECTION;
      known = input.stream((int) Math.min(most, Integer.MAX_VALUE), this::print);
      stream = known;
    }
    known.accept(batch);
  }

  private void print(Connections over) {
    try {
      PortionedOutput known = portions;
      if (known == null) {
        known = output.inPortions();
        portions = known;
      }
      known.add(CaptureTable.CONNECTIONS.of(over, choice, output.namesColumns()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Prints what was not printed yet. */
  void rest(Packets packets) throws IOException {
    ConnectionStream known = stream;
    if (known == null) {
      CaptureTable.CONNECTIONS.print(input.connections(packets), choice, output);
      return;
    }
    known.accept(packets);
    known.finish();
    choice.check(known.count());
    if (portions != null) {
      portions.end();
    }
    err.println(
        "tcplab: the capture is larger than memory: its "
            + known.count()
            + " connections stand in the order in which they ended");
  }

  @Override
  public void close() throws IOException {
    if (portions != null) {
      portions.close();
    }
  }
}
