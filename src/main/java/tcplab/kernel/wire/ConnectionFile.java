package tcplab.kernel.wire;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a Jupyter client writes for the kernel it starts: where to bind, and the key that signs.
 *
 * @param ip the only address to bind to
 * @param transport {@code tcp} or {@code ipc}
 * @param shell port of the shell socket
 * @param control port of the control socket
 * @param stdin port of the stdin socket
 * @param iopub port of the publishing socket
 * @param heartbeat port of the heartbeat socket
 * @param key the signing key; empty means unsigned
 * @param scheme the signature scheme
 */
public record ConnectionFile(
    String ip,
    String transport,
    int shell,
    int control,
    int stdin,
    int iopub,
    int heartbeat,
    String key,
    String scheme) {
  private static final int HIGHEST_PORT = 65535;

  /**
   * Reads a connection file.
   *
   * @param file where it is
   * @return what it says
   * @throws IOException when it cannot be read, is not JSON, or lacks a field
   */
  public static ConnectionFile read(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.UTF_8);
    try {
      JsonObject json = JsonParser.parseString(text).getAsJsonObject();
      ConnectionFile read =
          new ConnectionFile(
              field(json, "ip").getAsString(),
              json.has("transport") ? json.get("transport").getAsString() : "tcp",
              port(json, "shell_port"),
              port(json, "control_port"),
              port(json, "stdin_port"),
              port(json, "iopub_port"),
              port(json, "hb_port"),
              json.has("key") ? json.get("key").getAsString() : "",
              json.has("signature_scheme")
                  ? json.get("signature_scheme").getAsString()
                  : "hmac-sha256");
      return read;
    } catch (JsonParseException | IllegalStateException | UnsupportedOperationException bad) {
      throw new IOException(file + " is not a Jupyter connection file: " + bad.getMessage(), bad);
    } catch (NumberFormatException bad) {
      throw new IOException(file + ": a port is not a number: " + bad.getMessage(), bad);
    }
  }

  /**
   * The address of one socket.
   *
   * @param port one of this record's ports
   * @return a ZeroMQ endpoint
   */
  public String endpoint(int port) {
    boolean ipv6 = ip.indexOf(':') >= 0 && !ip.startsWith("[");
    String host = ipv6 ? "[" + ip + "]" : ip;
    return transport + "://" + host + (transport.equals("ipc") ? "-" : ":") + port;
  }

  private static JsonElement field(JsonObject json, String name) {
    JsonElement value = json.get(name);
    if (value == null) {
      throw new JsonParseException("it has no \"" + name + "\"");
    }
    return value;
  }

  private static int port(JsonObject json, String name) {
    int port = field(json, name).getAsInt();
    if (port < 1 || port > HIGHEST_PORT) {
      throw new JsonParseException("\"" + name + "\" is " + port);
    }
    return port;
  }
}
