"""Comms: open, message, close, info; what they publish answers the message that caused it."""

ECHO = """
import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.kernel.comm.*;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.comm.*;

class Echo extends Comm {
  Echo(CommManager manager, String id, String target) { super(manager, id, target); }
  protected void onMessage(Message<CommMsgCommand> message) {
    System.out.println("heard " + message.getContent().getData());
    send(message.getContent().getData());
  }
  protected void onClose(Message<CommCloseCommand> message, boolean here) { System.out.println("closed"); }
}
var comms = getKernelInstance().getCommManager();
"""


def send(kernel, msg_type, **content):
    message = kernel.client.session.msg(msg_type, content)
    kernel.client.shell_channel.send(message)
    return message["header"]["msg_id"]


def info(kernel, **content):
    return kernel.shell_reply(send(kernel, "comm_info_request", **content))["comms"]


def test_a_comm_that_the_page_opens_answers_and_closes(kernel):
    kernel.ok(ECHO + 'comms.registerTarget("echo", (m, id, target, message) -> new Echo(m, id, target));')
    kernel.published(send(kernel, "comm_open", comm_id="c1", target_name="echo", data={}))
    assert info(kernel) == {"c1": {"target_name": "echo"}}
    assert info(kernel, target_name="other") == {}
    published = kernel.published(send(kernel, "comm_msg", comm_id="c1", data={"n": 5}))
    assert [m["msg_type"] for m in published] == ["stream", "comm_msg"]
    assert published[0]["content"]["text"] == 'heard {"n":5}\n'
    assert published[1]["content"] == {"comm_id": "c1", "data": {"n": 5}}
    published = kernel.published(send(kernel, "comm_close", comm_id="c1", data={}))
    assert published[0]["content"]["text"] == "closed\n"
    assert info(kernel) == {}


def test_a_comm_to_nobody_is_closed_at_once(kernel):
    published = kernel.published(send(kernel, "comm_open", comm_id="c2", target_name="nobody", data={}))
    assert [m["msg_type"] for m in published] == ["comm_close"]
    assert published[0]["content"]["comm_id"] == "c2"


def test_a_cell_opens_a_comm_and_closes_it(kernel):
    reply = kernel.ok('var mine = comms.openComm("page", (m, id, target, x) -> new Echo(m, id, target));')
    opened = reply.of_type("comm_open")[0]
    assert opened["target_name"] == "page"
    assert kernel.ok("mine.getID()").text == opened["comm_id"]
    reply = kernel.ok("mine.close(); mine.isClosed()")
    assert reply.text == "true" and reply.of_type("comm_close")[0]["comm_id"] == opened["comm_id"]


def test_a_handler_that_throws_is_shown_and_does_no_harm(kernel):
    kernel.ok('comms.registerTarget("bad", (m, id, target, message) -> { throw new RuntimeException("no comm"); });')
    published = kernel.published(send(kernel, "comm_open", comm_id="c3", target_name="bad", data={}))
    assert "no comm" in published[0]["content"]["text"]
    assert kernel.ok("1").text == "1"
