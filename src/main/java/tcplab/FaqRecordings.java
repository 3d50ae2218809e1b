package tcplab;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tcplab.capture.CaptureFile;
import tcplab.capture.Progress;
import tcplab.connection.Connections;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The project's own recordings that the jar carries (notebooks/data, where their README says how
 * each was made), so that an answer has its evidence wherever it is asked for.
 */
final class FaqRecordings {
  private FaqRecordings() {}

  /**
   * One recording, read through a temporary file, for a header is drawn from its octets in a file.
   *
   * @param name without its extension, such as {@code syn_ack_lost.client}
   * @throws IOException when the jar does not have it, or no temporary file can be written
   */
  static Capture open(String name) throws IOException {
    String file = name + ".pcap";
    Path copy = Files.createTempFile("tcplab-" + name + "-", ".pcap");
    copy.toFile().deleteOnExit();
    try (InputStream stream = stream(file)) {
      Files.write(copy, stream.readAllBytes());
    }
    return Capture.open(copy, file);
  }

  /**
   * The connections of a recording, without a dataframe.
   *
   * @param name without its extension, such as {@code syn_ack_lost.client}
   * @throws IOException when the jar does not have it
   */
  static Connections analysed(String name) throws IOException {
    String file = name + ".pcap";
    try (InputStream stream = stream(file)) {
      return Connections.of(CaptureFile.read(stream, file, Progress.NONE));
    }
  }

  /**
   * How long each end was in each state, as a program saw it that asked /proc/net/tcp all the time.
   *
   * @param name a recording's, such as {@code time_wait_full}
   * @return columns {@code end} (client, server), {@code state}, {@code seconds}; the last state of
   *     an end is left out unless the watch saw its end
   * @throws IOException when the jar does not have it
   */
  static Table watched(String name) throws IOException {
    JsonObject truth;
    try (InputStream stream = stream(name + ".truth.json")) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      truth = JsonParser.parseString(text).getAsJsonObject();
    }
    List<JsonObject> seen = new ArrayList<>();
    for (JsonElement change : truth.getAsJsonArray("proc_net_tcp_poll")) {
      if (change.getAsJsonObject().get("rport").getAsInt() != 0) { // 0 is the listener
        seen.add(change.getAsJsonObject());
      }
    }
    StringColumn ends = StringColumn.create("end");
    StringColumn states = StringColumn.create("state");
    DoubleColumn seconds = DoubleColumn.create("seconds");
    for (JsonObject change : seen) {
      JsonObject next = next(seen, change);
      if (!change.get("new").isJsonNull() && next != null) {
        ends.append(change.get("host").getAsString().equals("A") ? "client" : "server");
        states.append(change.get("new").getAsString());
        long ns = next.get("t").getAsLong() - change.get("t").getAsLong();
        seconds.append(Math.round(ns / 1e6) / 1e3);
      }
    }
    return Table.create("watched in /proc/net/tcp", ends, states, seconds);
  }

  private static @Nullable JsonObject next(List<JsonObject> seen, JsonObject change) {
    for (JsonObject later : seen.subList(seen.indexOf(change) + 1, seen.size())) {
      if (later.get("host").equals(change.get("host"))) {
        return later;
      }
    }
    return null;
  }

  private static InputStream stream(String file) throws IOException {
    InputStream stream = FaqRecordings.class.getResourceAsStream("data/" + file);
    if (stream == null) {
      throw new IOException("the jar is incomplete: tcplab/data/" + file + " is missing");
    }
    return stream;
  }
}
