package tcplab.kernel.wire;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;

/**
 * One message: who it came from or goes to, four JSON objects, and raw buffers.
 *
 * @param route identities of the peer, or the topic on the publishing socket
 * @param header who sent what and when
 * @param parent the header of the message that this one answers; empty for none
 * @param metadata seldom used
 * @param content what the message type says
 * @param buffers binary data that follows
 */
public record Message(
    List<byte[]> route,
    JsonObject header,
    JsonObject parent,
    JsonObject metadata,
    JsonObject content,
    List<byte[]> buffers) {

  /**
   * The message's type.
   *
   * @return such as {@code execute_request}
   */
  public String type() {
    return header.get("msg_type").getAsString();
  }

  /**
   * A string in the content.
   *
   * @param name the field
   * @param otherwise what to take when it is missing or no string
   * @return its value
   */
  public String text(String name, String otherwise) {
    JsonElement value = content.get(name);
    boolean usable = value != null && value.isJsonPrimitive();
    return usable ? value.getAsString() : otherwise;
  }

  /**
   * A boolean in the content.
   *
   * @param name the field
   * @param otherwise what to take when it is missing or no boolean
   * @return its value
   */
  public boolean flag(String name, boolean otherwise) {
    JsonElement value = content.get(name);
    boolean usable =
        value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean();
    return usable ? value.getAsBoolean() : otherwise;
  }

  /**
   * A whole number in the content.
   *
   * @param name the field
   * @param otherwise what to take when it is missing, no number, or does not fit
   * @return its value
   */
  public int number(String name, int otherwise) {
    JsonElement value = content.get(name);
    if (value == null || !value.isJsonPrimitive() || !value.getAsJsonPrimitive().isNumber()) {
      return otherwise;
    }
    double number = value.getAsDouble();
    return number >= Integer.MIN_VALUE && number <= Integer.MAX_VALUE ? (int) number : otherwise;
  }

  /**
   * An object in the content.
   *
   * @param name the field
   * @return its value; an empty object when it is missing or no object
   */
  public JsonObject object(String name) {
    JsonElement value = content.get(name);
    return value != null && value.isJsonObject() ? value.getAsJsonObject() : new JsonObject();
  }
}
