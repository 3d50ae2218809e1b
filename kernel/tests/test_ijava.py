"""Notebooks written for IJava: the same cells under IJava 1.3.0 and under ours show the same.

The cells follow IJava's documentation (its README, docs/display.md, docs/kernel.md, docs/magics.md), every function of it at least
once. Where the two differ the cell says why, and the test sees to it that they do differ.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from checkout import DATA, ROOT
from conftest import Kernel, Reply
from jupyter_client.manager import KernelManager
from stock_ijava import NAME, StockSpecManager

JAR = ROOT / "target" / "tcplab.jar"
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ADDRESS = re.compile(r"@[0-9a-f]{4,8}\b")


@dataclass(frozen=True)
class Differs:
    """A cell whose outputs differ, and why."""

    code: str
    why: str


def run(kernel_name: str, cells: list[str], folder: Path, **environment: str) -> list[list]:
    """What each cell shows, without what is random."""
    manager = KernelManager(kernel_name=kernel_name, kernel_spec_manager=StockSpecManager())
    env = {**os.environ, "TCPLAB_HISTORY": str(folder / "history.jsonl"), **environment}
    # What IJava's engine logs and prints on its way is not the notebook's.
    manager.start_kernel(env=env, cwd=str(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        kernel = Kernel(manager)
        return [shown(kernel.run(code)) for code in cells]
    finally:
        manager.shutdown_kernel(now=True)


def shown(reply: Reply) -> list:
    """What a cell shows; pieces of one stream are put together."""
    pieces = []
    for message in reply.published:
        kind, content = message["msg_type"], message["content"]
        if kind == "stream":
            name, text = content["name"], content["text"]
            if pieces and pieces[-1][0] == name:
                pieces[-1] = (name, pieces[-1][1] + text)
            else:
                pieces.append((name, text))
        elif kind == "error":
            pieces.append((kind, content["ename"]))
        elif kind != "execute_input":
            pieces.append((kind, normal(content["data"]), content["metadata"], content.get("transient", {}).keys()))
    return pieces


def normal(data: dict) -> dict:
    return {mime: ADDRESS.sub("@", UUID.sub("UUID", value)) if isinstance(value, str) else value for mime, value in data.items()}


def compare(notebook: list[str | Differs], folder: Path) -> None:
    cells = [cell.code if isinstance(cell, Differs) else cell for cell in notebook]
    theirs, ours = (run(name, cells, folder) for name in (NAME, "tcplab"))
    for cell, stock, mine in zip(notebook, theirs, ours):
        if isinstance(cell, Differs):
            assert mine != stock, f"no longer differs: {cell}"
        else:
            assert mine == stock, cell


DISPLAY = [
    # docs/display.md
    """display("alert('Hello from IJava!');", "application/javascript");""",
    'display("<b>Bold</b>", "text/html", "text/markdown");',
    'String md = "Hello from **IJava**";\n\nrender(md, "text/markdown")',
    """String id = display("<b>Countdown:</b> 3", "text/html");
for (int i = 3; i >= 0; i--) {
    updateDisplay(id, "<b>Countdown:</b> " + i, "text/html");
    Thread.sleep(100L);
}
render("<b>Liftoff!</b>", "text/html")""",
    # every other form of these functions
    "String shown = display(42);",
    "updateDisplay(shown, 43);",
    "render(List.of(1, 2))",
    'render("x^2", "text/latex")',
    'render("<svg/>", "image/svg+xml")',
    "new int[] {1, 2}",
    'render(new StringBuilder("built"), "text/html")',
    Differs('render(42, "image/png")', "a type that cannot be had is an error here, and silently text there"),
    # images and addresses
    """import java.awt.image.BufferedImage;
BufferedImage image = new BufferedImage(2, 3, BufferedImage.TYPE_INT_RGB);
image""",
    'display(image, "image/jpeg");',
    'new URL("https://example.org/")',
    # a rendering of one's own, by the class itself
    """import io.github.spencerpark.jupyter.kernel.display.*;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
class Point implements DisplayDataRenderable {
  public Set<MIMEType> getSupportedRenderTypes() { return Set.of(MIMEType.TEXT_HTML, MIMEType.TEXT_MARKDOWN); }
  public Set<MIMEType> getPreferredRenderTypes() { return Set.of(MIMEType.TEXT_HTML); }
  public void render(RenderContext context) {
    context.renderIfRequested(MIMEType.TEXT_HTML, () -> "<i>point</i>");
    context.renderIfRequested(MIMEType.TEXT_MARKDOWN, () -> "_point_");
  }
  public String toString() { return "a point"; }
}""",
    "new Point()",
    'render(new Point(), "text/markdown")',
    'display(new Point(), "text/*");',
    # and by registration
    """class Line { public String toString() { return "a line"; } }
getKernelInstance().getRenderer().createRegistration(Line.class)
  .preferring(MIMEType.TEXT_HTML).supporting(MIMEType.TEXT_LATEX)
  .register((line, context) -> {
    context.renderIfRequested(MIMEType.TEXT_HTML, () -> "<hr>");
    context.renderIfRequested(MIMEType.TEXT_LATEX, () -> "\\\\hrule");
  });""",
    "new Line()",
    'render(new Line(), "text/latex")',
    # data put together by hand
    """DisplayData data = new DisplayData("plain");
data.putHTML("<p>html</p>"); data.putLatex("\\\\LaTeX"); data.putMath("x"); data.putMarkdown("*m*");
data.putSVG("<svg/>"); data.putJavaScript("1"); data.putMetaData("text/html", Map.of("isolated", true));
data""",
    "getKernelInstance().display(new DisplayData(data));",
    'data.hasDataForType(MIMEType.TEXT_HTML) + " " + data.getData(MIMEType.TEXT_PLAIN)',
    """DisplayData named = new DisplayData("before");
named.setDisplayId("fixed");
getKernelInstance().display(named);
getKernelInstance().getIO().display.updateDisplay("fixed", new DisplayData("after"));
named.getDisplayId()""",
]

KERNEL = [
    # docs/kernel.md
    '(int) eval("1 + 2") + 3',
    'eval("int fromEval = 7;"); fromEval',
    Differs('eval("nothing")', "an error is called what it is here, and by JShell's wrapper there"),
    "getKernelInstance() == io.github.spencerpark.ijava.IJava.getKernelInstance()",
    "io.github.spencerpark.ijava.IJava.VERSION",
    'getKernelInstance().getIO().out.println("out"); getKernelInstance().getIO().err.println("err");',
    'getKernelInstance().evalRaw("2 * 21")',
    'getKernelInstance().eval("6 * 7").getData(io.github.spencerpark.jupyter.kernel.display.mime.MIMEType.TEXT_PLAIN)',
    'getKernelInstance().eval("int quiet = 1;") == null',
    'getKernelInstance().isComplete("int x = 1;")',
    Differs('getKernelInstance().isComplete("void f() {")', "the next line is indented by four blanks, and by two there"),
    Differs('getKernelInstance().isComplete("int 1x = 1;")', "which is invalid, and complete there"),
    "getKernelInstance().getLanguageInfo().getName()",
    'getKernelInstance().complete("Integer.MAX_VA", 14).getReplacements()',
    'getKernelInstance().formatError(new RuntimeException("shown")).toString().contains("RuntimeException: shown")',
    "getKernelInstance().getHistoryManager() == null",
    'printf("%05d %s%n", 42, "text")',
    # docs/magics.md: registering one's own
    'getKernelInstance().getMagics().registerLineMagic("hello", args -> "hello " + args);',
    'String greeting = %hello you "and you"\ngreeting',
    Differs("%hello unasked", "a magic's value is the cell's value here, and dropped there"),
    'String viaMethod = lineMagic("hello", List.of("a"));\nviaMethod',
    'eval("%hello x"); (String) eval("String s = %hello y\\ns")',
    'getKernelInstance().getMagics().registerCellMagic("shout", (args, body) -> { System.out.print(args + body.toUpperCase()); return null; });',
    "%%shout a b\nsome\nlines\n",
    'cellMagic("shout", List.of(), "body");',
    """import io.github.spencerpark.jupyter.kernel.magic.registry.*;
public class Mine {
  @LineMagic public String twice(List<String> args) { return args.get(0) + args.get(0); }
  @LineMagic(aliases = {"z"}) @CellMagic public int size(List<String> args, String body) { return body == null ? -1 : body.length(); }
  @CellMagic("count") public void lines(List<String> args, String body) { System.out.println(body.lines().count()); }
}
getKernelInstance().getMagics().registerMagics(new Mine());""",
    "String both = %twice ab\nboth",
    "%%count\n1\n2\n3\n",
    """MagicsArgs schema = MagicsArgs.builder().required("first").optional("second").varargs("rest").keyword("key").flag("verbose", 'v').build();
new TreeMap<>(schema.parse(List.of("a", "b", "c", "--key=k", "-v")))""",
    "getKernelInstance().getMagics().registerMagics(io.github.spencerpark.jupyter.kernel.magic.common.WriteFile.class);",
    '%%writefile written.txt\nfrom a cell\n',
    'new String(java.nio.file.Files.readAllBytes(java.nio.file.Path.of("written.txt")))',
    "getKernelInstance().getMagics().registerMagics(io.github.spencerpark.jupyter.kernel.magic.common.Shell.class);",
    "List<String> lines = %sh echo hello there\nlines",
    """import io.github.spencerpark.jupyter.kernel.magic.common.DisplayMagics;
getKernelInstance().getMagics().registerMagics(new DisplayMagics(getKernelInstance().getRenderer(), getKernelInstance().getIO().display));""",
    "%%html\n<b>bold</b>",
    "%%markdown\n**bold**",
    "%%latex\n$x$",
    "%%svg\n<svg/>",
    "%%js\n1 + 1",
    Differs("%nonesuch", "the error tells the magics that there are"),
]

FILES = [
    "%jars jars/*.jar\nlib.Greeter.greet()",
    "List<String> jars = %jars jars/greeter.jar\njars.size()",
    'List<String> more = lineMagic("jars", List.of("jars/*.jar")); more.size()',
    "%classpath classes\nother.Other.name()",
    "%load script.jshell\nfromScript + next(1)",
    "%load script\nfromScript",
    "%load cells\nfromNotebook",
    "%load cells.ipynb",
    'getKernelInstance().addToClasspath("third"); third.Third.name()',
    Differs("%load nothing.jshell", "an error is called by its exception's class here, and by JShell's wrapper there"),
]

JAVA = [
    "int x = 5;\nx",
    "x + 1",
    "x = 7",
    'String text = "some\\ttext"; text',
    'System.out.print("a"); System.out.println("b");',
    'System.err.println("error");',
    "Object nothing = null;\nnothing",
    "void f() {}\nf()",
    "int square(int n) { return n * n; }",
    "square(12)",
    "class A { int n = 3; }\nnew A().n",
    'enum Colour { RED, GREEN }\nColour.valueOf("RED")',
    "interface Shape { double area(); }\nShape s = () -> 2.5;\ns.area()",
    "int a = 1,\n    b = 2;\na + b",
    "for (int i = 0; i < 3; i++) System.out.println(i);",
    "Map<String, List<Integer>> map = new TreeMap<>(Map.of(\"k\", List.of(1)));\nmap",
    "new BigDecimal(\"1.50\").add(BigDecimal.ONE)",
    "Pattern.compile(\"a+\").matcher(\"aaa\").matches()",
    "10 % 3",
    "// only a comment",
    "",
    "int y = 1 // a comment at the end",
    "CompletableFuture.supplyAsync(() -> 5).get()",
    "var list = new ArrayList<String>(); list.add(\"one\"); list",
    Differs("1 / 0", "an error is called by its exception's class here, and by JShell's wrapper there"),
    Differs("undeclared", "a compile error is called so here, and by the name of an internal class there"),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path, request):
    """What FILES loads and adds."""
    greeter = 'package lib; public class Greeter { public static String greet() { return "hello"; } }'
    classes = {"jars/lib": greeter}
    for package in ("classes/other", "third/third"):
        name = package.split("/")[1]
        classes[package] = f'package {name}; public class {name.title()} {{ public static String name() {{ return "{name}"; }} }}'
    for place, source in classes.items():
        java = tmp_path / "source" / place / (re.search(r"class (\w+)", source).group(1) + ".java")
        java.parent.mkdir(parents=True)
        java.write_text(source)
        root = tmp_path / place.split("/")[0]
        subprocess.run(["javac", "--release", "17", "-d", root, java], check=True)
    with zipfile.ZipFile(tmp_path / "jars/greeter.jar", "w") as jar:
        jar.write(tmp_path / "jars/lib/Greeter.class", "lib/Greeter.class")
    (tmp_path / "script.jshell").write_text("int fromScript = 41;\nint next(int n) { return n + 1; }\n")
    cell = {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": ["int fromNotebook =\n", "  7;"]}
    markdown = {"cell_type": "markdown", "metadata": {}, "source": ["text"]}
    (tmp_path / "cells.ipynb").write_text(json.dumps({"cells": [markdown, cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    return tmp_path


@pytest.mark.parametrize("notebook", [DISPLAY, KERNEL, FILES, JAVA], ids=["display", "kernel and magics", "files", "java"])
def test_a_notebook_for_ijava_shows_the_same(notebook, folder):
    compare(notebook, folder)


CAPTURE = f'Capture.open("{DATA}/handshake_close.client.pcap"'
LIBRARY = [
    "import tcplab.*;",
    f"{CAPTURE}).connections().columnNames().subList(0, 5)",
    f"{CAPTURE}).packets().print(3)",
    f'{CAPTURE}, "tcp[tcpflags] & tcp-syn != 0").packets().rowCount()',
    f'display({CAPTURE}).ladder(0).toHtml(), "text/html").length()',
    "Sockets.snapshot().table().rowCount() >= 0",
    'tech.tablesaw.api.Table.read().csv(new StringReader("a,b\\n1,2\\n")).intColumn("b").get(0)',
]


def test_the_library_loads_in_ijava_itself(tmp_path):
    theirs, ours = (run(name, LIBRARY, tmp_path, IJAVA_CLASSPATH=str(JAR)) for name in (NAME, "tcplab"))
    for cell, stock, mine in zip(LIBRARY, theirs, ours):
        assert not [piece for piece in stock if piece[0] == "error"], cell
        assert mine == stock, cell


# IJava's environment variables -----------------------------------------------------------------------------------------------------


def both(cells: list[str], folder: Path, **environment: str) -> list[list]:
    """What the cells show, which is the same under both."""
    theirs, ours = (run(name, cells, folder, **environment) for name in (NAME, "tcplab"))
    assert ours == theirs
    return ours


def text(value: str) -> list:
    return [("execute_result", {"text/plain": value}, {}, {}.keys())]


def test_ijava_classpath_takes_globs(folder):
    classpath = os.pathsep.join(["jars/*.jar", "classes", "nothing*.jar"])
    assert both(["lib.Greeter.greet()", "other.Other.name()"], folder, IJAVA_CLASSPATH=classpath) == [text("hello"), text("other")]


def test_startup_scripts_run_with_the_first_cell_and_print_below_it(folder):
    (folder / "prints.jshell").write_text('System.out.println("started");\n')
    scripts = os.pathsep.join(["*.jshell", "nothing*"])
    first, second = both(["fromScript + fromText", "2"], folder, IJAVA_STARTUP_SCRIPTS_PATH=scripts, IJAVA_STARTUP_SCRIPT="int fromText = 1;")
    assert first == [("stdout", "started\n"), *text("42")]
    assert second == text("2")


def test_a_startup_script_that_fails_fails_the_first_cell_and_no_later_one(folder):
    theirs, ours = (run(name, ["1", "2"], folder, IJAVA_STARTUP_SCRIPT="throw new RuntimeException();") for name in (NAME, "tcplab"))
    assert ours[0] == [("error", "java.lang.RuntimeException")] and theirs[0][0][0] == "error"
    assert ours[1] == theirs[1] == text("2")


def test_compiler_options_reach_javac(folder):
    cells = ["Thread.currentThread().getId() > 0"]
    theirs, ours = (run(name, cells, folder, IJAVA_COMPILER_OPTS="-Xlint:deprecation  -Werror") for name in (NAME, "tcplab"))
    assert len(ours) == len(theirs) == 1
    parameter = ["int named(int first) { return first; }", "Class.forName(new Object() {}.getClass().getEnclosingClass().getName()).getDeclaredMethods().length > 0"]
    assert both(parameter, folder, IJAVA_COMPILER_OPTS='-parameters "-g:none"')[1] == text("true")


@pytest.mark.parametrize("limit", ["300", "300 MILLISECONDS"])
def test_a_statement_that_takes_longer_than_the_timeout_is_stopped(folder, limit):
    cells = ["int before = 5;\nThread.sleep(20_000);", "before"]
    theirs, ours = (run(name, cells, folder, IJAVA_TIMEOUT=limit) for name in (NAME, "tcplab"))
    assert [[piece[0] for piece in cell] for cell in ours] == [[piece[0] for piece in cell] for cell in theirs] == [["error"], ["execute_result"]]
    assert ours[1] == theirs[1] == text("5")
