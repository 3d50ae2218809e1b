package tcplab.connection;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import tcplab.capture.Batches;
import tcplab.capture.CaptureException;
import tcplab.capture.CaptureFile;
import tcplab.capture.PacketFilter;
import tcplab.capture.Packets;
import tcplab.capture.Progress;
import tcplab.table.ConnectionTable;
import tcplab.table.CsvWriter;
import tcplab.table.HandshakeTable;

/**
 * Hostile segments: whatever a capture holds, every connection has its figures, its handshake, its
 * states and its explanations, and read in parts there are as many packets as read at once.
 */
class AnalysisFuzzTest {
  private static final int ROWS = 5;

  @FuzzTest(maxDuration = "2m")
  void any_capture_is_analysed_at_once_and_in_parts(byte[] data) throws Exception {
    Packets packets;
    try {
      packets = CaptureFile.read(new ByteArrayInputStream(data), "fuzz", Progress.NONE);
    } catch (CaptureException e) {
      return; // no capture; the readers' own fuzz test looks at the message
    }
    Connections connections = Connections.of(packets);
    CsvWriter.text(ConnectionTable.of(connections));
    CsvWriter.text(HandshakeTable.of(connections));
    long sum = 0;
    for (Connection connection : connections.all()) {
      sum += connection.packets(Side.CLIENT) + connection.packets(Side.SERVER);
      connection.states();
      connection.teardown();
      connection.explain(connection.lastPacket());
    }
    List<Connections> over = new ArrayList<>();
    ConnectionStream stream = new ConnectionStream(ROWS, over::add);
    stream.accept(
        CaptureFile.read(
            new ByteArrayInputStream(data),
            "fuzz",
            PacketFilter.ALL,
            Progress.NONE,
            parts(stream)));
    stream.finish();
    long streamed = 0;
    for (Connections some : over) {
      CsvWriter.text(ConnectionTable.of(some));
      for (Connection connection : some.all()) {
        streamed += connection.packets(Side.CLIENT) + connection.packets(Side.SERVER);
      }
    }
    if (sum != packets.size() || streamed != sum) {
      throw new IllegalStateException(packets.size() + " packets, " + sum + ", " + streamed);
    }
  }

  private static Batches parts(ConnectionStream stream) {
    return new Batches() {
      @Override
      public int rows() {
        return ROWS;
      }

      @Override
      public void take(Packets batch) {
        stream.accept(batch);
      }
    };
  }
}
