package tcplab.kernel.session;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import tcplab.kernel.Preload;
import tcplab.kernel.wire.ConnectionFile;

/**
 * A kernel and its client in one process, for a short session of what sessions are made of. Played
 * while the JVM records a start-up archive.
 */
public final class Rehearsal {
  private static final int PATIENCE_MILLIS = 30_000;

  private static final List<String> CELLS =
      List.of(
          "1+1",
          "int x = 41;\nSystem.out.println(\"printed \" + x);\nx + 1",
          "record Point(int x, int y) {}\nint twice(int n) { return 2 * n; }\nvar points ="
              + " List.of(new Point(1, twice(2)));\npoints",
          "display(\"<b>bold</b>\", \"text/html\");\nSystem.err.println(\"error stream\");",
          "Map.of(\"a\", 1).entrySet().stream().map(e -> e.getKey() + e.getValue()).toList()",
          "int broken = \"no number\";",
          "int zero = 0;\n1 / zero",
          "%lsmagic");

  private final ConnectionFile connection;
  private final ZMQ.Socket shell;
  private final ZMQ.Socket control;
  private final Mac mac;

  private Rehearsal(ConnectionFile connection, ZContext context) throws IOException {
    this.connection = connection;
    shell = connect(context, connection.shell());
    control = connect(context, connection.control());
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(connection.key().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    } catch (java.security.GeneralSecurityException impossible) {
      throw new IOException(impossible);
    }
  }

  /**
   * Plays the session.
   *
   * @param preload what notebooks start with
   * @throws IOException when loopback ports cannot be bound, or an answer does not come
   */
  public static void play(Preload preload) throws IOException {
    ConnectionFile connection = freePorts();
    System.setProperty("tcplab.history", "off");
    try (Session session = Session.open(connection, preload);
        ZContext context = new ZContext(1)) {
      Rehearsal rehearsal = new Rehearsal(connection, context);
      rehearsal.ask(rehearsal.shell, "kernel_info_request", Json.object());
      for (String cell : CELLS) {
        rehearsal.ask(rehearsal.shell, "execute_request", Json.object("code", cell));
      }
      JsonObject place = Json.object("code", "points.str", "cursor_pos", 10);
      rehearsal.ask(rehearsal.shell, "complete_request", place);
      rehearsal.ask(rehearsal.shell, "inspect_request", place);
      rehearsal.ask(rehearsal.shell, "is_complete_request", Json.object("code", "if (true) {"));
      rehearsal.ask(rehearsal.control, "shutdown_request", Json.object("restart", false));
      session.awaitShutdown();
    }
  }

  private static ConnectionFile freePorts() throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      int[] ports = new int[5];
      for (int i = 0; i < ports.length; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1")));
        ports[i] = held.get(i).getLocalPort();
      }
      return new ConnectionFile(
          "127.0.0.1",
          "tcp",
          ports[0],
          ports[1],
          ports[2],
          ports[3],
          ports[4],
          UUID.randomUUID().toString(),
          "hmac-sha256");
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }

  private ZMQ.Socket connect(ZContext context, int port) {
    ZMQ.Socket socket = context.createSocket(SocketType.DEALER);
    socket.setReceiveTimeOut(PATIENCE_MILLIS);
    socket.connect(connection.endpoint(port));
    return socket;
  }

  /** Sends a request and waits for its reply. */
  private void ask(ZMQ.Socket socket, String type, JsonObject content) throws IOException {
    String id = UUID.randomUUID().toString();
    String header =
        Json.object(
                "msg_id",
                id,
                "session",
                "rehearsal",
                "username",
                "rehearsal",
                "date",
                "2026-01-01T00:00:00Z",
                "msg_type",
                type,
                "version",
                Publisher.PROTOCOL)
            .toString();
    List<String> json = List.of(header, "{}", "{}", content.toString());
    json.forEach(part -> mac.update(part.getBytes(StandardCharsets.UTF_8)));
    socket.sendMore("<IDS|MSG>");
    socket.sendMore(java.util.HexFormat.of().formatHex(mac.doFinal()));
    for (int i = 0; i < json.size(); i++) {
      socket.send(json.get(i), i + 1 < json.size() ? ZMQ.SNDMORE : 0);
    }
    for (List<String> reply = receive(socket); ; reply = receive(socket)) {
      JsonObject parent = JsonParser.parseString(reply.get(3)).getAsJsonObject();
      if (id.equals(parent.get("msg_id").getAsString())) {
        return;
      }
    }
  }

  private static List<String> receive(ZMQ.Socket socket) throws IOException {
    List<String> parts = new ArrayList<>();
    do {
      byte[] part = socket.recv();
      if (part == null) {
        throw new IOException("The rehearsed kernel does not answer");
      }
      parts.add(new String(part, StandardCharsets.UTF_8));
    } while (socket.hasReceiveMore());
    return parts;
  }
}
