"""jupyter_kernel_test's own suite, with samples for every one of its tests."""

import os
import tempfile
import unittest

import jupyter_kernel_test
from conftest import SPEC_NAME, CommandSpecManager
from jupyter_client.manager import KernelManager


class TcplabTests(jupyter_kernel_test.KernelTests):
    kernel_name = SPEC_NAME
    language_name = "java"
    file_extension = ".java"

    code_hello_world = 'System.out.println("hello, world");'
    code_stderr = 'System.err.println("oops");'
    code_generate_error = "int zero = 0; int x = 1 / zero;"
    code_execute_result = [
        {"code": "6*7", "result": "42"},
        {"code": '"a" + 1', "result": "a1"},
        {"code": "List.of(1, 2)", "result": "[1, 2]"},
        {"code": "int n = 20;\nn + 1", "result": "21"},
        {"code": "'c'", "result": "c"},
        {"code": "true && !false", "result": "true"},
    ]
    code_display_data = [
        {"code": 'display("<b>bold</b>", "text/html");', "mime": "text/html"},
        {
            "code": "display(new java.awt.image.BufferedImage(2, 2, "
            "java.awt.image.BufferedImage.TYPE_INT_RGB));",
            "mime": "image/png",
        },
        {"code": 'display("# title", "text/markdown");', "mime": "text/markdown"},
    ]
    code_page_something = "String?"
    code_clear_output = 'System.out.println("gone"); clearOutput(false);'
    code_inspect_sample = "Math.max"
    completion_samples = [
        {"text": "Math.floorM", "matches": ["floorMod("]},
        {"text": "System.out.printl", "matches": {"println("}},
        {"text": "%lsm", "matches": {"%lsmagic"}},
    ]
    complete_code_samples = ["int y = 5;", "1 + 1", "void f() {}", "", "// only a comment", "for (;;) { break; }"]
    incomplete_code_samples = ["int y = 5 +", "void f() {", "if (true)", '"""\nopen', "List.of(1,", "/* open"]
    invalid_code_samples = ["int 1x = 5;", ")", 'String s = "open;']
    code_history_pattern = "6?7*"
    supported_history_operations = ("tail", "range", "search")

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        env = dict(os.environ, TCPLAB_HISTORY=os.path.join(cls.folder.name, "history.jsonl"))
        cls.km = KernelManager(kernel_name=cls.kernel_name, kernel_spec_manager=CommandSpecManager())
        cls.km.start_kernel(env=env)
        cls.kc = cls.km.client()
        cls.kc.start_channels()
        cls.kc.wait_for_ready(timeout=30)

    @classmethod
    def tearDownClass(cls):
        cls.kc.stop_channels()
        cls.km.shutdown_kernel()
        cls.folder.cleanup()


if __name__ == "__main__":
    unittest.main()
