package tcplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tcplab.connection.Connection;
import tcplab.connection.Connections;
import tcplab.connection.Conversation;
import tcplab.connection.Side;
import tcplab.dataframe.TableHtml;
import tcplab.plot.Ladder;
import tcplab.plot.Picture;
import tcplab.sockets.History;
import tcplab.table.HtmlTable;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;

/** Every table, picture and report of captures that hold little: said in words, and still drawn. */
class PoorCapturesTest {
  private static final int SYN = 2;
  private static final int ACK = 16;

  /** Nothing of a capture gets into these. */
  private static final Set<Class<?>> NOT_OF_A_CAPTURE =
      Set.of(Faq.class, HtmlTable.class, KernelCounters.class, StatesHeld.class, Simulation.class);

  /** There is no such packet or connection to show, and that is said. */
  private static final Set<String> ASKED_TOO_MUCH =
      Set.of(
          "Capture.segment(int)",
          "Capture.header(int)",
          "Capture.rewritten(int,Capture)",
          "SocketWarnings.evidence(int)",
          "Dataframe.row(Table,int)",
          "Lab.row(Table,int)");

  @TempDir Path folder;

  /** What is asserted of a result. */
  private interface Check {
    void of(Shown.Result result) throws Exception;
  }

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

  /** All that shows something of this capture, of no sockets at all, and of an empty history. */
  private Shown.Inputs inputs(Capture capture) throws Exception {
    Shown.Inputs inputs = new Shown.Inputs();
    inputs.of(Capture.class, capture).of(Plots.class, capture.plots(0));
    inputs.of(Series.class, capture.series(0)).of(Report.class, Report.of(capture));
    inputs.of("java.nio.file.Path", List.of(folder.resolve("report.html")));
    inputs.of("int", List.of(0)).of(Side.class, (Object[]) Side.values());
    inputs.of(Ladder.Time.class, (Object[]) Ladder.Time.values());
    inputs.of(Duration.class, Duration.ofSeconds(1)).of(String.class, capture.name());
    List<Conversation> conversations = Conversation.of(capture.analysis());
    inputs.of("java.util.List<tcplab.connection.Conversation>", List.of(conversations));
    if (capture.analysis().count() > 0) {
      inputs.of(Connections.class, capture.analysis());
      inputs.of(Connection.class, capture.connection(0));
    }
    Table kernel = Table.create(LongColumn.create("time_ns", 0), IntColumn.create("cwnd", 0));
    kernel.addColumns(IntColumn.create("packet", 0));
    for (String cwnd : List.of("Plots.cwnd(Side,Table)", "Series.cwnd(Side,Table)")) {
      inputs.calling(cwnd, Side.CLIENT, kernel);
    }
    inputs.calling("Connection.explain(int)", 1);
    inputs.calling("Sockets.filter(String)", "state established");
    inputs.calling("Sockets.address(String)", "10.0.0.5").calling("Sockets.port(int)", 80);
    inputs.calling("SocketHistory.read(String)", folder.resolve("history").toString());
    Sockets none = Sockets.parse("tcp 0 0 10.0.0.5:80 10.0.0.9:90 ESTABLISHED\n").port(1);
    inputs.of(Sockets.class, none).of(SocketWarnings.class, none.warnings());
    inputs.of(SocketChanges.class, Sockets.diff(none, none)).of(History.class, new History());
    for (String row : List.of("Lab.row(Table,int)", "Dataframe.row(Table,int)")) {
      inputs.calling(row, capture.findings(), capture.findings().rowCount());
    }
    Path history = Files.writeString(folder.resolve("history"), "# tcplab sockets history 1\n");
    return inputs.of(SocketHistory.class, SocketHistory.read(history.toString()));
  }

  /** The methods that these inputs reach; of what a capture is asked none may be left out. */
  private static List<Method> methods(Shown.Inputs inputs, Capture capture) {
    List<Method> reached = new ArrayList<>();
    for (Method method : Shown.methods()) {
      Class<?> of = method.getDeclaringClass();
      boolean all = Shown.lacking(method, inputs).isEmpty();
      boolean live =
          (of == Sockets.class && Modifier.isStatic(method.getModifiers()))
              || List.of("record", "filterProgram").contains(method.getName());
      if (all && !live && !NOT_OF_A_CAPTURE.contains(of)) {
        reached.add(method);
      }
      boolean asked =
          List.of(Capture.class, Plots.class, Series.class, Report.class).contains(of)
              || (of == Connection.class && capture.analysis().count() > 0);
      assertThat(all || !asked).as(Shown.id(method)).isTrue();
    }
    return reached;
  }

  private void shown(Capture capture, Check check) throws Exception {
    Shown.Inputs inputs = inputs(capture);
    List<Shown.Result> failures = new ArrayList<>();
    for (Method method : methods(inputs, capture)) {
      for (Shown.Result result : Shown.call(method, inputs)) {
        check.of(result);
        if (result.value() instanceof Throwable && !ASKED_TOO_MUCH.contains(result.method())) {
          failures.add(result);
        }
      }
    }
    assertThat(failures).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whatever_is_asked_is_answered_in_words_and_well_formed(Poor poor) throws Exception {
    Displayed displayed = new Displayed();
    Capture capture = capture("poor.pcap", List.of(poor.frames));
    boolean none = capture.analysis().count() == 0;
    shown(
        capture,
        result -> {
          displayed.isInert(result.method(), result.value());
          if (result.value() instanceof Picture picture) {
            assertThat(picture.title()).isNotBlank();
            assertThat(picture.description()).isNotBlank();
            boolean said = picture.svg().contains("There is no TCP connection");
            boolean plotted = result.method().matches("(Capture|Plots)\\..*");
            assertThat(!plotted || said == none).as(result.method()).isTrue();
          } else if (result.value() instanceof Table table && none) {
            boolean ofIt = result.method().matches("(Capture|Series)\\..*");
            assertThat(ofIt ? table.rowCount() : 0).as(result.method()).isZero();
          } else if (result.value() instanceof Throwable failure) {
            assertThat(failure).hasMessageContaining("no ");
          }
        });
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
      String rows = table.rowCount() == 1 ? ": 1 row" : ": " + table.rowCount() + " rows";
      assertThat(TableHtml.of(table)).containsPattern(rows + "(, times of [-0-9]+ \\(UTC\\))?<");
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
  void many_connections_are_shown_in_outputs_no_larger_than_those_of_a_few() throws Exception {
    Displayed displayed = new Displayed();
    shown(
        capture("many.pcap", syns(20_000)),
        result -> {
          for (String form : displayed.forms(result.method(), result.value()).values()) {
            assertThat(form).as(result.method()).hasSizeLessThan(1_000_000);
          }
        });
  }

  @Test
  void a_million_connections_make_a_report_a_picture_and_tables() throws Exception {
    Capture capture = capture("million.pcap", syns(1_000_000));
    Path report = Report.of(capture).write(folder.resolve("report.html"));
    assertThat(Files.size(report)).isLessThan(1_000_000);
    assertThat(Files.readString(report)).contains("1,000,000 connections between 1,000,001 hosts");
    assertThat(capture.talkers().svg()).contains("more conversations, together");
    for (Table table : List.of(capture.packets(), capture.findings())) {
      assertThat(TableHtml.of(table)).hasSizeLessThan(500_000);
    }
  }

  private static Iterable<byte[]> syns(int count) {
    return () -> IntStream.range(0, count).mapToObj(n -> tcp(n, SYN, n, 0, 0)).iterator();
  }
}
