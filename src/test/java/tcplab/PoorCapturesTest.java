package tcplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tcplab.connection.Side;
import tcplab.dataframe.TableHtml;
import tcplab.plot.Picture;
import tech.tablesaw.api.Table;

/** Every table, picture and report of captures that hold little: said in words, and still drawn. */
class PoorCapturesTest {
  private static final int SYN = 2;
  private static final int ACK = 16;

  @TempDir Path folder;

  /** What there is in the capture. */
  enum Poor {
    EMPTY,
    NO_TCP(arp(), udp()),
    ONE_SYN(tcp(1, SYN, 100, 0, 0)),
    ONE_ACK(tcp(1, ACK, 100, 200, 0)),
    ONE_DIRECTION(
        tcp(1, SYN, 100, 0, 0),
        tcp(1, ACK, 101, 900, 0),
        tcp(1, ACK, 101, 900, 1000),
        tcp(1, ACK, 2101, 900, 1000));

    private final byte[][] frames;

    Poor(byte[]... frames) {
      this.frames = frames;
    }
  }

  private static byte[] tcp(int host, int flags, long seq, long ack, int payload) {
    ByteBuffer frame = ipv4(host, 6, 20 + payload);
    frame.putShort((short) 40000).putShort((short) 80).putInt((int) seq).putInt((int) ack);
    frame.putShort((short) (0x5000 | flags)).putShort((short) 500).putInt(0);
    return frame.array();
  }

  private static byte[] udp() {
    ByteBuffer frame = ipv4(1, 17, 8);
    frame.putShort((short) 53).putShort((short) 53).putShort((short) 8).putShort((short) 0);
    return frame.array();
  }

  private static byte[] arp() {
    ByteBuffer frame = ByteBuffer.allocate(42);
    frame.put(new byte[12]).putShort((short) 0x0806).putShort((short) 1).putShort((short) 0x0800);
    return frame.array();
  }

  private static ByteBuffer ipv4(int host, int protocol, int length) {
    ByteBuffer frame = ByteBuffer.allocate(34 + length);
    frame.put(new byte[12]).putShort((short) 0x0800);
    frame.put((byte) 0x45).put((byte) 0).putShort((short) (20 + length)).putInt(0);
    frame.put((byte) 64).put((byte) protocol).putShort((short) 0);
    return frame.putInt(0x0A000000 | host).putInt(0x0A640001);
  }

  private static byte[] pcap(Iterable<byte[]> frames) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer head = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    head.putInt(0xA1B2C3D4).putShort((short) 2).putShort((short) 4).putLong(0);
    out.writeBytes(head.putInt(65535).putInt(1).array());
    int second = 1_700_000_000;
    for (byte[] frame : frames) {
      ByteBuffer record = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
      out.writeBytes(
          record.putInt(second++).putInt(0).putInt(frame.length).putInt(frame.length).array());
      out.writeBytes(frame);
    }
    return out.toByteArray();
  }

  private Capture capture(String name, Iterable<byte[]> frames) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, pcap(frames));
    return Capture.open(file);
  }

  private static void drawn(Picture picture) throws Exception {
    byte[] svg = picture.svg().getBytes(StandardCharsets.UTF_8);
    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(svg));
    assertThat(picture.title()).isNotBlank();
    assertThat(picture.description()).isNotBlank();
  }

  private static List<Picture> pictures(Capture capture) {
    Plots plots = capture.plots(0);
    List<Picture> pictures =
        new ArrayList<>(List.of(capture.ladder(0), capture.timeSequence(0), capture.talkers()));
    pictures.addAll(List.of(plots.rtt(), plots.windows(), plots.cwnd(), plots.throughput()));
    for (Side side : Side.values()) {
      pictures.addAll(List.of(plots.timeSequence(side), plots.rtt(side), plots.windows(side)));
    }
    pictures.add(plots.throughput(Duration.ofSeconds(1)));
    return pictures;
  }

  @ParameterizedTest
  @EnumSource
  void every_picture_is_drawn_and_described(Poor poor) throws Exception {
    Capture capture = capture("poor.pcap", List.of(poor.frames));
    for (Picture picture : pictures(capture)) {
      drawn(picture);
    }
  }

  @ParameterizedTest
  @EnumSource
  void every_table_has_its_columns_and_says_how_many_rows_there_are(Poor poor) throws Exception {
    Capture capture = capture("poor.pcap", List.of(poor.frames));
    List<Table> tables =
        List.of(
            capture.packets(),
            capture.allPacketColumns(),
            capture.connections(),
            capture.allConnectionColumns(),
            capture.handshakes(),
            capture.teardowns(),
            capture.conversations(),
            capture.findings());
    for (Table table : tables) {
      assertThat(table.columnCount()).isGreaterThan(5);
      String rows = table.rowCount() == 1 ? ": 1 row<" : ": " + table.rowCount() + " rows<";
      assertThat(TableHtml.of(table)).contains(rows);
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_report_is_whole_and_says_what_there_is(Poor poor) throws Exception {
    Capture capture = capture("poor.pcap", List.of(poor.frames));
    String page = Files.readString(Report.of(capture).write(folder.resolve("report.html")));
    assertThat(page).endsWith("</html>\n");
    String expected =
        switch (poor) {
          case EMPTY -> "0 frames, and no TCP segment in them.";
          case NO_TCP -> "2 frames, and no TCP segment in them.";
          case ONE_SYN, ONE_ACK -> "1 connection between 2 hosts in 1 TCP segment,";
          case ONE_DIRECTION -> "1 connection between 2 hosts in 4 TCP segments,";
        };
    assertThat(page).contains(expected);
  }

  @Test
  void without_connections_a_picture_says_so_and_asking_for_one_says_how_many_there_are()
      throws Exception {
    Capture capture = capture("udp.pcap", List.of(udp()));
    assertThat(capture.ladder(0).svg()).contains("There is no TCP connection in this capture.");
    assertThat(capture.plots(7).rtt().svg()).contains("There is no TCP connection");
    assertThatThrownBy(() -> capture.connection(0))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("no connection 0; there are 0");
  }

  @Test
  void a_capture_with_a_hostile_name_cannot_act_in_pictures_or_the_report() throws Exception {
    String name = "<img onerror=alert(1)> \" ' \u202E\u2066" + "x".repeat(150) + ".pcap";
    Capture capture = capture(name, List.of(Poor.ONE_DIRECTION.frames));
    String page = Files.readString(Report.of(capture).write(folder.resolve("report.html")));
    assertThat(page).doesNotContain("<img onerror", "\u202E", "\u2066");
    for (Picture picture : pictures(capture)) {
      drawn(picture);
      assertThat(picture.svg() + picture.toHtml()).doesNotContain("<img onerror", "\u202E");
    }
  }

  @Test
  void a_hundred_thousand_connections_make_a_report_no_larger_than_a_few_do() throws Exception {
    Iterable<byte[]> syns =
        () ->
            java.util.stream.IntStream.range(0, 100_000)
                .mapToObj(n -> tcp(n, SYN, n, 0, 0))
                .iterator();
    Capture capture = capture("many.pcap", syns);
    Path report = Report.of(capture).write(folder.resolve("report.html"));
    assertThat(Files.size(report)).isLessThan(1_000_000);
    assertThat(Files.readString(report)).contains("100,000 connections between 100,001 hosts");
    drawn(capture.talkers());
    assertThat(capture.talkers().svg()).contains("more conversations, together");
  }
}
