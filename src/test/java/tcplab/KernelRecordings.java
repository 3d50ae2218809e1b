package tcplab;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tcplab.capture.CaptureFile;
import tcplab.capture.Packets;
import tcplab.connection.Connection;
import tcplab.connection.Connections;
import tcplab.connection.Side;
import tcplab.tcp.Segment;
import tcplab.tcp.SegmentOptions;
import tcplab.tcp.State;

/** Recordings of connections with the Linux kernel's own account of them, for comparisons. */
final class KernelRecordings {
  private static final Path BASE =
      Path.of(System.getProperty("tcplab.basedir", System.getProperty("user.dir")));

  private KernelRecordings() {}

  /**
   * One end of one connection.
   *
   * @param scenario the recording's name
   * @param side which end
   * @param port its port
   * @param states the kernel's states of that end
   * @param timedOut whether a call at that end gave up waiting, or was told that there is no way
   * @param packets that end's capture
   * @param connection the connection in it
   */
  record RecordedEnd(
      String scenario,
      Side side,
      int port,
      List<State> states,
      boolean timedOut,
      Packets packets,
      Connection connection) {

    String ports() {
      boolean client = connection.port(Side.CLIENT) == port;
      return port + ">" + connection.port(client ? Side.SERVER : Side.CLIENT);
    }

    boolean isOwn(int n) {
      return packets.sourcePort(connection.row(n)) == port;
    }

    Segment segment(int n) {
      return KernelRecordings.segment(packets, connection.row(n));
    }
  }

  static List<Path> truths(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".truth.json")).sorted().toList();
    }
  }

  /** The project's own. */
  static Path own() {
    return BASE.resolve("notebooks/data");
  }

  /** Those that stand beside the project. */
  static Path shared() {
    return BASE.resolve("../shared/captures/gt").normalize();
  }

  static List<RecordedEnd> ends(Path truth) throws IOException {
    JsonObject json = JsonParser.parseString(Files.readString(truth)).getAsJsonObject();
    String name = truth.getFileName().toString().replace(".truth.json", "");
    List<RecordedEnd> ends = new ArrayList<>();
    for (Map.Entry<String, JsonElement> entry : json.getAsJsonObject("state_sequence").entrySet()) {
      Side side = entry.getKey().startsWith("A") ? Side.CLIENT : Side.SERVER;
      Packets packets = CaptureFile.read(truth.resolveSibling(name + "." + side.label() + ".pcap"));
      Connection connection = find(Connections.of(packets), entry.getKey());
      List<State> states = new ArrayList<>();
      for (JsonElement state : entry.getValue().getAsJsonArray()) {
        states.add(State.parse(state.getAsString()).orElseThrow());
      }
      ends.add(
          new RecordedEnd(
              name,
              side,
              ports(entry.getKey())[0],
              states,
              timedOut(json, entry.getKey()),
              packets,
              connection));
    }
    return ends;
  }

  private static boolean timedOut(JsonObject json, String key) {
    for (JsonElement call : json.getAsJsonArray("api_calls")) {
      String text = call.getAsJsonObject().get("call").getAsString();
      if (text.startsWith(key.substring(0, 1))
          && (text.endsWith("timed out") || text.endsWith("No route to host"))) {
        return true;
      }
    }
    return false;
  }

  /** A key such as {@code B 8080>40001 #3}: whose, its port, the peer's port, the how-manieth. */
  private static int[] ports(String key) {
    String[] ports = key.split(" ", -1)[1].split(">", -1);
    return new int[] {Integer.parseInt(ports[0]), Integer.parseInt(ports[1])};
  }

  private static Connection find(Connections connections, String key) {
    int[] ports = ports(key);
    int nth = key.contains("#") ? Integer.parseInt(key.substring(key.indexOf('#') + 1)) : 1;
    return connections.all().stream()
        .filter(c -> has(c, ports[0], ports[1]) || has(c, ports[1], ports[0]))
        .skip(nth - 1)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no connection " + key));
  }

  /** In a simultaneous open either end can be taken for the client. */
  private static boolean has(Connection connection, int client, int server) {
    return connection.port(Side.CLIENT) == client && connection.port(Side.SERVER) == server;
  }

  private static Segment segment(Packets packets, int row) {
    Packets.Options options = packets.options(row);
    List<SegmentOptions.Block> sack = new ArrayList<>();
    for (int i = 0; i + 1 < options.sack().length; i += 2) {
      sack.add(new SegmentOptions.Block(options.sack()[i], options.sack()[i + 1]));
    }
    SegmentOptions carried =
        new SegmentOptions(
            options.mss(),
            options.windowScale(),
            options.sackPermitted(),
            sack,
            SegmentOptions.ABSENT,
            0);
    return new Segment(
        packets.seq(row),
        packets.ack(row),
        packets.flags(row),
        packets.window(row),
        Math.max(0, options.urgent()),
        carried,
        new byte[packets.length(row)]);
  }
}
