package tcplab.table;

import java.util.List;
import java.util.OptionalInt;
import tcplab.sockets.Warning;

/**
 * Warning signs: {@code sign}, {@code subject}, {@code finding}, how many {@code sockets} show it,
 * and the {@code explanation}.
 */
public final class WarningTable {
  private WarningTable() {}

  /** One row each. */
  public static ColumnTable of(List<Warning> warnings) {
    return new RecordColumns<>(warnings)
        .text("sign", warning -> warning.sign().label())
        .text("subject", Warning::subject)
        .text("finding", Warning::finding)
        .integer("sockets", warning -> OptionalInt.of(warning.rows().size()))
        .text("explanation", warning -> warning.sign().explanation())
        .table("warnings");
  }
}
