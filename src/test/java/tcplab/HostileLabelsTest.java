package tcplab;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tcplab.capture.CaptureFile;
import tcplab.capture.SegmentLayout;
import tcplab.connection.Conversation;
import tcplab.connection.Side;
import tcplab.plot.Hostile;
import tcplab.plot.Ladder;
import tcplab.plot.SegmentPicture;
import tcplab.simulation.End;
import tcplab.simulation.Scenario;
import tcplab.sockets.HistoryFile;
import tcplab.table.Column;
import tcplab.table.ColumnTable;
import tcplab.tcp.State;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.BarTrace;

/**
 * Text from outside, wherever it can come from, through everything that is shown: file names,
 * interfaces and comments of pcapng, hosts, processes and users in other tools' text, titles,
 * filters.
 */
class HostileLabelsTest {
  private static final Path DATA =
      Path.of(System.getProperty("tcplab.basedir", System.getProperty("user.dir")))
          .resolve("notebooks/data");
  private static final Path RECORDED = DATA.resolve("syn_ack_lost.client.pcap");

  private static final String TWO_ENDS = "Ladder.of(Connections,int,Connections,int,Time)";

  @TempDir Path folder;
  private @Nullable StatesHeld held;

  @AfterEach
  void letGo() throws Exception {
    if (held != null) {
      held.close();
    }
  }

  /** Whatever an input is made from these labels. */
  private Shown.Inputs inputs(List<String> labels) throws Exception {
    Shown.Inputs inputs = new Shown.Inputs();
    fixed(inputs);
    for (String label : labels) {
      captures(inputs, label);
      sockets(inputs, label);
      drawn(inputs, label);
      inputs.of(String.class, label);
    }
    inputs.of("java.util.List<java.lang.String>", List.of(labels));
    List<Capture> captures = inputs.all(Capture.class);
    for (Capture capture : captures) {
      inputs.of(Plots.class, capture.plots(0)).of(Series.class, capture.series(0));
      inputs.of(tcplab.connection.Connection.class, capture.connection(0));
      inputs.of(tcplab.connection.Connections.class, capture.analysis());
      inputs.of(
          "java.util.List<tcplab.connection.Conversation>",
          List.of(Conversation.of(capture.analysis())));
      inputs.calling("Lab.join(Sockets,Capture)", inputs.all(Sockets.class).get(0), capture);
      tcplab.connection.Connections all = capture.analysis();
      inputs.calling(TWO_ENDS, all, 0, all, 0, Ladder.Time.COMPRESSED);
      inputs.calling(TWO_ENDS, all, 0, captures.get(0).analysis(), 0, Ladder.Time.TO_SCALE);
    }
    for (int i = 0; i < labels.size(); i++) {
      Capture named = captures.get(3 * i + 2); // its hosts bear the name too
      inputs.of(Report.class, Report.of(labels.get(i), named.analysis()));
    }
    ownArguments(inputs);
    return inputs;
  }

  /** What nothing from outside gets into. */
  private void fixed(Shown.Inputs inputs) throws Exception {
    Map<State, Integer> counts = new EnumMap<>(Map.of(State.LISTEN, 3));
    inputs.of("int", List.of(0)).of("boolean", List.of(true, false));
    inputs.of(Side.class, (Object[]) Side.values()).of(End.class, (Object[]) End.values());
    inputs.of(Ladder.Time.class, (Object[]) Ladder.Time.values());
    inputs.of(Duration.class, Duration.ofMillis(100)).of(State.class, State.LISTEN);
    inputs.of("tcplab.tcp.State[]", List.of((Object) new State[0]));
    inputs.of("java.util.Map<tcplab.tcp.State, ? extends java.lang.Number>", List.of(counts));
    inputs.of("java.util.List<tcplab.tcp.Transition>", List.of(List.of()));
    inputs.of("java.util.Set<java.lang.Integer>", List.of(Set.of(1)));
    inputs.of(long[].class, (Object) new long[] {1}).of(double[].class, (Object) new double[] {1});
    inputs.of(Simulation.class, Simulation.run(Scenario.standard()));
    held = Sockets.demonstrateStates();
    inputs.of(StatesHeld.class, held);
    FaqAnswer answer = Faq.whyThreeWay();
    inputs.of(FaqAnswer.class, answer);
    inputs.of(tcplab.simulation.Counterexample.class, answer.counterexample(1));
    inputs.of(SegmentLayout.class, SegmentLayout.of(CaptureFile.frame(RECORDED, 1)).orElseThrow());
    inputs.of("java.nio.file.Path", List.of(folder.resolve("report.html")));
  }

  /** Captures whose file, interface, comments or hosts have the label for a name. */
  private void captures(Shown.Inputs inputs, String label) throws Exception {
    inputs.of(Capture.class, Capture.open(RECORDED, label), Capture.open(pcapng(label)));
    String host =
        label
            .replaceAll("\\s", "")
            .substring(0, Math.min(200, label.replaceAll("\\s", "").length()));
    String line = "IP h%s.80 > 10.0.0.2.81: Flags [S], seq 1, win 2, length 0%n";
    Capture parsed = Capture.parse(line.formatted(host) + line.formatted(""));
    inputs.of(Capture.class, parsed);
    inputs.calling("Faq.segmentStructure(Capture,int)", Capture.open(RECORDED, label), 1);
    inputs.calling("ConversationBars.of(List,String)", Conversation.of(parsed.analysis()), label);
  }

  /** The recording as pcapng whose section, interface and packets bear the label. */
  private Path pcapng(String label) throws Exception {
    byte[] text = label.getBytes(StandardCharsets.UTF_8);
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(RECORDED)).order(ByteOrder.LITTLE_ENDIAN);
    boolean nanoseconds = in.getInt(0) == 0xa1b23c4d;
    ByteBuffer out = ByteBuffer.allocate(40 * (text.length + 400)).order(ByteOrder.LITTLE_ENDIAN);
    block(
        out,
        0x0a0d0d0a,
        ByteBuffer.allocate(16)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(0x1a2b3c4d)
            .putInt(1)
            .putLong(-1)
            .array(),
        text,
        1,
        2,
        3,
        4);
    ByteBuffer description = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    block(out, 1, description.putShort((short) in.getInt(20)).array(), text, 1, 2, 3, 12);
    for (int at = 24; at < in.limit(); at += 16 + in.getInt(at + 8)) {
      byte[] frame = new byte[in.getInt(at + 8)];
      in.get(at + 16, frame);
      long us = in.getInt(at) * 1_000_000L + in.getInt(at + 4) / (nanoseconds ? 1000 : 1);
      ByteBuffer head = ByteBuffer.allocate(20 + (frame.length + 3 & ~3));
      head.order(ByteOrder.LITTLE_ENDIAN).putInt(0).putInt((int) (us >>> 32)).putInt((int) us);
      head.putInt(frame.length).putInt(in.getInt(at + 12)).put(frame);
      block(out, 6, head.array(), text, 1);
    }
    Path file = Files.createTempFile(folder, "named", ".pcapng");
    return Files.write(file, java.util.Arrays.copyOf(out.array(), out.position()));
  }

  /** A block with the text in each of these options. */
  private static void block(ByteBuffer out, int type, byte[] body, byte[] text, int... options) {
    int padded = text.length + 3 & ~3;
    int length = 12 + body.length + options.length * (4 + padded) + 4;
    out.putInt(type).putInt(length).put(body);
    for (int option : options) {
      out.putShort((short) option).putShort((short) text.length);
      out.put(text).put(new byte[padded - text.length]);
    }
    out.putInt(0).putInt(length);
  }

  /** Sockets and histories in whose text hosts, processes and users have the label for a name. */
  private void sockets(Shown.Inputs inputs, String label) throws Exception {
    String word = label.replaceAll("\\s", "");
    String ss =
        "State Recv-Q Send-Q Local Address:Port Peer Address:Port Process\n"
            + "ESTAB 0 0 10.0.0.1:80 10.0.0.2:81 users:((\"%s\",pid=7,fd=3))\n".formatted(label)
            + "ESTAB 0 0 h%s:80 10.0.0.2:82\nESTAB 0 0 10.0.0.1:80 10.0.0.2:83\n".formatted(word);
    String netstat =
        "Active Internet connections (servers and established)\n"
            + "tcp 0 0 10.0.0.1:80 10.0.0.2:83 ESTABLISHED 7/%s\n".formatted(label)
            + "tcp 0 0 h%s:80 10.0.0.2:84 %s 7/a\n".formatted(word, word)
            + "tcp 9 0 10.0.0.1:80 10.0.0.2:85 CLOSE_WAIT 7/%s\n".formatted(word);
    String lsof =
        "COMMAND PID USER FD TYPE DEVICE SIZE/OFF NODE NAME\n"
            + "%s 7 %s 3u IPv4 1 0t0 TCP 10.0.0.1:80->10.0.0.2:86 (ESTABLISHED)\n"
                .formatted(word, word)
            + "java 7 root 3u IPv4 1 0t0 TCP h%s:80->10.0.0.2:86 (ESTABLISHED)\n".formatted(word)
            + "java 7 root 3u IPv4 1 0t0 TCP 10.0.0.1:80->10.0.0.2:87 (ESTABLISHED)\n";
    Sockets last = Sockets.parse(lsof);
    for (Sockets read : List.of(Sockets.parse(ss), Sockets.parse(netstat), last)) {
      inputs.of(Sockets.class, read).of(SocketWarnings.class, read.warnings());
      inputs.of(SocketChanges.class, Sockets.diff(last, read));
    }
    inputs.of(
        KernelCounters.class, KernelCounters.parse("Tcp: A %s\nTcp: 1 2\n".formatted("T" + word)));
    String escaped = label.replace("\\", "\\u005c").replace("\n", "\\u000a").replace("\t", " ");
    Path history = Files.createTempFile(folder, "history", "");
    Files.write(
        history,
        ("# tcplab sockets history 1\n1\topened\t1\tESTABLISHED\ttcp\t10.0.0.1\t80\t%s\t81\t7\t%s\n2\tsample\n3\tclosed\t1\n")
            .formatted(escaped, escaped)
            .getBytes(StandardCharsets.UTF_8));
    inputs.of(SocketHistory.class, SocketHistory.read(history.toString()));
    inputs.of(tcplab.sockets.History.class, HistoryFile.read(history));
  }

  /** Diagrams, figures and tables all of whose texts are the label. */
  private static void drawn(Shown.Inputs inputs, String label) {
    Ladder.Evidence evidence = new Ladder.Evidence(OptionalInt.of(1), label, List.of(label));
    Ladder.Step step =
        new Ladder.Step(
            OptionalLong.of(1),
            OptionalLong.of(2),
            true,
            label,
            label,
            Set.of(Ladder.Mark.REPEATED),
            evidence,
            1);
    List<Ladder.Entry> states = List.of(new Ladder.Entry(1, true, State.LISTEN));
    inputs.of(
        Ladder.Diagram.class,
        new Ladder.Diagram(label, label, label, List.of(step), states, List.of(label), 1, true));
    inputs.of(Ladder.Links.class, new Ladder.Links(n -> "arrow-" + n, n -> "packet-" + n));
    inputs.of(
        "java.util.List<tcplab.plot.SegmentPicture$Field>",
        List.of(List.of(new SegmentPicture.Field(label, 0, 16, label, label))));
    Layout layout =
        Layout.builder().title(label).xAxis(Axis.builder().title(label).build()).build();
    inputs.of(
        Figure.class,
        new Figure(
            layout,
            BarTrace.builder(new String[] {label, "b"}, new double[] {1, 2}).name(label).build()));
    StringColumn text = StringColumn.create(label + ".", label, "b");
    inputs.of(Table.class, Table.create(label, text, IntColumn.create("n", 1, 2)));
    Column column = new Column.Texts(label, 1, row -> label);
    inputs.of(ColumnTable.class, new ColumnTable(label, 1, List.of(column)));
    inputs.of(
        "java.util.function.IntFunction<java.lang.String>",
        List.of((IntFunction<String>) n -> "row-" + n));
    inputs.of(
        "java.util.Map<java.lang.String, java.util.function.IntFunction<java.lang.String>>",
        List.of(Map.of(label, (IntFunction<String>) n -> "#there")));
    inputs.of(tcplab.plot.Picture.class, tcplab.plot.BlankPicture.of(label, label));
  }

  /** Arguments that must mean something for the call to be one. */
  private void ownArguments(Shown.Inputs inputs) {
    inputs.calling("Faq.segmentStructure(String,int)", RECORDED.toString(), 1);
    inputs.calling("Faq.whyThreeWay(int)", 2);
    inputs.calling("FaqAnswer.run(int)", 1).calling("FaqAnswer.steps(int)", 1);
    inputs.calling("Capture.segment(int)", 1).calling("Capture.header(int)", 1);
    inputs.calling("Connection.explain(int)", 1);
    inputs.calling("Sockets.port(int)", 80).calling("Sockets.pid(int)", 7);
    inputs.calling("Sockets.ofProcess(long)", ProcessHandle.current().pid());
    inputs.calling("Sockets.snapshot(Detail,Detail[])", Detail.PROCESSES, new Detail[0]);
    inputs.calling("Sockets.watch(String,String)", "10ms", "20ms");
    inputs.calling(
        "SocketHistory.record(String,String,String)",
        folder.resolve("recorded").toString(),
        "10ms",
        "20ms");
    Table kernel = Table.create(LongColumn.create("time_ns", 1), IntColumn.create("cwnd", 1));
    kernel.addColumns(IntColumn.create("packet", 1));
    for (String cwnd : List.of("Plots.cwnd(Side,Table)", "Series.cwnd(Side,Table)")) {
      inputs.calling(cwnd, Side.CLIENT, kernel);
    }
    inputs.calling("Sockets.grep(String)", "10.0.0.1");
    Capture first = inputs.all(Capture.class).get(0);
    inputs.calling("Capture.ladder(int,Capture)", 0, first);
    inputs.calling("Plots.ladderToScale(Capture)", first);
    List<Sockets> sockets = inputs.all(Sockets.class);
    sockets.forEach(s -> inputs.calling("Sockets.diff(Sockets,Sockets)", s, sockets.get(0)));
    sockets.forEach(s -> inputs.calling("Lab.join(Sockets,Capture)", s, first));
  }

  /** Shows what a call gave, and lets go of what it holds. */
  private static void shown(Displayed displayed, Shown.Result result) throws Exception {
    try {
      displayed.isInert(result.method(), result.value());
    } finally {
      if (result.value() instanceof StatesHeld held) {
        held.close();
      }
    }
  }

  @Test
  void no_method_that_shows_something_is_left_out() throws Exception {
    Shown.Inputs inputs = inputs(List.of("label"));
    assertThat(Shown.methods()).hasSizeGreaterThan(100);
    assertThat(Shown.methods().stream().flatMap(m -> Shown.lacking(m, inputs).stream())).isEmpty();
  }

  @Test
  void whatever_a_text_from_outside_holds_it_is_only_shown() throws Exception {
    Displayed displayed = new Displayed();
    Shown.Inputs inputs = inputs(Hostile.TEXTS);
    Set<String> wrong = new TreeSet<>();
    for (Method method : Shown.methods()) {
      for (Shown.Result result : Shown.call(method, inputs)) {
        try {
          shown(displayed, result);
        } catch (AssertionError | RuntimeException e) {
          wrong.add(result.method() + ": " + e);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void a_longer_text_makes_nothing_longer_once_it_is_cut() throws Exception {
    Map<String, Integer> shorter = lengths("x".repeat(6000));
    Map<String, Integer> longer = lengths("x".repeat(10_000));
    assertThat(longer.keySet()).isEqualTo(shorter.keySet());
    List<String> grown = new ArrayList<>();
    longer.forEach(
        (name, length) -> {
          if (length - shorter.getOrDefault(name, 0) > 500) {
            grown.add(name + " " + shorter.get(name) + " → " + length);
          }
        });
    assertThat(grown).isEmpty();
  }

  /** How long all forms are, each call's by itself; this machine's own sockets change. */
  private Map<String, Integer> lengths(String label) throws Exception {
    Displayed displayed = new Displayed();
    Map<String, Integer> lengths = new LinkedHashMap<>();
    Shown.Inputs inputs = inputs(List.of(label));
    for (Method method : Shown.methods()) {
      boolean live =
          Set.of(Sockets.class, SocketHistory.class, StatesHeld.class)
                  .contains(method.getDeclaringClass())
              && (Modifier.isStatic(method.getModifiers())
                  || method.getDeclaringClass() == StatesHeld.class);
      for (Shown.Result result : live ? List.<Shown.Result>of() : Shown.call(method, inputs)) {
        for (Map.Entry<String, String> form :
            displayed.forms(result.method(), result.value()).entrySet()) {
          lengths.put(
              lengths.size() + ": " + result.method() + " as " + form.getKey(),
              form.getValue().length());
        }
      }
    }
    return lengths;
  }
}
