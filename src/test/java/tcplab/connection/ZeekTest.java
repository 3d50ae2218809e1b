package tcplab.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import tcplab.capture.CaptureException;
import tcplab.capture.CaptureFile;

/** conn_state and history against the rows of Zeek's published conn.log. */
class ZeekTest {
  private static final String SUFFIX = ".zeek.json";

  /** Captures where Zeek's run tells something else, with the reason. */
  private static final Map<String, String> REASONS =
      Map.of(
          "chksums__localhost-bad-chksum.pcap",
          "that run drops packets with bad checksums; ours follows zeek -C",
          "globus-url-copy.pcap",
          "the script stops following the data connection before its end",
          "smtp.pcap",
          "the script stops following the connection after its handshake",
          "ssh__ssh.client-side-half-duplex.pcap",
          "Zeek ends a one-sided connection when it is idle and begins another",
          "tcp__retransmit-timeout.pcapng",
          "Zeek ends the connection when it is idle and begins another");

  @Test
  void states_and_histories_are_zeeks_or_there_is_a_reason(TestReporter reporter)
      throws CaptureException {
    int rows = 0;
    int equal = 0;
    int explained = 0;
    List<String> wrong = new ArrayList<>();
    for (Path oracle : SharedCaptures.ending(SUFFIX)) {
      Path file = SharedCaptures.captureOf(oracle, SUFFIX);
      Connections connections = Connections.of(CaptureFile.read(file));
      for (JsonObject row : rows(oracle)) {
        rows++;
        if (has(connections, row)) {
          equal++;
        } else if (REASONS.containsKey(file.getFileName().toString())) {
          explained++;
        } else {
          wrong.add(file.getFileName() + " " + row);
        }
      }
    }
    reporter.publishEntry("zeek", "rows " + rows + ", equal " + equal + ", explained " + explained);
    assertThat(wrong).isEmpty();
    assertThat(equal).isGreaterThan(75);
  }

  private static List<JsonObject> rows(Path oracle) {
    List<JsonObject> rows = new ArrayList<>();
    for (JsonElement run : SharedCaptures.json(oracle).getAsJsonArray()) {
      for (JsonElement row : run.getAsJsonObject().getAsJsonArray("rows")) {
        JsonObject fields = row.getAsJsonObject();
        boolean tcp = !fields.has("proto") || fields.get("proto").getAsString().equals("tcp");
        if (tcp && fields.has("conn_state") && fields.has("history")) {
          rows.add(fields);
        }
      }
    }
    return rows;
  }

  private static boolean has(Connections connections, JsonObject row) {
    String client = row.get("id.orig_h").getAsString() + " " + row.get("id.orig_p").getAsString();
    String server = row.get("id.resp_h").getAsString() + " " + row.get("id.resp_p").getAsString();
    return connections.all().stream()
        .anyMatch(
            c ->
                client.equals(c.address(Side.CLIENT) + " " + c.port(Side.CLIENT))
                    && server.equals(c.address(Side.SERVER) + " " + c.port(Side.SERVER))
                    && c.connState().equals(row.get("conn_state").getAsString())
                    && c.history().equals(row.get("history").getAsString()));
  }
}
