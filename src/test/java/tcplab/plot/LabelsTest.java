package tcplab.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LabelsTest {

  @Test
  void long_text_is_cut_and_says_so() {
    assertThat(Labels.inert("x".repeat(10_000), 20)).isEqualTo("x".repeat(19) + "…");
    assertThat(Labels.inert("x".repeat(20), 20)).isEqualTo("x".repeat(20));
  }

  @Test
  void marks_that_turn_text_around_become_visible() {
    assertThat(Labels.inert("a\u202Eb\u2066c\u200Fd\ne", 50))
        .isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe");
  }

  @Test
  void whatever_the_text_is_xml_can_hold_it_in_the_given_length() {
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      String text = Hostile.random(random);
      int max = 2 + random.nextInt(40);
      String inert = Labels.inert(text, max);
      assertThat(inert.length()).isLessThanOrEqualTo(max);
      SvgDocument.of("<t a=\"" + Labels.xml(inert) + "\">" + Labels.xml(inert) + "</t>");
    }
  }

  @Test
  void fitted_text_is_no_wider_than_its_place() {
    Random random = new Random(8);
    for (int i = 0; i < 1000; i++) {
      String text = Hostile.random(random);
      double pixels = 20 + random.nextInt(300);
      assertThat(Labels.width(Labels.fit(text, pixels, 12), 12)).isLessThanOrEqualTo(pixels);
    }
  }

  @Test
  void wrapped_text_keeps_its_words() {
    assertThat(Labels.wrap("one two three four", 60, 12))
        .containsExactly("one two", "three", "four");
    assertThat(Labels.wrap("", 60, 12)).containsExactly("");
  }
}
