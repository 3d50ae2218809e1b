"""Magics."""

import zipfile


def test_lsmagic_lists_what_works(kernel):
    text = kernel.ok("%lsmagic").text
    for name in ["%jars", "%classpath", "%load", "%lsmagic"]:
        assert name in text


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
    assert kernel.ok(f"%jars {tmp_path}/*.jar\nlib.Greeter.greet()").text == "hello"


def test_classpath_adds_a_folder_of_classes(new_kernel, tmp_path):
    kernel = new_kernel()
    classes = compiled(kernel, tmp_path)
    assert kernel.ok(f"List<String> added = %classpath {classes}\nlib.Greeter.greet() + added.size()").text == "hello1"


def test_adding_nothing_is_an_error(kernel, tmp_path):
    reply = kernel.run(f"%jars {tmp_path}/none/*.jar")
    assert reply.status == "error" and "none" in reply.content["evalue"]


def test_load_runs_a_script_and_a_notebook(kernel, tmp_path):
    script = tmp_path / "one.jshell"
    script.write_text("int fromScript = 41;\nint next(int n) { return n + 1; }\n")
    assert kernel.ok(f"%load {script}\nnext(fromScript)").text == "42"
    notebook = tmp_path / "two.ipynb"
    notebook.write_text('{"cells":[{"cell_type":"code","source":["int fromNotebook = 7;"]}],"nbformat":4}')
    assert kernel.ok(f"%load {notebook}\nfromNotebook").text == "7"
