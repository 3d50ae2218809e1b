"""Execution: requests, replies, queue, history, questions."""

import pytest


def test_the_value_of_the_last_expression_is_the_result(kernel):
    assert kernel.ok("int a = 20;\n// a comment\n2 * a + 2").text == "42"


def test_a_statement_or_declaration_or_null_has_no_result(kernel):
    for code in ["int b = 1;", "b = 2;", "void g() {}", "null", "System.out.println();", ""]:
        assert kernel.ok(code).result is None, code


def test_silent_publishes_neither_input_nor_result_and_counts_nothing(kernel):
    before = kernel.ok("1").content["execution_count"]
    silent = kernel.ok("System.out.println(1); 2", silent=True)
    assert silent.of_type("execute_input") == [] and silent.of_type("execute_result") == []
    assert kernel.ok("1").content["execution_count"] == before + 1


def test_store_history_false_counts_nothing_and_keeps_nothing(kernel):
    before = kernel.ok("1").content["execution_count"]
    kernel.ok('"not kept"', store_history=False)
    assert kernel.ok("1").content["execution_count"] == before + 1
    found = kernel.shell_reply(kernel.client.history(hist_access_type="search", pattern="*not kept*"))
    assert found["history"] == []


def test_user_expressions_are_evaluated_after_the_cell(kernel):
    reply = kernel.ok("int u = 5;", user_expressions={"good": "u + 1", "bad": "nope"})
    expressions = reply.content["user_expressions"]
    assert expressions["good"]["status"] == "ok"
    assert expressions["good"]["data"]["text/plain"] == "6"
    assert expressions["bad"]["status"] == "error"
    assert expressions["bad"]["ename"] == "CompileError"


def test_an_error_aborts_the_queue(kernel):
    cells = ["Thread.sleep(300); throw new RuntimeException();", "1", "2"]
    ids = [kernel.client.execute(c, allow_stdin=False) for c in cells]
    assert [kernel.shell_reply(i)["status"] for i in ids] == ["error", "aborted", "aborted"]


def test_without_stop_on_error_the_queue_goes_on(kernel):
    cells = ["Thread.sleep(300); throw new RuntimeException();", "1", "2"]
    ids = [kernel.client.execute(c, allow_stdin=False, stop_on_error=False) for c in cells]
    assert [kernel.shell_reply(i)["status"] for i in ids] == ["error", "ok", "ok"]


def test_earlier_statements_stay_in_force_when_a_later_one_fails(kernel):
    assert kernel.run("int kept = 1;\nkept = 2;\nint zero = 0;\nint lost = 1 / zero;").status == "error"
    assert kernel.ok("kept").text == "2"


def test_a_record_an_enum_a_generic_method_a_text_block_and_a_switch_work(kernel):
    assert kernel.ok("record P(int x) {}\nnew P(3)").text == "P[x=3]"
    assert kernel.ok("enum E { A, B; E next() { return B; } }\nE.A.next()").text == "B"
    assert kernel.ok("<T> T same(T t) { return t; }\nsame(5)").text == "5"
    assert kernel.ok('"""\n  a\n  %jars b\n  """').text == "a\n%jars b\n"
    assert kernel.ok('switch (3) { case 3 -> "three"; default -> "other"; }').text == "three"
    assert kernel.ok("interface Shape { double area(); }\nShape s = () -> 2.0;\ns.area()").text == "2.0"


def test_a_record_may_have_its_own_constructor(kernel):
    """JShell itself refuses these: it makes the record public, and its constructor would have to be public too."""
    code = 'record Port(int number) {\n  Port {\n    if (number > 65535) throw new IllegalArgumentException("port " + number);\n  }\n}'
    kernel.ok(code)
    assert kernel.ok("new Port(443)").text == "Port[number=443]"
    assert kernel.run("new Port(70000)").content["evalue"] == "port 70000"
    assert kernel.ok("record Even(int n) { Even(int n) { this.n = 2 * n; } }\nnew Even(2)").text == "Even[n=4]"
    lines = kernel.run('record Bad(int n) { Bad { int x = "s"; } }').traceback.splitlines()
    assert lines[2].index("^") == lines[1].index('"s"')


def test_an_assertion_in_a_cell_is_checked(kernel):
    reply = kernel.run('assert 1 > 2 : "one is not more";')
    assert reply.content["ename"] == "java.lang.AssertionError" and reply.content["evalue"] == "one is not more"


def test_the_execution_count_goes_up_by_one(kernel):
    counts = [kernel.run(code).content["execution_count"] for code in ["1", "nonesuch", "", "2"]]
    assert counts == list(range(counts[0], counts[0] + 4))


def test_forward_references_and_sealed_types_work_within_a_cell(kernel):
    assert kernel.ok("int one() { return two() - 1; }\nint two() { return 2; }\none()").text == "1"
    code = "sealed interface S permits A, B {}\nrecord A() implements S {}\nrecord B() implements S {}\nnew A()"
    assert kernel.ok(code).text == "A[]"
    code = "class Ping { Pong pong; }\nclass Pong { Ping ping; }\nnew Ping().pong == null"
    assert kernel.ok(code).text == "true"


def test_percent_as_an_operator_is_no_magic(kernel):
    assert kernel.ok("int m = 17\n  %5;\nm").text == "2"


def test_system_in_reads_lines_that_the_front_end_sends(kernel):
    code = "var in = new Scanner(System.in);\nin.nextLine() + in.nextInt()"
    request = kernel.client.execute(code, allow_stdin=True)
    for answer in ["one ", "2"]:
        question = kernel.client.get_stdin_msg(timeout=10)
        assert question["msg_type"] == "input_request"
        assert question["content"]["password"] is False
        kernel.client.input(answer)
    assert kernel.collect(request).text == "one 2"


def test_system_in_reads_several_lines_and_letters_of_all_kinds(kernel):
    code = "var reader = new BufferedReader(new InputStreamReader(System.in));\n"
    code += "var lines = new ArrayList<String>();\nfor (int i = 0; i < 3; i++) lines.add(reader.readLine());\nlines"
    request = kernel.client.execute(code, allow_stdin=True)
    for answer in ["a b", "", "é😀"]:
        assert kernel.client.get_stdin_msg(timeout=10)["msg_type"] == "input_request"
        kernel.client.input(answer)
    assert kernel.collect(request).text == "[a b, , é😀]"


def test_a_password_is_asked_for_as_one(kernel):
    request = kernel.client.execute('readPassword("secret? ")', allow_stdin=True)
    question = kernel.client.get_stdin_msg(timeout=10)["content"]
    assert question == {"prompt": "secret? ", "password": True}
    kernel.client.input("xyzzy")
    assert kernel.collect(request).text == "xyzzy"


def test_without_allow_stdin_a_question_is_an_error(kernel):
    reply = kernel.run("new Scanner(System.in).nextLine()", allow_stdin=False)
    assert reply.status == "error"
    assert "takes no input" in reply.content["evalue"]


def test_history_answers_tail_range_and_search_and_outlives_the_kernel(new_kernel, tmp_path):
    file = str(tmp_path / "kept.jsonl")
    first = new_kernel(TCPLAB_HISTORY=file)
    first.ok('"first session"')
    first.close()
    second = new_kernel(TCPLAB_HISTORY=file)
    second.ok("1 + 1")
    second.ok("2 + 2")
    ask = lambda **how: second.shell_reply(second.client.history(**how))["history"]
    assert [e[2] for e in ask(hist_access_type="tail", n=2)] == ["1 + 1", "2 + 2"]
    assert ask(hist_access_type="range", session=0, start=2, stop=3) == [[2, 2, "2 + 2"]]
    assert ask(hist_access_type="range", session=-1, start=1, stop=2) == [[1, 1, '"first session"']]
    assert [e[2] for e in ask(hist_access_type="search", pattern="*session*")] == ['"first session"']
    assert ask(hist_access_type="tail", n=1, output=True) == [[2, 2, ["2 + 2", None]]]


@pytest.mark.parametrize("code", ["String?", "?String", "String??"])
def test_a_question_mark_opens_the_pager(kernel, code):
    payload = kernel.ok(code).content["payload"]
    assert payload[0]["source"] == "page"
    assert "java.lang.String" in payload[0]["data"]["text/plain"]
