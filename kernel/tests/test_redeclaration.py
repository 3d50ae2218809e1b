"""JShell's faults mended: what is redeclared or imported takes no variable with it."""


def test_redeclaring_a_method_keeps_the_variables_that_used_it(kernel):
    kernel.ok("int f() { return 1; }\nvar v = f();\nint w = f();")
    kernel.ok("int f() { return 2; }")
    assert kernel.ok("v + w").text == "2"


def test_so_does_a_body_with_a_lambda_which_the_jvm_does_not_change_in_place(kernel):
    kernel.ok("int g() { return 1; }\nvar x = g();")
    kernel.ok("int g() { return java.util.stream.IntStream.of(1, 2).map(i -> i * 2).sum(); }")
    assert kernel.ok("x + g()").text == "7"


def test_so_does_another_return_type(kernel):
    kernel.ok("int h() { return 1; }\nvar y = h();")
    reply = kernel.ok("long h() { return 3; }")
    assert reply.stream("stderr") == ""
    assert kernel.ok("y + h()").text == "4"


def test_an_import_that_makes_a_type_ambiguous_keeps_variables(kernel):
    kernel.ok("var list = new ArrayList<Integer>(List.of(1, 2));\nList<String> names = List.of();")
    kernel.ok("import java.awt.List;")
    assert kernel.ok("list").text == "[1, 2]"
    assert kernel.ok("names").text == "[]"
    kernel.ok("import java.util.List;")


def test_where_a_type_changed_its_meaning_a_message_names_what_was_lost(kernel):
    kernel.ok("record P(int x) {}\nvar p = new P(1);\nint kept = 5;")
    reply = kernel.ok("record P(int x, int y) {}")
    assert "lost their values: p\n" in reply.stream("stderr")
    assert kernel.ok("kept").text == "5"
    assert kernel.ok("p = new P(1, 2);\np").text == "P[x=1, y=2]"


def test_a_variable_declared_anew_without_a_value_starts_from_its_default(kernel):
    kernel.ok("int again = 5;")
    reply = kernel.ok("int again;\nagain")
    assert reply.text == "0" and reply.stream("stderr") == ""


def test_an_object_lives_on_when_a_method_that_its_class_uses_changes(kernel):
    kernel.ok("class A { int n() { return used(); } }\nint used() { return 1; }\nA a = new A();")
    kernel.ok("int used() { return 42; }")
    assert kernel.ok("a.n()").text == "42"


def test_a_thread_that_comes_late_still_finds_the_variable_that_it_was_written_for(kernel):
    kernel.ok("int count = 41;")
    kernel.ok("""
        var gate = new CountDownLatch(1);
        var seen = new CompletableFuture<Integer>();
        new Thread(() -> { try { gate.await(); seen.complete(count + 1); } catch (Throwable e) { seen.completeExceptionally(e); } }).start();
    """)
    kernel.ok('String count = "forty-two";')
    kernel.ok("System.gc();")
    kernel.ok("gate.countDown();")
    assert kernel.ok("seen.get(5, TimeUnit.SECONDS)").text == "42"
