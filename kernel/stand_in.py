"""A kernel for a machine without a JDK: it starts in a notebook and answers every cell with what to install.

The launcher calls it with the connection file and the sentence to show, under whichever Python it finds that has zmq; hence nothing but
zmq and the standard library is used (no jupyter_client, no ipykernel), and no syntax younger than Python 3.8.
"""

import hashlib
import hmac
import json
import os
import sys
import uuid
from datetime import datetime, timezone

import zmq

DELIMITER = b"<IDS|MSG>"
VERSION = "5.3"


class StandIn:
    """The five sockets of a kernel (Jupyter's "Messaging in Jupyter"), and one sentence."""

    def __init__(self, connection, sentence):
        self.sentence = sentence
        self.key = connection["key"].encode()
        self.session = uuid.uuid4().hex
        self.count = 0
        self.context = zmq.Context()
        self.shell = self.bind(connection, "shell", zmq.ROUTER)
        self.control = self.bind(connection, "control", zmq.ROUTER)
        self.stdin = self.bind(connection, "stdin", zmq.ROUTER)
        self.iopub = self.bind(connection, "iopub", zmq.PUB)
        self.heartbeat = self.bind(connection, "hb", zmq.REP)

    def bind(self, connection, name, kind):
        socket = self.context.socket(kind)
        port = connection[name + "_port"]
        separator = "-" if connection["transport"] == "ipc" else ":"
        socket.bind("{}://{}{}{}".format(connection["transport"], connection["ip"], separator, port))
        return socket

    def sign(self, parts):
        if not self.key:
            return b""
        return hmac.new(self.key, b"".join(parts), hashlib.sha256).hexdigest().encode()

    def send(self, socket, identities, kind, content, parent):
        header = {
            "msg_id": uuid.uuid4().hex,
            "session": self.session,
            "username": "kernel",
            "date": datetime.now(timezone.utc).isoformat(),
            "msg_type": kind,
            "version": VERSION,
        }
        parts = [json.dumps(part).encode() for part in (header, parent, {}, content)]
        socket.send_multipart([*identities, DELIMITER, self.sign(parts), *parts])

    def publish(self, kind, content, parent):
        self.send(self.iopub, [kind.encode()], kind, content, parent)

    def run(self):
        """Answers until Jupyter shuts it down or is gone."""
        self.publish("status", {"execution_state": "starting"}, {})
        poller = zmq.Poller()
        for socket in (self.shell, self.control, self.heartbeat):
            poller.register(socket, zmq.POLLIN)
        parent = os.getppid()
        while os.getppid() == parent:
            for socket, _ in poller.poll(1000):
                if socket is self.heartbeat:
                    socket.send(socket.recv())
                elif self.answer(socket):
                    return

    def answer(self, socket):
        """Answers one request; true when it was the last. What is no signed message of Jupyter's is dropped."""
        frames = socket.recv_multipart()
        try:
            at = frames.index(DELIMITER)
            signature, parts = frames[at + 1], frames[at + 2 : at + 6]
            if self.key and not hmac.compare_digest(signature, self.sign(parts)):
                raise ValueError("wrong signature")
            header, _, _, content = (json.loads(part) for part in parts)
            kind = header["msg_type"]
        except (ValueError, IndexError, KeyError, TypeError) as fault:
            print("tcplab: dropped a message: {!r}".format(fault), file=sys.stderr)
            return False
        if not kind.endswith("_request"):
            return False
        self.publish("status", {"execution_state": "busy"}, header)
        reply = self.reply(kind, content, header)
        if reply is not None:
            self.send(socket, frames[:at], kind.replace("_request", "_reply"), reply, header)
        self.publish("status", {"execution_state": "idle"}, header)
        return kind == "shutdown_request"

    def reply(self, kind, content, header):
        if kind == "execute_request":
            return self.execute(content, header)
        if kind == "kernel_info_request":
            return {
                "status": "ok",
                "protocol_version": VERSION,
                "implementation": "tcplab-stand-in",
                "implementation_version": "0",
                "language_info": {"name": "java", "version": "", "mimetype": "text/x-java", "file_extension": ".java"},
                "banner": self.sentence,
                "help_links": [],
            }
        return {
            "complete_request": {"status": "ok", "matches": [], "cursor_start": 0, "cursor_end": 0, "metadata": {}},
            "inspect_request": {"status": "ok", "found": False, "data": {}, "metadata": {}},
            "is_complete_request": {"status": "unknown"},
            "history_request": {"status": "ok", "history": []},
            "comm_info_request": {"status": "ok", "comms": {}},
            "connect_request": {"status": "ok"},
            "interrupt_request": {"status": "ok"},
            "shutdown_request": {"status": "ok", "restart": bool(content.get("restart"))},
        }.get(kind)

    def execute(self, content, header):
        """No cell can run. Not even an empty one is passed over: a notebook must not look as if it had run."""
        if not content.get("silent") and content.get("store_history", True):
            self.count += 1
        error = {
            "ename": "NoJdk",
            "evalue": self.sentence,
            "traceback": ["\x1b[31m" + self.sentence + "\x1b[0m", "Then restart the kernel (menu Kernel, Restart) and run the cell again."],
        }
        if not content.get("silent"):
            self.publish("execute_input", {"code": content.get("code", ""), "execution_count": self.count}, header)
            self.publish("error", error, header)
        return {"status": "error", "execution_count": self.count, **error}


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        connection = json.load(file)
    print("tcplab: " + sys.argv[2], file=sys.stderr)
    kernel = StandIn(connection, sys.argv[2])
    kernel.run()
    kernel.context.destroy(linger=500)


if __name__ == "__main__":
    main()
