package tcplab.table;

import java.io.IOException;
import java.io.OutputStream;
import tcplab.capture.Packets;
import tcplab.connection.Connections;

/**
 * Writes the table <em>packets</em> as CSV, octet for octet as {@link CsvWriter} writes {@link
 * PacketTable}, and several times as fast: one method per row instead of two calls per cell, and no
 * text that is made twice. Captures have millions of rows, and no other table does.
 */
public final class PacketCsv {
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
    LineBlocks.write(csv.packets.size(), () -> new PacketLines(csv.packets, connections), stream);
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
}
