package tcplab.kernel.shell;

import static org.assertj.core.api.Assertions.assertThat;

import jdk.jshell.JShell;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirstSnippetTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "int k = switch (t) { case 1 -> 2; default -> throw new E(\"-> throw\"); };",
        "switch (t) { case 1 -> f(); default -> /* why */ throw e; }",
        "int f(int t) { return switch (t) { case 1 -> 2; default ->\n throw new E(); }; }",
        "non-sealed class A implements S {}",
        "public non-sealed interface A extends S {}",
        "int x = non-sealed;",
        "sealed interface S permits A, B {}",
        "if (a) f(); else throw new E();",
        "if (o instanceof String s && s.length() > 3) throw new E();",
        "record R<T extends Comparable<T>>(T a, int... b) { R { if (b == null) throw e; } }",
        "var f = (IntFunction<List<String>[]>) List[]::new;",
        "var x = a < b ? c > d : e;",
        "outer: for (;;) { continue outer; }",
        "String s = \"\"\"\n  -> throw\n  \"\"\";",
        "throw new E();"
      })
  void what_follows_a_statement_is_told_from_it(String statement) {
    try (JShell shell = JShell.builder().executionEngine("local").build()) {
      FirstSnippet first = FirstSnippet.of(shell.sourceCodeAnalysis(), statement + "\nend();");
      assertThat(first.completeness().isComplete()).isTrue();
      assertThat(first.source()).isEqualTo(statement);
      assertThat(first.remaining().strip()).isEqualTo("end();");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"f(1)", "int k = switch (t) { default -> throw new E(); }"})
  void a_missing_semicolon_is_added(String expression) {
    try (JShell shell = JShell.builder().executionEngine("local").build()) {
      FirstSnippet first = FirstSnippet.of(shell.sourceCodeAnalysis(), expression);
      assertThat(first.source()).startsWith(expression);
      assertThat(first.remaining()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int y = 1~ // a comment at the end",
        "return 1~ /* one */ // two",
        "var f = switch (t) { default -> throw new E(); }~  // -> throw",
        "import java.util.*~\n// under it\n"
      })
  void a_missing_semicolon_is_added_before_a_comment_at_the_end(String expression) {
    try (JShell shell = JShell.builder().executionEngine("local").build()) {
      FirstSnippet first = FirstSnippet.of(shell.sourceCodeAnalysis(), expression.replace("~", ""));
      assertThat(first.source() + first.remaining()).isEqualTo(expression.replace("~", ";"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"for (int i = 0; i < 3; i++)", "int x =", "class A {", "// only a remark"})
  void what_is_not_whole_remains(String begun) {
    try (JShell shell = JShell.builder().executionEngine("local").build()) {
      FirstSnippet first = FirstSnippet.of(shell.sourceCodeAnalysis(), begun);
      assertThat(first.source()).isEmpty();
      assertThat(first.remaining()).isEqualTo(begun);
    }
  }
}
