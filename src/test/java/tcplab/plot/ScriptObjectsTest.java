package tcplab.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScriptObjectsTest {

  @Test
  void bare_keys_trailing_commas_and_both_kinds_of_quotes_are_read() {
    Map<String, JsonObject> read =
        ScriptObjects.read(
            "<script> var div = document.getElementById('x'); var layout = {\n title: 'it&#39;s \\n',"
                + " xaxis: { range: [1.0, -2e3, NaN, ], }, };\nvar trace0 = {x: [\"a\\\"\\u0041\"], on: true,};"
                + " var data = [ trace0];</script>");
    assertThat(read.keySet()).containsExactly("layout", "trace0");
    assertThat(read.get("layout"))
        .hasToString("{\"title\":\"it's \\\\n\",\"xaxis\":{\"range\":[1.0,-2000.0,null]}}");
    assertThat(read.get("trace0")).hasToString("{\"x\":[\"a\\\"A\"],\"on\":true}");
  }

  @Test
  void a_label_that_looks_like_a_declaration_declares_nothing() {
    Map<String, JsonObject> read =
        ScriptObjects.read("var layout = {title: 'x; var trace0 = {a: 1}'};");
    assertThat(read.keySet()).containsExactly("layout");
  }

  @Test
  void an_object_that_does_not_end_is_refused() {
    assertThatThrownBy(() -> ScriptObjects.read("var layout = {title: 'x"))
        .isInstanceOf(JsonParseException.class);
    assertThatThrownBy(() -> ScriptObjects.read("var layout = {a: [1, 2"))
        .hasMessageContaining("the script ends inside an object");
    assertThatThrownBy(() -> ScriptObjects.read("var t = {a: " + "[".repeat(100_000)))
        .hasMessageContaining("nested more than 64 deep");
  }

  @Test
  void damaged_scripts_are_read_or_refused_and_nothing_else() {
    String whole = "var layout = {title: 'a', x: [\"b\\u0041\", 1.5, true, null], y: {z: -1,},};";
    Random random = new Random(9);
    for (int i = 0; i < 5000; i++) {
      StringBuilder damaged = new StringBuilder(whole);
      for (int n = random.nextInt(4); n >= 0; n--) {
        int at = random.nextInt(damaged.length());
        if (random.nextBoolean()) {
          damaged.deleteCharAt(at);
        } else {
          damaged.setCharAt(at, "{}[]'\":,\\ux1 ".charAt(random.nextInt(13)));
        }
      }
      try {
        assertThat(ScriptObjects.read(damaged.toString())).isNotNull();
      } catch (JsonParseException e) {
        assertThat(e).hasMessageNotContaining("\n");
      }
    }
  }
}
