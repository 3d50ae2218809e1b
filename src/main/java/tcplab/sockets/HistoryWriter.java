package tcplab.sockets;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns one snapshot after the other into what happened since the one before, for a {@link History}
 * and for a file if one is wanted. Only changes are written, so a quiet machine costs little.
 */
public final class HistoryWriter implements AutoCloseable {
  private final History history;
  private final @Nullable HistoryFile file;
  private @Nullable Snapshot last;
  private long[] numbers = {};
  private long nextNumber;

  private HistoryWriter(History history, @Nullable HistoryFile file) {
    this.history = history;
    this.file = file;
  }

  /** Writes to memory only. */
  public static HistoryWriter to(History history) {
    return new HistoryWriter(history, null);
  }

  /** Writes to a file too, which {@link HistoryFile#read} reads. */
  static HistoryWriter to(History history, HistoryFile file) {
    return new HistoryWriter(history, file);
  }

  /**
   * Takes the next snapshot.
   *
   * @throws IOException when the file cannot be written; memory has it nevertheless
   */
  public void add(Snapshot now) throws IOException {
    long timeNs = now.timeNs().orElseGet(LiveSockets::now);
    Snapshot before = last;
    List<HistoryEvent> events = new ArrayList<>();
    long[] later = new long[now.size()];
    if (before == null) {
      for (int row = 0; row < later.length; row++) {
        later[row] = nextNumber++;
        events.add(present(now, row, later[row], timeNs, false));
      }
    } else {
      for (Change change : Changes.between(before, now).all()) {
        event(now, change, later, timeNs).ifPresent(events::add);
      }
    }
    events.add(new HistoryEvent.Sampled(timeNs));
    numbers = later;
    last = now;
    events.forEach(history::take);
    if (file != null) {
      file.write(events, () -> whole(now, timeNs));
    }
  }

  private Optional<HistoryEvent> event(Snapshot now, Change change, long[] later, long timeNs) {
    int row = change.after();
    if (change.kind() == Change.Kind.CLOSED) {
      return Optional.of(new HistoryEvent.Gone(timeNs, numbers[change.before()]));
    }
    later[row] = change.before() < 0 ? nextNumber++ : numbers[change.before()];
    if (change.kind() == Change.Kind.OPENED) {
      return Optional.of(present(now, row, later[row], timeNs, true));
    }
    boolean moved = change.kind() == Change.Kind.STATE && now.state(row).isPresent();
    return moved
        ? Optional.of(new HistoryEvent.Moved(timeNs, later[row], now.state(row).get()))
        : Optional.empty();
  }

  private static HistoryEvent present(
      Snapshot now, int row, long number, long timeNs, boolean isNew) {
    return new HistoryEvent.Present(timeNs, number, SocketName.of(now, row), now.state(row), isNew);
  }

  /** Everything that is there, with which a further file begins. */
  private List<HistoryEvent> whole(Snapshot now, long timeNs) {
    List<HistoryEvent> events = new ArrayList<>();
    for (int row = 0; row < now.size(); row++) {
      events.add(present(now, row, numbers[row], timeNs, false));
    }
    return events;
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
