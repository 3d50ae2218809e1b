"""The wire: hostile frames are dropped, the kernel goes on; ports bind where they should."""

import json
import socket
import time

import pytest
import zmq


def raw_socket(kernel):
    context = zmq.Context.instance()
    dealer = context.socket(zmq.DEALER)
    dealer.linger = 0
    info = kernel.client.get_connection_info()
    dealer.connect(f"tcp://{info['ip']}:{info['shell_port']}")
    return dealer


def frames(kernel, content=None, msg_type="kernel_info_request", sign=True):
    session = kernel.client.session
    message = session.msg(msg_type, content or {})
    parts = [json.dumps(message[k], default=str).encode() for k in ("header", "parent_header", "metadata", "content")]
    return [b"<IDS|MSG>", session.sign(parts) if sign else b""] + parts


HOSTILE = {
    "wrong HMAC": lambda f: f[:1] + [b"0" * 64] + f[2:],
    "unsigned": lambda f: f[:1] + [b""] + f[2:],
    "too few frames": lambda f: f[:4],
    "one empty frame": lambda f: [b""],
    "wrong delimiter": lambda f: [b"<IDS|MSQ>"] + f[1:],
    "broken JSON": lambda f: f[:5] + [b"{"],
    "junk": lambda f: [bytes(range(256))] * 7,
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_bad_message_is_dropped_and_the_kernel_goes_on(kernel, what):
    dealer = raw_socket(kernel)
    dealer.send_multipart(HOSTILE[what](frames(kernel)))
    dealer.send_multipart(frames(kernel))
    assert dealer.poll(5000), "no answer to the good message behind the bad one"
    assert json.loads(dealer.recv_multipart()[5])["status"] == "ok"
    assert not dealer.poll(200), "the bad message was answered"
    dealer.close()


def test_signed_json_that_is_broken_is_dropped(kernel):
    parts = frames(kernel)
    parts[5] = b'{"code":'
    parts[1] = kernel.client.session.sign(parts[2:])
    dealer = raw_socket(kernel)
    dealer.send_multipart(parts)
    dealer.send_multipart(frames(kernel))
    assert dealer.poll(5000)
    dealer.close()


def test_an_unknown_message_type_is_dropped(kernel):
    dealer = raw_socket(kernel)
    dealer.send_multipart(frames(kernel, msg_type="nonsense_request"))
    dealer.send_multipart(frames(kernel))
    assert dealer.poll(5000)
    assert json.loads(dealer.recv_multipart()[2])["msg_type"] == "kernel_info_reply"
    dealer.close()


def test_a_message_of_100_mb_is_dropped(kernel):
    dealer = raw_socket(kernel)
    dealer.send_multipart(frames(kernel) + [bytes(100 << 20)])
    dealer.send_multipart(frames(kernel))
    assert dealer.poll(10_000)
    dealer.close()
    assert kernel.ok("1").text == "1"


def test_wrong_types_in_a_request_do_no_harm(kernel):
    for content in [{"code": [1]}, {"code": None, "silent": "x"}, {}]:
        dealer = raw_socket(kernel)
        dealer.send_multipart(frames(kernel, content, "execute_request"))
        assert dealer.poll(5000), content
        dealer.close()
    assert kernel.ok("1").text == "1"


def test_a_heartbeat_is_echoed_while_a_cell_runs(kernel):
    request = kernel.client.execute("Thread.sleep(60_000);", allow_stdin=False)
    info = kernel.client.get_connection_info()
    req = zmq.Context.instance().socket(zmq.REQ)
    req.linger = 0
    req.connect(f"tcp://{info['ip']}:{info['hb_port']}")
    req.send(b"ping")
    assert req.poll(10_000) and req.recv() == b"ping"
    req.close()
    kernel.control("interrupt_request")
    assert kernel.collect(request).content["ename"] == "Interrupted"


def test_a_subscriber_is_welcomed(kernel):
    info = kernel.client.get_connection_info()
    sub = zmq.Context.instance().socket(zmq.SUB)
    sub.linger = 0
    sub.subscribe(b"")
    sub.connect(f"tcp://{info['ip']}:{info['iopub_port']}")
    types = []
    # What the kernel says to everybody may reach a new subscriber before its welcome does.
    while "iopub_welcome" not in types and sub.poll(5000):
        parts = sub.recv_multipart()
        types.append(json.loads(parts[parts.index(b"<IDS|MSG>") + 2])["msg_type"])
    sub.close()
    assert types[-1:] == ["iopub_welcome"] and set(types[:-1]) <= {"status"}


def test_ports_are_bound_to_the_connection_files_address_only(kernel):
    info = kernel.client.get_connection_info()
    assert info["ip"] == "127.0.0.1"
    for name in ["shell_port", "control_port", "stdin_port", "iopub_port", "hb_port"]:
        with socket.socket() as other:
            # Another loopback address is free when the kernel holds 127.0.0.1 alone.
            other.bind(("127.0.0.2", info[name]))


def test_a_thousand_cells_leave_neither_threads_nor_memory_behind(new_kernel):
    kernel = new_kernel()
    state = "System.gc(); long[] now = {Thread.getAllStackTraces().size(), "
    state += "(Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 10};\nnow[0] + \" \" + now[1]"

    def threads_and_kib():
        time.sleep(1)
        return [int(word) for word in kernel.ok(state).text.split()]

    def cells(count):
        for i in range(count):
            assert kernel.ok(f"{i} + 1").text == str(i + 1)

    cells(300)
    threads, kib = threads_and_kib()
    cells(1000)
    threads_after, kib_after = threads_and_kib()
    assert threads_after <= threads
    assert kib_after - kib < 10_000


def test_kernel_info_says_what_the_protocol_asks_for(kernel):
    info = kernel.shell_reply(kernel.client.kernel_info())
    assert info["status"] == "ok" and info["protocol_version"].startswith("5.")
    assert info["banner"]
    version = kernel.ok("Runtime.version().feature()").text
    assert all(f"/{version}/" in link["url"] and version in link["text"] for link in info["help_links"])
    assert len(info["help_links"]) > 1
    language = info["language_info"]
    assert language["name"] == "java" and language["file_extension"] == ".java"
    assert language["pygments_lexer"] == "java"
    # JupyterLab takes the mode, when there is one, as a name or a MIME type, and only as a string.
    assert language["codemirror_mode"] == language["mimetype"] == "text/x-java"
    assert "kernel subshells" not in info["supported_features"]
