package tcplab.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {
  @Test
  void whole_characters_stay_whole() {
    assertThat(whole("abc")).isEqualTo(3);
    assertThat(whole("aé")).isEqualTo(3);
    assertThat(whole("😀")).isEqualTo(4);
    assertThat(whole("")).isZero();
  }

  @Test
  void the_beginning_of_a_character_is_held_back() {
    byte[] emoji = "a😀".getBytes(StandardCharsets.UTF_8);
    for (int length = 2; length < 5; length++) {
      assertThat(Utf8.wholeLength(emoji, length)).as("%d bytes", length).isEqualTo(1);
    }
  }

  @Test
  void bytes_that_are_no_utf8_are_not_held_back_for_ever() {
    assertThat(Utf8.wholeLength(new byte[] {(byte) 0xff, (byte) 0xff}, 2)).isEqualTo(2);
    byte[] continuations = {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80};
    assertThat(Utf8.wholeLength(continuations, 4)).isEqualTo(4);
  }

  @Test
  void text_cut_anywhere_and_joined_is_the_same_text() {
    String alphabet = "aé€😀\n";
    Random random = new Random(20261123);
    for (int round = 0; round < 500; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 20; i++) {
        int at = alphabet.offsetByCodePoints(0, random.nextInt(5));
        text.appendCodePoint(alphabet.codePointAt(at));
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      int cut = random.nextInt(bytes.length + 1);
      int whole = Utf8.wholeLength(bytes, cut);
      String joined =
          new String(bytes, 0, whole, StandardCharsets.UTF_8)
              + new String(Arrays.copyOfRange(bytes, whole, bytes.length), StandardCharsets.UTF_8);
      assertThat(joined).isEqualTo(text.toString());
      assertThat(cut - whole).isBetween(0, 3);
    }
  }

  private static int whole(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Utf8.wholeLength(bytes, bytes.length);
  }
}
