package tcplab.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tcplab.tcp.State;

class HistoryTest {
  private static final String LISTENER = "LISTEN 0 128 0.0.0.0:80 0.0.0.0:*\n";

  /** A reading at a second, of rows as ss prints them. */
  private static Snapshot at(long second, String rows) {
    try {
      Snapshot read = SocketText.parse(LISTENER + rows);
      return new Snapshot(
          read.rows(),
          Snapshot.Origin.of(
              Source.TEXT, OptionalLong.of(second * 1_000_000_000L), Optional.empty(), List.of()));
    } catch (SocketTextException e) {
      throw new AssertionError(e);
    }
  }

  private static String row(String state) {
    return state + " 0 0 10.0.0.1:5000 10.0.0.2:80 users:((\"a\tb\\\",pid=7,fd=3))\n";
  }

  /** One connection's life, read once a second. */
  private static void life(HistoryWriter writer) throws Exception {
    writer.add(at(0, ""));
    writer.add(at(1, row("SYN-SENT")));
    writer.add(at(2, row("ESTAB")));
    writer.add(at(3, row("ESTAB")));
    writer.add(at(5, row("TIME-WAIT")));
    writer.add(at(65, ""));
  }

  private static void isThatLife(History history) {
    List<StateSpan> spans =
        history.spans().stream().filter(span -> span.state() != State.LISTEN).toList();
    assertThat(spans)
        .extracting(StateSpan::state)
        .containsExactly(State.SYN_SENT, State.ESTABLISHED, State.TIME_WAIT);
    assertThat(spans)
        .extracting(span -> span.dwellNs().orElse(0) / 1_000_000_000L)
        .containsExactly(1L, 3L, 60L);
    assertThat(spans).allMatch(StateSpan::beginSeen);
    assertThat(spans.get(0).next()).hasValue(State.ESTABLISHED);
    assertThat(spans.get(2).next()).isEmpty();
    assertThat(spans).extracting(StateSpan::socket).containsOnly(1L);
    assertThat(history.samples()).hasSize(6);
    assertThat(history.samples().get(2).counts()).containsEntry(State.ESTABLISHED, 1);
    assertThat(history.samples().get(5).sockets()).isEqualTo(1);
  }

  @Test
  void a_sockets_states_and_dwell_times_are_kept() throws Exception {
    History history = new History();
    try (HistoryWriter writer = HistoryWriter.to(history)) {
      life(writer);
    }
    isThatLife(history);
    StateSpan listener = history.spans().get(history.spans().size() - 1);
    assertThat(listener.beginSeen()).as("it was there before the history began").isFalse();
    assertThat(listener.untilNs()).as("it lasts").isEmpty();
  }

  @Test
  void a_history_on_disk_is_read_as_it_was_written(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("h.tsv");
    try (HistoryWriter writer =
        HistoryWriter.to(new History(), new HistoryFile(file, Recorder.MOST_OCTETS))) {
      life(writer);
    }
    isThatLife(HistoryFile.read(file));
    assertThat(HistoryFile.read(file).spans().get(0).name().process()).hasValue("a\tb\\");
  }

  @Test
  void a_full_file_is_set_aside_and_both_are_read(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("h.tsv");
    try (HistoryWriter writer = HistoryWriter.to(new History(), new HistoryFile(file, 300))) {
      life(writer);
    }
    assertThat(folder.resolve("h.tsv.1")).exists();
    assertThat(Files.size(file)).isLessThan(700);
    assertThat(HistoryFile.read(file).samples()).isNotEmpty();
  }

  @Test
  void memory_is_bounded_and_says_what_it_dropped() throws Exception {
    History history = new History(3, 2);
    try (HistoryWriter writer = HistoryWriter.to(history)) {
      life(writer);
    }
    assertThat(history.samples()).hasSize(3);
    assertThat(history.droppedSamples()).isEqualTo(3);
    assertThat(history.droppedSpans()).isEqualTo(1);
    assertThat(history.spans()).hasSize(3);
  }

  @Test
  void a_last_line_that_was_cut_off_is_left_out_and_other_damage_is_an_error(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("h.tsv");
    try (HistoryWriter writer =
        HistoryWriter.to(new History(), new HistoryFile(file, Recorder.MOST_OCTETS))) {
      life(writer);
    }
    String whole = Files.readString(file);
    Files.writeString(file, whole + "6500000000\tope");
    isThatLife(HistoryFile.read(file));
    Files.writeString(file, whole.replace("SYN_SENT", "SYN").replace("opened\t1", "opened\tx"));
    assertThatThrownBy(() -> HistoryFile.read(file)).hasMessageContaining("line ");
    Files.write(file, new byte[] {(byte) 0xff, 0, 1, (byte) 0x80});
    assertThatThrownBy(() -> HistoryFile.read(file)).hasMessageContaining("no history");
  }

  @Test
  void a_recording_reads_again_and_again_until_the_thread_is_interrupted() throws Exception {
    AtomicInteger readings = new AtomicInteger();
    History history = new History();
    Recorder recorder = new Recorder(LiveSockets.ofThisMachine(), Duration.ofMillis(10));
    Thread thread = Thread.currentThread();
    recorder.record(
        history,
        elapsed -> true,
        snapshot -> {
          if (readings.incrementAndGet() == 4) {
            thread.interrupt();
          }
        });
    assertThat(Thread.interrupted()).as("the flag stays set").isTrue();
    assertThat(history.samples()).hasSize(4);
  }

  @Test
  void a_reading_that_an_interrupt_cut_off_is_left_out() throws Exception {
    AtomicInteger readings = new AtomicInteger();
    LiveSockets.Netlink interrupted =
        (reader, extensions) -> {
          if (readings.incrementAndGet() == 3) {
            Thread.currentThread().interrupt();
          }
          return !reader.read(DiagReaderTest.message(1, 9, 0));
        };
    History history = new History();
    LiveSockets source = LiveSockets.over(Path.of("/none"), Optional.of(interrupted));
    new Recorder(source, Duration.ofMillis(10)).record(history, elapsed -> true, snapshot -> {});
    assertThat(Thread.interrupted()).isTrue();
    assertThat(history.samples()).hasSize(2);
    assertThat(history.samples().get(1).counts()).containsEntry(State.ESTABLISHED, 1);
  }

  @Test
  void a_reader_that_is_woken_up_looks_whether_it_goes_on() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    LiveSockets.Netlink one = (reader, extensions) -> !reader.read(DiagReaderTest.message(1, 9, 0));
    LiveSockets source = LiveSockets.over(Path.of("/none"), Optional.of(one));
    History history = new History();
    Thread reader = Thread.currentThread();
    Thread waker =
        new Thread(
            () -> {
              over.set(true);
              LockSupport.unpark(reader);
            });
    new Recorder(source, Duration.ofHours(1))
        .record(history, elapsed -> !over.get(), snapshot -> waker.start());
    assertThat(history.samples()).hasSize(1);
  }

  @Test
  void too_short_an_interval_is_refused() {
    assertThatThrownBy(() -> new Recorder(LiveSockets.ofThisMachine(), Duration.ofMillis(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("10 ms");
  }
}
