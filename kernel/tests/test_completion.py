"""Completion, inspection, is_complete."""

from pathlib import Path

import pytest


def complete(kernel, code, cursor=None):
    return kernel.shell_reply(kernel.client.complete(code, cursor))


@pytest.mark.parametrize(
    ("code", "cursor", "match", "start"),
    [
        ("Math.floorM", None, "floorMod(", 5),
        ("Strin", None, "String", 0),
        ("Math.floorMod(1, 2)", 8, "floorMod(", 5),
        ("var list = new ArrayList<String>();\nlist.ad", None, "add(", 41),
        ('String s = "😀"; s.le', None, "length()", 18),
        ("import java.nio.fi", None, "file.", 16),
        ("%js", None, None, None),
        ("%ja", None, "%jars", 0),
        ("int a = 1;\n%lo", None, "%load", 11),
    ],
)
def test_completion_proposes_what_may_stand_there(kernel, code, cursor, match, start):
    reply = complete(kernel, code, cursor)
    if match is None:
        assert reply["matches"] == []
        return
    assert match in reply["matches"]
    assert reply["cursor_start"] == start
    typed = reply["metadata"]["_jupyter_types_experimental"]
    assert [t["text"] for t in typed] == reply["matches"]


def test_completion_knows_the_users_variables(kernel):
    kernel.ok("int somethingLong = 1;")
    assert "somethingLong" in complete(kernel, "somethi")["matches"]


@pytest.mark.parametrize(
    ("code", "match", "start"),
    [
        ('Files.readString(Path.of("{0}/no', "notes one.txt", None),
        ("%load {0}/no", "notes one.txt", None),
        ("%jars {0}/", "folder/", None),
        ('int a = 1;\nString s = "😀"; Path.of("{0}/folder/in', "inner.pcap", None),
    ],
)
def test_completion_knows_files_in_strings_and_behind_magics(kernel, plain_path, code, match, start):
    (plain_path / "notes one.txt").touch()
    (plain_path / "folder").mkdir()
    (plain_path / "folder" / "inner.pcap").touch()
    code = code.format(plain_path)
    reply = complete(kernel, code)
    assert match in reply["matches"]
    # Offsets are code points, which is what Python counts.
    assert reply["cursor_start"] == code.rindex("/") + 1 and reply["cursor_end"] == len(code)
    assert reply["metadata"]["_jupyter_types_experimental"][0]["type"] == "path"


def test_completion_in_a_string_of_no_file_proposes_nothing(kernel):
    assert complete(kernel, 'String s = "no/such/folder/x')["matches"] == []


def test_types_of_completions_are_told(kernel):
    def kinds(code):
        return {t["text"]: t["type"] for t in complete(kernel, code)["metadata"]["_jupyter_types_experimental"]}

    assert kinds("Math.floorM")["floorMod("] == "function"
    assert kinds("Strin")["String"] == "class"
    assert kinds("%ja")["%jars"] == "magic"
    assert kinds("retur")["return"] == "keyword"


def inspect(kernel, code, cursor):
    reply = kernel.shell_reply(kernel.client.inspect(code, cursor))
    return reply["data"].get("text/plain") if reply["found"] else None


def test_inspection_shows_signatures(kernel):
    assert "int Math.max(int a, int b)" in inspect(kernel, "Math.max(1, 2)", 6)
    assert "String" in inspect(kernel, "String", 3)
    assert "int String.length()" in inspect(kernel, '"x".length()', 6)


def test_inspection_shows_the_users_own_method_and_variable(kernel):
    kernel.ok("/** Doubles. */\nint twice(int n) { return 2 * n; }\nint number = 5;")
    assert "/** Doubles. */\nint twice(int n)" in inspect(kernel, "twice", 3)
    assert inspect(kernel, "number", 3) == "int number = 5"


def test_inspection_shows_the_librarys_javadoc(kernel):
    text = inspect(kernel, "Capture.open", 9)
    assert "Capture Capture.open(Path file)" in text and "Reads a capture file" in text
    assert "what it tells" in inspect(kernel, "Capture", 4)


def test_inspection_shows_the_jdks_javadoc_or_says_where_it_is(kernel):
    text = inspect(kernel, "Math.max(1, 2)", 6)
    home = Path(kernel.ok('System.getProperty("java.home")').text)
    if (home / "lib" / "src.zip").exists():
        assert "Returns the greater of two" in text
    else:
        assert "lib/src.zip" in text and "/java.base/java/lang/Math.html" in text


def test_inspection_finds_an_instances_method_by_its_class(kernel):
    assert "map(" in (inspect(kernel, "Stream.map", 8) or "nothing")


def test_nothing_is_found_where_nothing_is(kernel):
    assert inspect(kernel, "nonesuch", 3) is None


@pytest.mark.parametrize(
    ("code", "status", "indent"),
    [
        ("int y = 5;", "complete", None),
        ("1 + 1", "complete", None),
        ("// comment", "complete", None),
        ("%jars x", "complete", None),
        ("%jars x\nint a = 1;", "complete", None),
        ("%jars x\nf(", "incomplete", "    "),
        ("for (int i = 0; i < 3; i++)", "incomplete", "    "),
        ("class A {\n  void f() {", "incomplete", "        "),
        ("f(", "incomplete", "    "),
        ('"""\nopen', "incomplete", ""),
        ("/* open", "incomplete", ""),
        ("int 1x = 5;", "invalid", None),
        (")", "invalid", None),
        ('String s = "open', "invalid", None),
    ],
)
def test_is_complete_tells_complete_incomplete_and_invalid(kernel, code, status, indent):
    reply = kernel.shell_reply(kernel.client.is_complete(code))
    assert reply["status"] == status
    assert reply.get("indent") == indent
