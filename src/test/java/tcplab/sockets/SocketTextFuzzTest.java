package tcplab.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import tcplab.table.CsvWriter;
import tcplab.table.JsonWriter;
import tcplab.table.SocketTable;
import tcplab.table.TerminalWriter;

/**
 * Hostile text: whatever comes, there is a table whose numbers are in range, or the typed error.
 * JAZZER_FUZZ=1 mvn test -Dtest=SocketTextFuzzTest#any_text... searches for inputs; without it the
 * recorded ones are run again.
 */
class SocketTextFuzzTest {
  @FuzzTest(maxDuration = "2m")
  void any_text_gives_a_table_or_the_typed_error(byte[] octets) {
    Snapshot snapshot;
    try {
      snapshot = SocketText.parse(octets, "fuzz");
    } catch (SocketTextException e) {
      assertThat(e.getMessage()).doesNotContain("\u001b").contains("line");
      return;
    }
    check(snapshot);
  }

  @FuzzTest(maxDuration = "2m")
  void any_proc_file_gives_rows_in_range(byte[] octets) throws IOException {
    Rows rows = new Rows();
    ProcTcp reader = new ProcTcp(rows, false);
    reader.read(new ByteArrayInputStream(octets));
    check(
        new Snapshot(
            rows,
            Snapshot.Origin.of(
                Source.PROC,
                java.util.OptionalLong.empty(),
                java.util.Optional.empty(),
                java.util.List.of())));
  }

  private static void check(Snapshot snapshot) {
    int total = snapshot.withoutState();
    for (int count : snapshot.stateHistogram().values()) {
      total += count;
    }
    assertThat(total).isEqualTo(snapshot.size());
    for (int row = 0; row < snapshot.size(); row++) {
      for (Field field : Field.values()) {
        assertThat(snapshot.number(row, field, 0)).isNotNegative();
      }
      assertThat(snapshot.number(row, Field.LOCAL_PORT, 1)).isBetween(1L, 65535L);
      assertThat(snapshot.number(row, Field.REMOTE_PORT, 1)).isBetween(1L, 65535L);
      assertThat(snapshot.local(row)).isPresent();
      assertThat(snapshot.remote(row)).isPresent();
    }
    assertThat(CsvWriter.text(SocketTable.of(snapshot))).endsWith("\r\n");
    assertThat(JsonWriter.text(SocketTable.of(snapshot))).endsWith("]\n");
    assertThat(
            TerminalWriter.text(
                SocketTable.of(snapshot), TerminalWriter.Layout.WHOLE.withWidth(80)))
        .doesNotContain("\u001b");
  }
}
