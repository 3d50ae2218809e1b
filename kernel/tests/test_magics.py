"""Magics."""

import json
import zipfile


def test_lsmagic_lists_what_works(kernel):
    text = kernel.ok("%lsmagic").text
    for name in ["%jars", "%classpath", "%load", "%lsmagic"]:
        assert name in text
    assert "%jars GLOB…                                      adds jar files to the class path" in text.splitlines()
    assert "%%time                                           evaluates the cell and tells how long it took" in text.splitlines()


def test_an_unknown_magic_is_an_error(kernel):
    reply = kernel.run("%nonesuch x")
    assert reply.status == "error" and "nonesuch" in reply.content["evalue"]


def compiled(kernel, folder):
    """Compiles a class with the kernel's own JDK, into a folder."""
    source = folder / "lib" / "Greeter.java"
    source.parent.mkdir()
    source.write_text('package lib; public class Greeter { public static String greet() { return "hello"; } }')
    classes = folder / "classes"
    kernel.ok(
        f'javax.tools.ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", "{classes}", "{source}")'
    )
    return classes


def test_jars_adds_to_what_cells_compile_and_run_against(new_kernel, tmp_path):
    kernel = new_kernel()
    classes = compiled(kernel, tmp_path)
    with zipfile.ZipFile(tmp_path / "greeter.jar", "w") as jar:
        jar.write(classes / "lib" / "Greeter.class", "lib/Greeter.class")
    assert kernel.run("lib.Greeter.greet()").status == "error"
    assert kernel.ok(f"%jars \"{tmp_path}/*.jar\"\nlib.Greeter.greet()").text == "hello"


def test_classpath_adds_a_folder_of_classes(new_kernel, tmp_path):
    kernel = new_kernel()
    classes = compiled(kernel, tmp_path)
    assert kernel.ok(f"List<String> added = %classpath \"{classes}\"\nlib.Greeter.greet() + added.size()").text == "hello1"


def test_adding_nothing_is_an_error(kernel, tmp_path):
    reply = kernel.run(f"%jars \"{tmp_path}/none/*.jar\"")
    assert reply.status == "error" and "none" in reply.content["evalue"]


def test_load_runs_a_script_and_a_notebook(kernel, tmp_path):
    script = tmp_path / "one.jshell"
    script.write_text("int fromScript = 41;\nint next(int n) { return n + 1; }\n")
    assert kernel.ok(f"%load \"{script}\"\nnext(fromScript)").text == "42"
    notebook = tmp_path / "two.ipynb"
    notebook.write_text('{"cells":[{"cell_type":"code","source":["int fromNotebook = 7;"]}],"nbformat":4}')
    assert kernel.ok(f"%load \"{notebook}\"\nfromNotebook").text == "7"


def test_load_takes_magics_and_a_notebook_whose_cells_are_strings(kernel, tmp_path):
    inner = tmp_path / "inner.jshell"
    inner.write_text("int inner = 1;\n")
    outer = tmp_path / "outer.ipynb"
    cells = [{"cell_type": "markdown", "source": "int no;"}, {"cell_type": "code", "source": f"%load \"{inner}\"\nint outer = inner + 1;"}]
    outer.write_text(json.dumps({"cells": cells, "nbformat": 4}))
    assert kernel.ok(f"%load \"{tmp_path}/outer\"\nouter").text == "2"
    (tmp_path / "broken.ipynb").write_text("{}")
    assert "no notebook" in kernel.run(f"%load \"{tmp_path}/broken.ipynb\"").content["evalue"]
    assert "There is no file" in kernel.run(f"%load \"{tmp_path}/none\"").content["evalue"]
    inner.write_text("int x = 1;\nint y = 1 / 0;\n")
    assert "/ by zero" in kernel.run(f"%load \"{inner}\"").traceback


def test_time_tells_how_long_code_took_and_keeps_its_value_and_places(kernel):
    reply = kernel.ok("%time 6 * 7")
    assert reply.text == "42" and "Wall time:" in reply.stream()
    reply = kernel.run("%%time\nint zero = 0;\n1 / zero")
    assert "line 3" in reply.traceback and "Wall time:" in reply.stream()


def test_sh_shows_both_streams_and_its_failure(kernel):
    reply = kernel.ok("%%sh a\necho out $1; echo err >&2")
    assert reply.stream() == "out a\n" and reply.stream("stderr") == "err\n"
    assert "status 3" in kernel.run("%%sh\nexit 3").content["evalue"]


def test_sh_is_interruptible(kernel):
    import time

    request = kernel.client.execute("%%sh\nsleep 60", allow_stdin=False)
    time.sleep(0.5)
    kernel.control("interrupt_request")
    assert kernel.collect(request, 5).content["ename"] == "Interrupted"


def test_who_lists_the_variables(kernel):
    kernel.ok("Map<String, Integer> ages = Map.of();")
    assert "Map<String, Integer> ages" in kernel.ok("%who").text.replace(",Integer", ", Integer")


def test_help_says_how_to_ask(kernel):
    assert "NAME?" in kernel.ok("%help").text and "%jars" in kernel.ok("%help").text


POM = """<dependency>
  <groupId>com.google.code.gson</groupId><artifactId>gson</artifactId><version>2.13.2</version>
</dependency>"""


def test_maven_adds_artifacts_with_what_they_need(new_kernel):
    kernel = new_kernel()
    # An artifact that the build of this project has in the local repository in any case.
    code = "%maven org.assertj:assertj-core:3.27.6\norg.assertj.core.api.Assertions.assertThat(1).isEqualTo(1);"
    kernel.ok(code, timeout=120)
    assert kernel.ok("net.bytebuddy.ByteBuddy.class.getSimpleName()").text == "ByteBuddy"


def test_load_from_pom_takes_a_part_of_a_pom(kernel):
    kernel.ok("%%loadFromPOM\n" + POM, timeout=120)
    assert kernel.ok("new com.google.gson.Gson().toJson(List.of(1))").text == "[1]"


def test_an_artifact_that_is_not_there_is_an_error_with_mavens_words(kernel):
    reply = kernel.run("%maven no.such.group:nothing:1", timeout=120)
    assert reply.status == "error" and "no.such.group:nothing" in reply.content["evalue"]
    assert "coordinates" in kernel.run("%maven what").content["evalue"].lower()
