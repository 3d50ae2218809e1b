package tcplab.kernel.wire;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;

class FramesFuzzTest {
  private static final String[] LIKELY = {
    "<IDS|MSG>",
    "",
    "{}",
    "{\"msg_id\":\"1\",\"msg_type\":\"x\"}",
    "[[[[",
    "{\"a\":1e999}",
    "\ud83d"
  };

  /** Whatever arrives is a message or a {@link BadMessageException}. */
  @FuzzTest
  void any_frames_are_a_message_or_are_refused(FuzzedDataProvider data) {
    Frames frames = new Frames(new Signer("hmac-sha256", ""));
    List<byte[]> parts = new ArrayList<>();
    int count = data.consumeInt(0, 12);
    for (int i = 0; i < count; i++) {
      boolean likely = data.consumeBoolean();
      parts.add(
          likely
              ? data.pickValue(LIKELY).getBytes(java.nio.charset.StandardCharsets.UTF_8)
              : data.consumeBytes(200));
    }
    try {
      Message read = frames.decode(parts);
      // What was read can be written, and read again.
      String type = frames.decode(frames.encode(read)).type();
      if (!type.equals(read.type())) {
        throw new AssertionError(type + " is not " + read.type());
      }
    } catch (BadMessageException refused) {
      if (refused.getMessage() == null || refused.getMessage().isEmpty()) {
        throw new AssertionError("refused without a reason", refused);
      }
    }
  }
}
