package tcplab.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tcplab.capture.CaptureException;
import tcplab.capture.CaptureFile;

class CwndReadingTest {
  private static final Path DATA =
      Path.of(System.getProperty("tcplab.basedir", System.getProperty("user.dir")))
          .resolve("notebooks/data");

  private static Connection recorded(String file) throws CaptureException {
    return Connections.of(CaptureFile.read(DATA.resolve(file))).connection(0);
  }

  @Test
  void each_reading_of_the_recorded_kernel_is_within_a_segment_of_the_estimate() throws Exception {
    Connection losses = recorded("losses.client.pcap");
    List<String[]> rows;
    try (var lines = Files.lines(DATA.resolve("losses.cwnd.csv"))) {
      rows = lines.skip(1).map(line -> line.split(",")).toList();
    }
    int[] packets = rows.stream().mapToInt(row -> Integer.parseInt(row[0])).toArray();
    int[] windows = rows.stream().mapToInt(row -> Integer.parseInt(row[2])).toArray();

    List<CwndReading> readings = CwndReading.beside(losses, Side.CLIENT, packets, windows);

    assertThat(readings).hasSize(windows.length).hasSizeGreaterThan(150);
    for (CwndReading reading : readings) {
      assertThat(reading.estimate().orElseThrow().cwndSegments())
          .as(reading.toString())
          .isBetween(reading.kernelSegments() - 1, reading.kernelSegments() + 1);
    }
  }

  @Test
  void the_estimate_is_the_one_before_the_packet_that_came_in() throws Exception {
    Connection slowStart = recorded("slow_start.client.pcap");
    CwndSample first = slowStart.cwnd().get(0);
    CwndSample second = slowStart.cwnd().get(1);
    int[] packets = {first.packet(), second.packet(), second.packet() + 1};

    List<CwndReading> readings =
        CwndReading.beside(slowStart, Side.CLIENT, packets, new int[] {10, 10, 10});

    assertThat(readings.get(0).estimate()).isEmpty();
    assertThat(readings.get(1).estimate()).contains(first);
    assertThat(readings.get(2).estimate()).contains(second);
  }

  @Test
  void packets_and_windows_have_to_be_as_many() throws Exception {
    Connection losses = recorded("losses.client.pcap");
    assertThatThrownBy(() -> CwndReading.beside(losses, Side.CLIENT, new int[2], new int[] {10}))
        .hasMessageContaining("as many");
  }
}
