package tcplab.kernel.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JavaTextTest {
  @Test
  void open_brackets_are_counted_outside_of_literals_and_comments() {
    assertThat(JavaText.scan("class A { void f() {").depth()).isEqualTo(2);
    assertThat(JavaText.scan("f(\"(\", '(' /* ( */ // (\n").depth()).isEqualTo(1);
    assertThat(JavaText.scan("\"\\\"(\"").depth()).isZero();
  }

  @Test
  void a_bracket_that_was_never_opened_is_told() {
    assertThat(JavaText.scan(")").unopened()).isTrue();
    assertThat(JavaText.scan("(())").unopened()).isFalse();
  }

  @Test
  void a_string_must_end_on_its_line() {
    assertThat(JavaText.scan("String s = \"open;").brokenString()).isTrue();
    assertThat(JavaText.scan("char c = 'x").brokenString()).isTrue();
    assertThat(JavaText.scan("String s = \"\\\"\";").brokenString()).isFalse();
    assertThat(JavaText.scan("String s = \"\"\"\n\"open\n\"\"\";").brokenString()).isFalse();
  }

  @Test
  void text_blocks_and_comments_may_stay_open() {
    assertThat(JavaText.scan("\"\"\"\nopen").insideCommentOrTextBlock()).isTrue();
    assertThat(JavaText.scan("/* open").insideCommentOrTextBlock()).isTrue();
    assertThat(JavaText.scan("// done").insideCommentOrTextBlock()).isFalse();
  }

  @Test
  void code_begins_behind_blanks_and_comments() {
    assertThat(JavaText.codeStart("\n // hi\n/* x\n */ f();")).isEqualTo(17);
    assertThat(JavaText.codeStart("f();")).isZero();
    assertThat(JavaText.codeStart(" // only")).isEqualTo(8);
  }

  @Test
  void a_statement_can_begin_behind_a_semicolon_or_a_closing_brace() {
    assertThat(JavaText.scan("").atStatementStart()).isTrue();
    assertThat(JavaText.scan("int a; // done\n").atStatementStart()).isTrue();
    assertThat(JavaText.scan("int a").atStatementStart()).isFalse();
    assertThat(JavaText.scan("for (;;").atStatementStart()).isFalse();
  }

  @Test
  void an_open_string_is_found_and_a_closed_one_is_not() {
    assertThat(JavaText.openString("open(\"no")).isEqualTo(6);
    assertThat(JavaText.openString("\"a\" + \"b\\\"c")).isEqualTo(7);
    for (String none : new String[] {"", "x", "\"a\"", "// \"a", "'\"'", "\"\"\"\na", "/* \" "}) {
      assertThat(JavaText.openString(none)).as(none).isEqualTo(-1);
    }
  }
}
