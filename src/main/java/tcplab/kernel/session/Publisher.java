package tcplab.kernel.session;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import tcplab.kernel.wire.Channel;
import tcplab.kernel.wire.Message;
import tcplab.kernel.wire.Wire;

/** Writes headers and sends. Any thread may use it. */
final class Publisher {
  /** The protocol version that this kernel speaks. */
  static final String PROTOCOL = "5.5";

  private static final long DAY_MILLIS = 86_400_000;

  private final String session = UUID.randomUUID().toString();
  private final AtomicLong counter = new AtomicLong();
  private volatile Sender sender = (channel, message) -> {};

  /** How messages leave. */
  interface Sender {
    void send(Channel channel, Message message);
  }

  void connect(Wire wire) {
    sender = wire::send;
  }

  /** Publishes to every subscriber. */
  void publish(String type, JsonObject parent, JsonObject content) {
    publish(type, parent, content, new JsonObject(), List.of());
  }

  void publish(
      String type,
      JsonObject parent,
      JsonObject content,
      JsonObject metadata,
      List<byte[]> buffers) {
    byte[] topic = ("kernel." + session + "." + type).getBytes(StandardCharsets.US_ASCII);
    send(
        Channel.IOPUB,
        new Message(List.of(topic), header(type), parent, metadata, content, buffers));
  }

  /** Tells subscribers whether the kernel works on a request. */
  void status(String state, JsonObject parent) {
    publish("status", parent, Json.object("execution_state", state));
  }

  /** Answers a request by the way it came. */
  void reply(Channel channel, Message request, String type, JsonObject content) {
    send(
        channel,
        new Message(
            request.route(), header(type), request.header(), new JsonObject(), content, List.of()));
  }

  /** Answers a subscription (JEP 65). */
  void welcome() {
    JsonObject content = Json.object("subscription", "");
    send(
        Channel.IOPUB,
        new Message(
            List.of(new byte[0]),
            header("iopub_welcome"),
            new JsonObject(),
            new JsonObject(),
            content,
            List.of()));
  }

  private void send(Channel channel, Message message) {
    sender.send(channel, message);
  }

  private JsonObject header(String type) {
    return Json.object(
        "msg_id",
        session + "_" + counter.incrementAndGet(),
        "session",
        session,
        "username",
        "kernel",
        "date",
        date(System.currentTimeMillis()),
        "msg_type",
        type,
        "version",
        PROTOCOL);
  }

  /** ISO 8601 in UTC, by hand: five of these are made for each cell. */
  static String date(long millis) {
    LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(millis, DAY_MILLIS));
    int rest = (int) Math.floorMod(millis, DAY_MILLIS);
    StringBuilder date = new StringBuilder(24).append(day).append('T');
    digits(date, rest / 3_600_000, 2).append(':');
    digits(date, rest / 60_000 % 60, 2).append(':');
    digits(date, rest / 1000 % 60, 2).append('.');
    return digits(date, rest % 1000, 3).append('Z').toString();
  }

  private static StringBuilder digits(StringBuilder text, int value, int width) {
    String digits = Integer.toString(value);
    return text.append("000", 0, width - digits.length()).append(digits);
  }
}
