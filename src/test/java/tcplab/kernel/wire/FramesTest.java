package tcplab.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FramesTest {
  private final Frames frames = new Frames(new Signer("hmac-sha256", "secret"));

  @Test
  void a_message_comes_back_as_it_was_sent() throws BadMessageException {
    Message sent = message("execute_request", "code", "\"é😀\\n\"");
    Message read = frames.decode(frames.encode(sent));
    assertThat(read.type()).isEqualTo("execute_request");
    assertThat(read.text("code", "")).isEqualTo("\"é😀\\n\"");
    assertThat(read.route()).hasSize(1).first().isEqualTo(bytes("identity"));
    assertThat(read.buffers()).hasSize(1).first().isEqualTo(new byte[] {0, -1, 7});
  }

  @Test
  void the_signature_is_hmac_sha256_over_the_four_json_frames() {
    // RFC 4231, test case 2: key "Jefe", data "what do ya want for nothing?".
    Signer signer = new Signer("hmac-sha256", "Jefe");
    byte[] signature = signer.sign(List.of(bytes("what do ya want "), bytes("for nothing?")));
    assertThat(new String(signature, StandardCharsets.US_ASCII))
        .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  }

  @Test
  void an_unknown_signature_scheme_is_refused() {
    assertThatThrownBy(() -> new Signer("hmac-nonsense", "key"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hmac-nonsense");
  }

  @Test
  void without_a_key_nothing_is_signed_and_nothing_checked() throws BadMessageException {
    Frames unsigned = new Frames(new Signer("hmac-sha256", ""));
    List<byte[]> encoded = unsigned.encode(message("kernel_info_request", "a", "b"));
    assertThat(encoded.get(2)).isEmpty();
    encoded.set(2, bytes("whatever"));
    assertThat(unsigned.decode(encoded).type()).isEqualTo("kernel_info_request");
  }

  @Test
  void a_wrong_signature_is_refused() {
    List<byte[]> encoded = frames.encode(message("execute_request", "code", "1"));
    encoded.set(6, bytes("{\"code\":\"2\"}"));
    refused(encoded, "wrong signature");
  }

  @Test
  void too_few_frames_are_refused() {
    List<byte[]> encoded = frames.encode(message("execute_request", "code", "1"));
    refused(encoded.subList(0, 5), "too few frames");
  }

  @Test
  void frames_without_a_delimiter_are_refused() {
    refused(List.of(bytes("a"), bytes("b")), "no delimiter");
    refused(List.of(), "no delimiter");
  }

  @Test
  void what_is_not_json_is_refused() {
    for (String broken : List.of("", "{", "[1]", "null", "{\"a\":1} {}", "{'a':1}", "\u0000")) {
      refusedUnsigned("{\"msg_id\":\"1\",\"msg_type\":\"x\"}", broken);
    }
  }

  @Test
  void json_nested_without_end_is_refused_and_does_not_overflow_the_stack() {
    refusedUnsigned("{\"msg_id\":\"1\",\"msg_type\":\"x\"}", "{\"a\":" + "[".repeat(100_000) + "}");
  }

  @Test
  void a_header_without_type_or_id_is_refused() {
    refusedUnsigned("{\"msg_id\":\"1\"}", "{}");
    refusedUnsigned("{\"msg_type\":\"x\"}", "{}");
    refusedUnsigned("{\"msg_id\":\"1\",\"msg_type\":[]}", "{}");
  }

  @Test
  void a_message_that_is_too_heavy_is_refused() {
    List<byte[]> encoded = frames.encode(message("execute_request", "code", "1"));
    encoded.add(new byte[(int) Frames.HEAVIEST]);
    refused(encoded, "too heavy");
  }

  private void refusedUnsigned(String header, String content) {
    Frames unsigned = new Frames(new Signer("hmac-sha256", ""));
    List<byte[]> raw =
        List.of(
            bytes("<IDS|MSG>"), bytes(""), bytes(header), bytes("{}"), bytes("{}"), bytes(content));
    assertThatThrownBy(() -> unsigned.decode(raw))
        .as(content.length() > 50 ? content.substring(0, 50) : content)
        .isInstanceOf(BadMessageException.class);
  }

  private void refused(List<byte[]> raw, String why) {
    assertThatThrownBy(() -> frames.decode(raw))
        .isInstanceOf(BadMessageException.class)
        .hasMessageContaining(why);
  }

  private static Message message(String type, String name, String value) {
    JsonObject header = new JsonObject();
    header.addProperty("msg_id", "1");
    header.addProperty("msg_type", type);
    JsonObject content = new JsonObject();
    content.addProperty(name, value);
    return new Message(
        new ArrayList<>(List.of(bytes("identity"))),
        header,
        new JsonObject(),
        new JsonObject(),
        content,
        List.of(new byte[] {0, -1, 7}));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
