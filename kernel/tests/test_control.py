"""Interrupt, shutdown, and what is answered while a cell runs."""

import os
import signal
import time

import pytest
from checkout import JDK_25, require

# Seconds after which something is taken not to end at all. How fast it ends is no test's matter: the machine may be busy.
ENDS = 15

STOPPABLE = {
    "an endless loop": "while (true) {}",
    "an endless loop in a method": "int spin() { int i = 0; while (true) { i++; } }\nspin()",
    "an endless loop in a redefined method": "int again() { return 1; }\nint again() { int i = 0; while (true) { i++; } }\nagain()",
    "sleep": "Thread.sleep(100_000);",
    "a loop that swallows InterruptedException": "while (true) { try { Thread.sleep(9999); } catch (InterruptedException e) {} }",
    "a loop that swallows Throwable": "while (true) { try { while (true) {} } catch (Throwable t) {} }",
    "a catastrophic regex": 'Pattern.compile("(x+x+)+\\\\1y").matcher("x".repeat(60)).matches()',
    "a loop inside a library": "new Random().ints().max()",
    "a long computation": "BigInteger.TWO.pow(40_000_000).toString()",
    "accept": "new ServerSocket(0).accept()",
    "a socket read": 'var s = new ServerSocket(0); new Socket("127.0.0.1", s.getLocalPort()).getInputStream().read()',
    "Object.wait": "Object o = new Object(); synchronized (o) { o.wait(); }",
    "a parallel stream": "IntStream.range(0, 8).parallel().forEach(i -> { while (true) {} });",
    "a task of the common pool": "CompletableFuture.runAsync(() -> { while (true) {} }).get();",
    "threads that the cell started": "for (int i = 0; i < 2; i++) new Thread(() -> { while (true) {} }).start();\nwhile (true) {}",
}


# Threads other than the asking one that belong to a cell or run its code, as a thread dump shows them.
LEFT = """
Thread.getAllStackTraces().entrySet().stream()
    .filter(e -> e.getKey() != Thread.currentThread() && e.getKey().isAlive())
    .filter(e -> e.getKey().getThreadGroup() != null && e.getKey().getThreadGroup().getName().startsWith("Cell ")
            && !e.getKey().getName().startsWith("ForkJoinPool")
        || Arrays.stream(e.getValue()).anyMatch(f -> f.getClassName().startsWith("REPL.")))
    .map(e -> e.getKey().getName()).toList()
"""


def interrupted(kernel, code, wait=0.4):
    request = kernel.client.execute(code, allow_stdin=False)
    time.sleep(wait)
    start = time.monotonic()
    kernel.control("interrupt_request")
    reply = kernel.collect(request)
    return reply, time.monotonic() - start


@pytest.mark.parametrize("what", STOPPABLE)
def test_an_interrupt_ends_the_cell_and_keeps_the_state(kernel, what):
    kernel.ok("int state = 7;")
    for _ in range(3):
        reply, seconds = interrupted(kernel, STOPPABLE[what])
        assert reply.content["ename"] == "Interrupted"
        print(f"{what}: {seconds:.3f} s")
        assert seconds < ENDS
    assert kernel.ok("state").text == "7"
    assert kernel.ok(LEFT).text == "[]"


def test_an_interrupt_ends_a_question(kernel):
    for _ in range(3):
        request = kernel.client.execute("System.in.read()", allow_stdin=True)
        kernel.client.get_stdin_msg(timeout=10)
        kernel.control("interrupt_request")
        assert kernel.collect(request).content["ename"] == "Interrupted"
    assert kernel.ok(LEFT).text == "[]"


def test_an_interrupt_ends_virtual_threads_and_names_one_that_goes_on(new_kernel):
    require((JDK_25 / "bin" / "javac").exists(), "no JDK 25: virtual threads are not in 17")
    kernel = new_kernel(JAVA_HOME=str(JDK_25))
    kernel.ok("1")
    polite = 'var polite = Thread.ofVirtual().start(() -> { try { Thread.sleep(99_999); } catch (InterruptedException e) {} });\npolite.join();'
    assert interrupted(kernel, polite, wait=2)[0].content["evalue"].endswith("was interrupted")
    assert kernel.ok("polite.isAlive()").text == "false"
    kernel.ok("var on = new java.util.concurrent.atomic.AtomicBoolean(true);")
    reply, _ = interrupted(kernel, 'var stuck = Thread.ofVirtual().name("stuck").start(() -> { while (on.get()) {} });\nstuck.join();', wait=2)
    assert reply.content["ename"] == "Interrupted"
    assert reply.content["evalue"].endswith("could not be stopped: stuck")
    assert kernel.ok("on.set(false); stuck.join(); stuck.isAlive()").text == "false"


def test_an_interrupt_leaves_the_threads_of_other_cells_alone(kernel):
    kernel.ok("var other = new Thread(() -> { while (true) { Thread.onSpinWait(); } });\nother.setDaemon(true);\nother.start();")
    interrupted(kernel, "while (true) {}")
    assert kernel.ok("other.isAlive()").text == "true"


def test_an_interrupt_that_comes_before_its_cell_has_begun_stops_it(new_kernel):
    kernel = new_kernel()
    for _ in range(3):
        request = kernel.client.execute("while (true) {}", allow_stdin=False)
        # Shell and control are two sockets; once the cell is announced, it has been received but has hardly begun.
        while kernel.client.get_iopub_msg(timeout=ENDS)["parent_header"].get("msg_id") != request:
            pass
        kernel.control("interrupt_request")
        assert kernel.shell_reply(request)["ename"] == "Interrupted"


def test_an_interrupt_without_a_running_cell_does_nothing(kernel):
    message = kernel.control("interrupt_request")
    assert kernel.control_reply(message)["status"] == "ok"
    assert kernel.ok("1").text == "1"


def test_sigint_interrupts(kernel):
    request = kernel.client.execute("while (true) {}", allow_stdin=False)
    time.sleep(0.4)
    os.kill(kernel.manager.provisioner.pid, signal.SIGINT)
    assert kernel.collect(request).content["ename"] == "Interrupted"


def test_kernel_info_completion_and_inspection_answer_while_a_cell_runs(kernel):
    request = kernel.client.execute("Thread.sleep(60_000);", allow_stdin=False)
    time.sleep(0.2)
    start = time.monotonic()
    assert kernel.control_reply(kernel.control("kernel_info_request"))["status"] == "ok"
    assert "length()" in kernel.shell_reply(kernel.client.complete('"x".le'))["matches"]
    assert kernel.shell_reply(kernel.client.inspect("Math.max", 6))["found"]
    assert time.monotonic() - start < ENDS
    kernel.control("interrupt_request")
    assert kernel.collect(request).content["ename"] == "Interrupted"


@pytest.mark.parametrize("busy", ["", "while (true) {}", "new Thread(() -> { while (true) {} }).start();"])
def test_shutdown_replies_and_exits(new_kernel, busy):
    kernel = new_kernel()
    kernel.ok("1")
    if busy:
        kernel.client.execute(busy, allow_stdin=False)
        time.sleep(0.5)
    start = time.monotonic()
    reply = kernel.control_reply(kernel.control("shutdown_request", {"restart": False}))
    assert reply == {"status": "ok", "restart": False}
    while kernel.manager.provisioner.process.poll() is None:
        assert time.monotonic() - start < ENDS
        time.sleep(0.01)
