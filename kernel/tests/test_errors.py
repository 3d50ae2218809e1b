"""Errors: the cell's own line, marked; the exception's class; no frame of the engine."""


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


def test_system_exit_ends_the_cell_and_not_the_kernel(kernel):
    for code in ["System.exit(3);", "Runtime.getRuntime().exit(3);", "Runtime.getRuntime().halt(3);"]:
        reply = kernel.run(code)
        assert reply.status == "error" and "exit(3)" in reply.content["evalue"]
    assert kernel.ok("1").text == "1"


def test_a_method_that_lacks_something_says_what_when_it_is_called(kernel):
    kernel.ok("int lacking() { return missing(); }")
    reply = failed(kernel, "lacking()")
    assert "missing()" in reply.content["evalue"]


def test_an_uncaught_exception_in_a_thread_is_shown(kernel):
    code = 'var t = new Thread(() -> { throw new RuntimeException("in thread"); });\nt.start();\nt.join();'
    assert "java.lang.RuntimeException: in thread" in kernel.ok(code).stream("stderr")
