package tcplab.table;

import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tcplab.sockets.Change;
import tcplab.sockets.Changes;
import tcplab.sockets.Field;
import tcplab.sockets.Snapshot;
import tcplab.tcp.State;

/**
 * What happened between two snapshots, one row per socket: {@code change} (opened, closed, state,
 * traffic), the endpoints, {@code state_before} and {@code state_after}, and how far the counters
 * went since: {@code bytes_acked_since}, {@code bytes_received_since}, {@code segments_in_since},
 * {@code segments_out_since}, {@code retransmits_since}. For a socket that was opened they count
 * from its beginning; where the source does not tell them they are missing.
 */
public final class ChangeTable {
  private ChangeTable() {}

  /** The sockets to which something happened. */
  public static ColumnTable of(Changes changes) {
    Rows rows = new Rows(changes);
    RecordColumns<Change> columns =
        new RecordColumns<>(changes.happened())
            .text("change", change -> change.kind().label())
            .text("family", rows.text((sockets, row) -> sockets.family(row).orElse(null)))
            .text("local", rows.text((sockets, row) -> sockets.local(row).orElse(null)))
            .integer("local_port", rows.number(Field.LOCAL_PORT))
            .text("remote", rows.text((sockets, row) -> sockets.remote(row).orElse(null)))
            .integer("remote_port", rows.number(Field.REMOTE_PORT))
            .text("state_before", c -> state(changes.before(), c.before()))
            .text("state_after", c -> state(changes.after(), c.after()))
            .number("bytes_acked_since", rows.since(Field.BYTES_ACKED))
            .number("bytes_received_since", rows.since(Field.BYTES_RECEIVED))
            .number("segments_in_since", rows.since(Field.SEGMENTS_IN))
            .number("segments_out_since", rows.since(Field.SEGMENTS_OUT))
            .number("retransmits_since", rows.since(Field.RETRANSMITS_TOTAL))
            .integer("pid", rows.number(Field.PID))
            .text("process", rows.text((sockets, row) -> sockets.process(row).orElse(null)));
    return columns.table("changes");
  }

  private static @Nullable String state(Snapshot sockets, int row) {
    return row < 0 ? null : sockets.state(row).map(State::name).orElse(null);
  }

  /** Reads a change's row in the later snapshot, or in the earlier one when it is gone. */
  private record Rows(Changes changes) {
    private Snapshot sockets(Change change) {
      return change.after() < 0 ? changes.before() : changes.after();
    }

    private static int row(Change change) {
      return change.after() < 0 ? change.before() : change.after();
    }

    Function<Change, @Nullable String> text(BiFunction<Snapshot, Integer, @Nullable String> value) {
      return change -> value.apply(sockets(change), row(change));
    }

    Function<Change, OptionalInt> number(Field field) {
      return change -> {
        OptionalLong value = sockets(change).number(row(change), field);
        return value.isPresent() ? OptionalInt.of((int) value.getAsLong()) : OptionalInt.empty();
      };
    }

    Function<Change, OptionalLong> since(Field field) {
      return change ->
          change.kind() == Change.Kind.OPENED
              ? changes.after().number(change.after(), field)
              : changes.moved(change, field);
    }
  }
}
