package tcplab.kernel.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PiecesTest {
  private static final Set<String> KNOWN = Set.of("jars", "maven", "load");

  @Test
  void a_cell_without_percent_signs_is_one_piece_of_java() {
    assertThat(split("int a = 1;\na")).containsExactly(new Piece.Java(0, "int a = 1;\na"));
  }

  @Test
  void a_line_magic_between_java_keeps_the_places_of_all() {
    String cell = "int a = 1;\n%jars \"my libs/*.jar\" b.jar\na";
    assertThat(split(cell))
        .containsExactly(
            new Piece.Java(0, "int a = 1;\n"),
            new Piece.Line(
                11, "jars", List.of("my libs/*.jar", "b.jar"), " \"my libs/*.jar\" b.jar"),
            new Piece.Java(cell.length() - 1, "a"));
  }

  @Test
  void a_percent_sign_that_begins_a_line_of_an_expression_is_an_operator() {
    for (String cell :
        List.of(
            "int m = 17\n  %5;",
            "int m = 17\n  %n;", "f(17\n%jars)", "int m = a +\n%jars b", "int x = 1\n%load;")) {
      assertThat(split(cell)).as(cell).containsExactly(new Piece.Java(0, cell));
    }
  }

  @Test
  void a_percent_sign_in_text_or_comment_is_no_magic() {
    for (String cell :
        List.of(
            "String s = \"\"\"\n%jars x\n\"\"\";",
            "/*\n%jars x\n*/ int a;", "String s = \"= %jars x\";", "// = %jars x")) {
      assertThat(split(cell)).as(cell).containsExactly(new Piece.Java(0, cell));
    }
  }

  @Test
  void a_known_magic_may_follow_java_that_only_lacks_its_semicolon() {
    assertThat(split("int a = 1\n%jars x.jar"))
        .containsExactly(
            new Piece.Java(0, "int a = 1\n"),
            new Piece.Line(10, "jars", List.of("x.jar"), " x.jar"));
  }

  @Test
  void a_magic_may_give_its_value_to_a_variable() {
    assertThat(split("List<String> added = %jars \"a\\\"b\" c;"))
        .containsExactly(
            new Piece.Java(
                0,
                "List<String> added = io.github.spencerpark.ijava.runtime.Magics.lineMagic("
                    + "\"jars\", java.util.List.of(\"a\\\"b\", \"c\"));\n"));
  }

  @Test
  void a_remainder_assignment_is_no_magic() {
    assertThat(split("x %= y;\nx = a % jars;"))
        .containsExactly(new Piece.Java(0, "x %= y;\nx = a % jars;"));
  }

  @Test
  void a_cell_magic_takes_the_rest_of_the_cell() {
    assertThat(split("\n%%loadFromPOM a \"b c\"\n<dependency/>\n%no magic here"))
        .containsExactly(
            new Piece.Cell(
                1, "loadFromPOM", List.of("a", "b c"), "<dependency/>\n%no magic here", 23));
  }

  @Test
  void arguments_are_held_together_by_quotes() {
    assertThat(Arguments.split("  a \"b c\" \"\" d\"e f\"g \"h\\\"i\" j\\k "))
        .containsExactly("a", "b c", "", "de fg", "h\"i", "j\\k");
  }

  private static List<Piece> split(String cell) {
    return Pieces.of(cell, KNOWN::contains);
  }
}
