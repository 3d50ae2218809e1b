"""A cell of many statements: each means what it means after those before it, whatever happens to the rest."""


def test_twenty_statements_give_the_last_value(kernel):
    lines = ["int total = 0;"] + [f"int v{i} = total + {i}; total += v{i};" for i in range(10)] + ["total"]
    assert kernel.ok("\n".join(lines)).text == str(sum_of_ten())


def sum_of_ten():
    total = 0
    for i in range(10):
        total += total + i
    return total


def test_statements_before_one_that_throws_stay_in_force_and_those_behind_have_not_run(new_kernel):
    kernel = new_kernel()
    reply = kernel.run('int first = 1;\nfirst += 5;\nInteger.parseInt("no");\nint second = 2;\nfirst += 100;')
    assert reply.status == "error" and reply.content["ename"] == "java.lang.NumberFormatException"
    assert "Cell 1, line 3" in reply.traceback
    assert kernel.ok("first").text == "6"
    assert kernel.run("second").status == "error"


def test_a_variable_that_was_not_reached_keeps_its_earlier_value(new_kernel):
    kernel = new_kernel()
    kernel.ok("int kept = 7;")
    assert kernel.run('int a = 1;\nInteger.parseInt("no");\nint kept = 8;').status == "error"
    assert kernel.ok("kept").text == "7"


def test_statements_before_one_that_does_not_compile_stay_in_force(new_kernel):
    kernel = new_kernel()
    reply = kernel.run('int a = 1;\na += 1;\nint b = "text";\na += 100;')
    assert reply.status == "error" and reply.content["ename"] == "CompileError"
    assert "line 3" in reply.traceback or 'int b = "text";' in reply.traceback
    assert kernel.ok("a").text == "2"


def test_a_name_used_before_its_declaration_is_an_error(new_kernel):
    reply = new_kernel().run("int x = 1;\nx = later + 1;\nint later = 2;\nx += 1;")
    assert reply.status == "error" and "later" in reply.traceback


def test_a_cell_run_again_and_again_declares_anew(new_kernel):
    kernel = new_kernel()
    for _ in range(3):
        assert kernel.ok("int n = 1;\nn += 1;\nString s = \"a\";\ns += n;\ns").text == "a2"
    assert kernel.ok("double n = 1.5;\nn += 1;\nn").text == "2.5"


def test_values_in_between_are_not_shown_and_output_keeps_its_order(kernel):
    reply = kernel.ok('System.out.println("a");\nMath.max(1, 2);\nfor (int i = 0; i < 2; i++) { System.out.println(i); }\nSystem.out.println("b");')
    assert reply.stream() == "a\n0\n1\nb\n"


def test_classes_arrays_generics_and_comments_in_between(kernel):
    code = """// counts words
    java.util.Map<String, Integer> counts = new java.util.TreeMap<>(); // a map
    int[] sizes = {1, 2, 3};
    sizes[0] = 5;
    record Word(String text) { int length() { return text.length(); } }
    Word word = new Word("abc");
    counts.put(word.text(), word.length());
    /* and the sum */
    int sum = 0;
    for (int size : sizes) sum += size;
    counts.put("sum", sum);
    counts"""
    assert kernel.ok(code).text == "{abc=3, sum=10}"


def test_package_private_members_of_a_cells_class_are_reachable(kernel):
    kernel.ok("class Box { int inside = 4; int twice() { return 2 * inside; } static class Deep { String s = \"d\"; } }")
    assert kernel.ok("new Box().inside + new Box().twice()").text == "12"
    assert kernel.ok("var box = new Box(); box.inside++; new Box.Deep().s + box.inside").text == "d5"
    assert kernel.ok("var anonymous = new Object() { int hidden = 9; };\nanonymous.hidden").text == "9"


def test_statements_behind_a_throwing_case_or_a_non_sealed_class_run(kernel):
    """JDK 17's JShell takes both for the cell's end."""
    value = kernel.ok('''
String t = "a";
int k = switch (t) {
    case "a" -> 1;
    default -> throw new IllegalArgumentException(t);
};
class Shapes { sealed interface Shape permits Round {} static non-sealed class Round implements Shape {} }
switch (t) { case "a" -> k += 1; default -> throw new IllegalStateException(); }
int half(int of) { return switch (of % 2) { case 0 -> of / 2; default -> throw new ArithmeticException(); }; }
half(k + 40)
''').text
    assert value == "21"
