"""The kernel as a client sees it: every test talks to it over ZeroMQ and nothing else.

The kernel under test is TCPLAB_KERNEL_CMD, a command line with {connection_file} in it; without
that variable it is the installed kernelspec "tcplab".
"""

import os
import shlex
import signal
import tempfile
import time
from pathlib import Path
from queue import Empty

import pages
import pytest
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import KernelManager

# A job started with & by a shell without job control ignores SIGINT, and so would every process that a test starts. A handler of
# Python's own, unlike SIG_IGN, is not inherited.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

SPEC_NAME = "tcplab"
PATIENCE = 30


class CommandSpecManager(KernelSpecManager):
    """Finds one spec more: the command that TCPLAB_KERNEL_CMD names."""

    def get_kernel_spec(self, kernel_name):
        command = os.environ.get("TCPLAB_KERNEL_CMD")
        if command and kernel_name == SPEC_NAME:
            return KernelSpec(
                argv=shlex.split(command),
                display_name="Java (tcplab)",
                language="java",
                interrupt_mode=os.environ.get("TCPLAB_INTERRUPT_MODE", "message"),
            )
        return super().get_kernel_spec(kernel_name)


class Reply:
    """What one request brought: the reply's content and all that was published for it."""

    def __init__(self, content, published):
        self.content = content
        self.published = published

    def of_type(self, msg_type):
        return [m["content"] for m in self.published if m["msg_type"] == msg_type]

    def stream(self, name="stdout"):
        return "".join(c["text"] for c in self.of_type("stream") if c["name"] == name)

    @property
    def result(self):
        results = self.of_type("execute_result")
        return results[0]["data"] if results else None

    @property
    def text(self):
        return self.result["text/plain"] if self.result else None

    @property
    def status(self):
        return self.content["status"]

    @property
    def traceback(self):
        return plain("\n".join(self.content["traceback"]))


@pytest.fixture
def plain_path():
    """A folder whose name has no spaces, wherever the checkout lies."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def exported(tmp_path_factory):
    """Every lesson and the gallery as pages in one folder."""
    return pages.export_all(tmp_path_factory.mktemp("exported pages"))


def plain(text):
    """Text without its terminal colours."""
    import re

    return re.sub(r"\x1b\[[0-9;]*m", "", text)


class Kernel:
    """A running kernel and a client of it."""

    def __init__(self, manager):
        self.manager = manager
        self.client = manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=PATIENCE)

    def run(self, code, timeout=PATIENCE, **options):
        options.setdefault("allow_stdin", False)
        return self.collect(self.client.execute(code, **options), timeout)

    def ok(self, code, **options):
        reply = self.run(code, **options)
        assert reply.status == "ok", plain("\n".join(reply.content.get("traceback", [str(reply.content)])))
        return reply

    def collect(self, msg_id, timeout=PATIENCE):
        content = self.shell_reply(msg_id, timeout)
        return Reply(content, self.published(msg_id, timeout))

    def shell_reply(self, msg_id, timeout=PATIENCE):
        return self._reply(self.client.get_shell_msg, msg_id, timeout)

    def control_reply(self, msg_id, timeout=PATIENCE):
        return self._reply(self.client.get_control_msg, msg_id, timeout)

    @staticmethod
    def _reply(get, msg_id, timeout):
        end = time.monotonic() + timeout
        while True:
            message = get(timeout=max(0.01, end - time.monotonic()))
            if message["parent_header"].get("msg_id") == msg_id:
                return message["content"]

    def published(self, msg_id, timeout=PATIENCE):
        """All that is published for a request, up to its idle."""
        messages = []
        end = time.monotonic() + timeout
        while True:
            try:
                message = self.client.get_iopub_msg(timeout=max(0.01, end - time.monotonic()))
            except Empty:
                raise AssertionError(f"no idle within {timeout} s; got {[m['msg_type'] for m in messages]}") from None
            if message["parent_header"].get("msg_id") != msg_id:
                continue
            if message["msg_type"] == "status":
                if message["content"]["execution_state"] == "idle":
                    return messages
                continue
            messages.append(message)

    def control(self, msg_type, content=None):
        message = self.client.session.msg(msg_type, content or {})
        self.client.control_channel.send(message)
        return message["header"]["msg_id"]

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def start_kernel(tmp_path_factory, **environment):
    env = dict(os.environ, TCPLAB_HISTORY=str(tmp_path_factory.mktemp("history") / "history.jsonl"))
    env.update(environment)
    manager = KernelManager(kernel_name=SPEC_NAME, kernel_spec_manager=CommandSpecManager())
    manager.start_kernel(env=env)
    return Kernel(manager)


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    """One kernel for the tests of a module."""
    started = start_kernel(tmp_path_factory)
    yield started
    started.close()


@pytest.fixture
def new_kernel(tmp_path_factory):
    """Starts kernels that belong to one test."""
    started = []

    def start(**environment):
        started.append(start_kernel(tmp_path_factory, **environment))
        return started[-1]

    yield start
    for one in started:
        one.close()
