package tcplab.kernel.wire;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Frames to messages and back (Jupyter messaging 5.5, "The wire protocol"):
 *
 * <pre>
 * identities…  &lt;IDS|MSG&gt;  signature  header  parent_header  metadata  content  buffers…
 * </pre>
 *
 * <p>Whatever is wrong with frames, {@link #decode} says so by {@link BadMessageException} and
 * nothing else.
 */
final class Frames {
  /** What JSON and buffers of one message may weigh together; a heavier one is dropped. */
  static final long HEAVIEST = 64L << 20;

  private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
  private static final int JSON_FRAMES = 4;
  private static final int NESTING = 200;

  private final Signer signer;

  Frames(Signer signer) {
    this.signer = signer;
  }

  /**
   * Reads one message.
   *
   * @param frames all frames of a multipart message
   * @return the message, its signature checked
   * @throws BadMessageException when it is too heavy, malformed, or wrongly signed
   */
  Message decode(List<byte[]> frames) throws BadMessageException {
    weigh(frames);
    int at = delimiter(frames);
    int first = at + 2;
    if (frames.size() < first + JSON_FRAMES) {
      throw new BadMessageException(
          "too few frames: " + (frames.size() - at - 1) + " behind the delimiter");
    }
    List<byte[]> json = frames.subList(first, first + JSON_FRAMES);
    if (!signer.verifies(frames.get(at + 1), json)) {
      throw new BadMessageException("wrong signature");
    }
    JsonObject header = object(json.get(0), "header");
    if (!isText(header.get("msg_type")) || !isText(header.get("msg_id"))) {
      throw new BadMessageException("header without msg_type or msg_id");
    }
    return new Message(
        List.copyOf(frames.subList(0, at)),
        header,
        object(json.get(1), "parent_header"),
        object(json.get(2), "metadata"),
        object(json.get(3), "content"),
        List.copyOf(frames.subList(first + JSON_FRAMES, frames.size())));
  }

  /**
   * Writes one message.
   *
   * @param message what to send
   * @return its frames, signed
   */
  List<byte[]> encode(Message message) {
    List<byte[]> json = new ArrayList<>(JSON_FRAMES);
    json.add(bytes(message.header()));
    json.add(bytes(message.parent()));
    json.add(bytes(message.metadata()));
    json.add(bytes(message.content()));
    List<byte[]> frames = new ArrayList<>(message.route());
    frames.add(DELIMITER);
    frames.add(signer.sign(json));
    frames.addAll(json);
    frames.addAll(message.buffers());
    return frames;
  }

  private static void weigh(List<byte[]> frames) throws BadMessageException {
    long weight = 0;
    for (byte[] frame : frames) {
      weight += frame.length;
    }
    if (weight > HEAVIEST) {
      throw new BadMessageException("too heavy: " + weight + " bytes");
    }
  }

  private static int delimiter(List<byte[]> frames) throws BadMessageException {
    for (int i = 0; i < frames.size(); i++) {
      if (Arrays.equals(frames.get(i), DELIMITER)) {
        return i;
      }
    }
    throw new BadMessageException("no delimiter in " + frames.size() + " frames");
  }

  private static boolean isText(@Nullable JsonElement value) {
    return value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
  }

  private static JsonObject object(byte[] frame, String name) throws BadMessageException {
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    var text = new InputStreamReader(new ByteArrayInputStream(frame), decoder);
    try (JsonReader reader = new JsonReader(text)) {
      reader.setStrictness(Strictness.STRICT);
      reader.setNestingLimit(NESTING);
      JsonElement element = JsonParser.parseReader(reader);
      if (!element.isJsonObject() || reader.peek() != JsonToken.END_DOCUMENT) {
        throw new BadMessageException(name + " is not one JSON object");
      }
      return element.getAsJsonObject();
    } catch (IOException | JsonParseException | IllegalStateException bad) {
      throw new BadMessageException(name + " is not JSON: " + firstLine(bad.getMessage()));
    }
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "" : message.lines().findFirst().orElse("");
  }

  private static byte[] bytes(JsonObject json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
