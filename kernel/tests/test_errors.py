"""Errors: the cell's own line, marked; the exception's class; no frame of the engine."""


from conftest import plain


def failed(kernel, code):
    reply = kernel.run(code)
    assert reply.status == "error"
    published = reply.of_type("error")[0]
    assert published["ename"] == reply.content["ename"]
    for engine in ["jdk.jshell", "tcplab.kernel", "REPL.", "do_it", "jdk.internal"]:
        assert engine not in reply.traceback, reply.traceback
    return reply


def test_a_compile_error_has_a_caret_under_the_place(kernel):
    reply = failed(kernel, "int y = 5;\n\nString s = y;")
    count = reply.content["execution_count"]
    assert reply.content["ename"] == "CompileError"
    lines = reply.traceback.splitlines()
    assert lines[0] == f"Cell {count}, line 3"
    assert lines[1] == "->   3 | String s = y;"
    assert lines[2].index("^") == lines[1].index("y;")
    assert "incompatible types: int cannot be converted" in lines[3]


def test_an_unknown_symbol_is_named(kernel):
    reply = failed(kernel, "nonesuch + 1")
    assert "cannot find symbol" in reply.content["evalue"]
    assert "variable nonesuch" in reply.traceback


def test_an_unknown_type_is_named(kernel):
    assert "class Nonesuch" in failed(kernel, "Nonesuch n = null;").traceback


def test_an_exception_shows_the_line_in_the_cell_and_the_users_frames(kernel):
    defined = kernel.ok("int part(int a) {\n  return 10 / a;\n}").content["execution_count"]
    reply = failed(kernel, "int ok = 1;\n// comment\n\npart(0)")
    count = reply.content["execution_count"]
    assert reply.content["ename"] == "java.lang.ArithmeticException"
    assert reply.content["evalue"] == "/ by zero"
    assert "->   4 | part(0)" in reply.traceback
    assert f"at part (Cell {defined}, line 2)" in reply.traceback
    assert f"at Cell {count}, line 4" in reply.traceback


def test_causes_are_shown(kernel):
    reply = failed(kernel, 'throw new IllegalStateException("outer", new RuntimeException("inner"));')
    assert "java.lang.IllegalStateException: outer" in reply.traceback
    assert "Caused by: java.lang.RuntimeException: inner" in reply.traceback


def test_the_librarys_method_that_the_cell_called_is_named_and_not_its_innards(kernel):
    assert "    in java.nio.file.Files.readString\n" in failed(kernel, 'Files.readString(Path.of("/no/such"))').traceback
    assert "    in java.lang.Integer.parseInt\n" in failed(kernel, 'Integer.parseInt("x")').traceback


def test_an_error_in_a_stream_shows_the_lambdas_line(kernel):
    code = 'String[] names = {"a", null};\nArrays.stream(names)\n    .map(n -> n.length())\n    .toList()'
    reply = failed(kernel, code)
    assert "->   3 |     .map(n -> n.length())" in reply.traceback
    assert f"at lambda (Cell {reply.content['execution_count']}, line 3)" in reply.traceback


def test_constructors_initializers_and_anonymous_classes_have_readable_names(kernel):
    reply = failed(kernel, 'class Broken { static int v = Integer.parseInt("x"); }\nBroken.v')
    assert reply.content["ename"] == "java.lang.ExceptionInInitializerError"
    assert f"at initializing Broken (Cell {reply.content['execution_count']}, line 1)" in reply.traceback
    assert "at new Thrower (" in failed(kernel, "class Thrower { Thrower() { throw new Error(); } }\nnew Thrower()").traceback
    code = "var f = new java.util.function.Supplier<String>() { public String get() { throw new RuntimeException(); } };\nf.get()"
    assert "at (anonymous class).get (" in failed(kernel, code).traceback


def test_a_caret_stands_right_behind_tabs(kernel):
    lines = failed(kernel, 'int x = 1;\n\tint y =\t"text";').traceback.splitlines()
    assert lines[1] == '->   2 | \tint y =\t"text";'
    assert lines[2].replace("~", "").replace("^", "") == " " * 9 + "\t" + " " * 7 + "\t"


def test_one_line_of_nonsense_is_one_error(kernel):
    assert failed(kernel, "int 1x = 5;").traceback.count("CompileError") == 1


def test_lambdas_and_own_exception_classes_have_readable_names(kernel):
    kernel.ok("class Odd extends RuntimeException { Odd(String m) { super(m); } }")
    reply = failed(kernel, 'Runnable r = () -> {\n  throw new Odd("x");\n};\nr.run();')
    count = reply.content["execution_count"]
    assert reply.content["ename"] == "Odd"
    assert f"at lambda (Cell {count}, line 2)" in reply.traceback


def test_a_deep_recursion_is_told_once(kernel):
    reply = failed(kernel, "int down(int n) { return down(n + 1) + 1; }\ndown(0)")
    assert reply.content["ename"] == "java.lang.StackOverflowError"
    assert len(reply.traceback.splitlines()) < 15
    assert kernel.ok("1").text == "1"


def test_out_of_memory_is_an_error_and_the_kernel_goes_on(kernel):
    reply = failed(kernel, "long[] big = new long[Integer.MAX_VALUE - 8], more = new long[Integer.MAX_VALUE - 8];")
    assert reply.content["ename"] == "java.lang.OutOfMemoryError"
    assert kernel.ok("1").text == "1"


def test_a_full_heap_is_an_error_and_the_kernel_goes_on(new_kernel):
    kernel = new_kernel(JDK_JAVA_OPTIONS="-Xmx256m")
    kernel.ok("1")
    kernel.ok("Thread.sleep(1500);")  # what watches over memory is loaded a moment after the first cell
    reply = kernel.run("var hoard = new ArrayList<String>();\nfor (long i = 0; ; i++) hoard.add(\"n\" + i);", timeout=150)
    assert reply.content["ename"] == "java.lang.OutOfMemoryError"
    kernel.ok("hoard = null;", timeout=60)
    assert kernel.ok("int[] room = new int[20_000_000];\nroom.length").text == "20000000"


def test_system_exit_in_a_library_ends_the_cell_and_not_the_kernel(new_kernel, tmp_path):
    kernel = new_kernel()
    source = tmp_path / "lib" / "Quitter.java"
    source.parent.mkdir()
    source.write_text("package lib; public class Quitter { public static void quit() { System.exit(4); } }")
    classes = tmp_path / "classes"
    kernel.ok(f'javax.tools.ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", "{classes}", "{source}")')
    kernel.ok(f"%classpath \"{classes}\"")
    kernel.ok("Thread.sleep(1500);")  # the guard is installed a moment after the first cell
    for code in ["lib.Quitter.quit();", "java.util.function.IntConsumer quit = System::exit;\nquit.accept(4);"]:
        reply = failed(kernel, code)
        assert reply.content["ename"] == "SystemExit" and "System.exit(4)" in reply.content["evalue"]
    assert kernel.ok("1").text == "1"


def test_system_exit_ends_the_cell_and_not_the_kernel(kernel):
    for code in ["System.exit(3);", "Runtime.getRuntime().exit(3);", "Runtime.getRuntime().halt(3);"]:
        reply = kernel.run(code)
        assert reply.status == "error" and "exit(3)" in reply.content["evalue"]
    assert kernel.ok("1").text == "1"


def test_a_method_that_lacks_something_says_what_at_once_and_when_it_is_called(kernel):
    told = kernel.ok("int lacking() {\n  return missing();\n}").stream("stderr")
    assert told == "lacking() can be called once these are declared: method missing()\n"
    reply = failed(kernel, "lacking()")
    assert "->   1 | int lacking() {" in reply.traceback
    assert "missing()" in reply.content["evalue"]


def test_an_uncaught_exception_in_a_thread_is_shown(kernel):
    code = 'var t = new Thread(() -> {\n  throw new RuntimeException("in thread");\n}, "worker");\nt.start();\nt.join();'
    reply = kernel.ok(code)
    shown = plain(reply.stream("stderr"))
    assert 'Thread "worker" ended' in shown
    assert "java.lang.RuntimeException: in thread" in shown
    assert f"at lambda (Cell {reply.content['execution_count']}, line 2)" in shown
    assert "REPL" not in shown
