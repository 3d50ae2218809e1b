"""kernel/lab export and kernel/lab run: runs notebooks without a browser, and writes each as one self-contained HTML file; several
get an index.html beside them."""

from __future__ import annotations

import argparse
import base64
import os
import re
import sys
import time
import zlib
from pathlib import Path
from urllib.parse import quote, unquote

import nbformat
from jinja2 import Environment, FileSystemLoader
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert import HTMLExporter

KERNEL_DIR = Path(__file__).resolve().parent
NOTEBOOKS = KERNEL_DIR.parent / "notebooks"
KERNELSPEC = Path(sys.prefix) / "share/jupyter/kernels/tcplab"
# How the script of a picture with a plotly figure ends (tcplab.plot.Picture); without a figure it has null there.
FIGURE = re.compile(r'\)\("p[0-9a-f]{8}", *\{')


def say(text: str) -> None:
    print(f"tcplab: {text}", file=sys.stderr, flush=True)


class Run:
    """One notebook, run top to bottom in a fresh kernel."""

    def __init__(self, path: Path, timeout: int):
        self.path = path
        self.notebook = nbformat.read(path, as_version=4)
        self.cells = sum(cell.cell_type == "code" for cell in self.notebook.cells)
        self.done = 0
        self.problem: str | None = None
        self.seconds = 0.0
        self.client = NotebookClient(
            self.notebook,
            kernel_name="tcplab",
            timeout=timeout,
            coalesce_streams=True,
            resources={"metadata": {"path": str(path.parent)}},
            on_cell_start=self.on_start,
            on_cell_executed=self.on_done,
        )

    def on_start(self, cell, cell_index: int) -> None:
        if cell.cell_type == "code" and sys.stderr.isatty():
            print(f"\rtcplab: {self.path.name}: cell {self.done + 1} of {self.cells} ", end="", file=sys.stderr, flush=True)

    def on_done(self, **_) -> None:
        self.done += 1

    def execute(self) -> None:
        start = time.monotonic()
        try:
            self.client.execute()
        except CellExecutionError as error:
            self.problem = f"code cell {self.done} of {self.cells}: {error.ename}: {error.evalue}"
        except CellTimeoutError as error:
            self.problem = f"code cell {self.done + 1} of {self.cells} took too long: {error}".splitlines()[0]
        except DeadKernelError as error:
            self.problem = f"the kernel ended in code cell {self.done + 1} of {self.cells}: {error}"
        self.seconds = time.monotonic() - start
        if sys.stderr.isatty():
            print("\r\033[K", end="", file=sys.stderr)


def plotly() -> str:
    """plotly.js, deflated, in base64; from the kernelspec, where `tcplab kernel install` puts it."""
    source = KERNELSPEC / "plotly.min.js"
    packed = KERNEL_DIR / ".lab" / "plotly.deflate.b64"
    if not packed.exists() or packed.stat().st_mtime < source.stat().st_mtime:
        part = packed.with_suffix(".part")
        part.write_bytes(base64.b64encode(zlib.compress(source.read_bytes(), 9)))
        part.replace(packed)
    return packed.read_text("ascii")


def to_html(run: Run) -> str:
    exporter = HTMLExporter(
        template_name="tcplab",
        extra_template_basedirs=[str(KERNEL_DIR / "nbconvert")],
        embed_images=True,
    )
    resources = {"metadata": {"name": run.path.stem, "path": str(run.path.parent)}, "plotly": ""}
    page, _ = exporter.from_notebook_node(run.notebook, resources)
    if FIGURE.search(page):
        resources["plotly"] = plotly()
        page, _ = exporter.from_notebook_node(run.notebook, resources)
    return page


def export(run: Run, directory: Path, beside: set[str]) -> Path:
    """Writes the page; its links to notebooks that are exported beside it lead to their pages."""
    target = directory / (run.path.stem + ".html")
    part = target.with_suffix(".html.part")
    page = re.sub(r'href="([^"/:]+)\.ipynb"', lambda link: f'href="{link[1]}.html"' if unquote(link[1]) in beside else link[0], to_html(run))
    part.write_text(page, encoding="utf-8")
    os.replace(part, target)
    return target


def plain(markdown: str) -> str:
    """Markdown's text without its marks."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown)
    return re.sub(r"<[^>]+>|\*\*|[`*]", "", text).strip()


def described(run: Run) -> dict:
    """What the index says of a lesson: its title, the question it begins with, its sections."""
    text = "\n".join(cell.source for cell in run.notebook.cells if cell.cell_type == "markdown")
    title = re.search(r"^# (.+)$", text, re.M)
    question = re.search(r"^\*\*Question\.\*\* (.+)$", text, re.M)
    html = "".join(output.get("data", {}).get("text/html", "") for cell in run.notebook.cells for output in cell.get("outputs", []))
    return {
        "href": quote(f"{run.path.stem}.html"),
        "title": plain(title[1]) if title else run.path.stem,
        "question": plain(question[1]) if question else "",
        "shows": [plain(section) for section in re.findall(r"^## (.+)$", text, re.M)],
        "cells": run.cells,
        "pictures": html.count('class="tcplab-picture"'),
        "problem": run.problem,
    }


def write_index(runs: list[Run], directory: Path) -> Path:
    """index.html, which leads to the exported pages."""
    folder = KERNEL_DIR / "nbconvert" / "tcplab"
    template = Environment(loader=FileSystemLoader(folder), autoescape=True).get_template("lessons.html.j2")
    target = directory / "index.html"
    target.write_text(template.render(lessons=[described(run) for run in runs]), encoding="utf-8")
    return target


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="kernel/lab", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, text in (("export", "write HTML"), ("run", "run only")):
        command = commands.add_parser(name, help=text, description=__doc__)
        command.add_argument("notebooks", nargs="*", type=Path, metavar="NOTEBOOK", help="default: all of notebooks/")
        command.add_argument("--timeout", type=int, default=120, metavar="SECONDS", help="longest time of one cell (default 120)")
        if name == "export":
            command.add_argument("-o", "--output", type=Path, default=NOTEBOOKS / "html", metavar="DIR", help="default: notebooks/html")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    notebooks = options.notebooks or sorted(NOTEBOOKS.glob("*.ipynb"))
    missing = [str(path) for path in notebooks if not path.is_file()]
    if missing:
        say(f"no such notebook: {', '.join(missing)}")
        return 2
    if options.command == "export":
        try:
            options.output.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            say(f"cannot write to {options.output}: {error.strerror}; name another folder with -o")
            return 1
    failed = 0
    exported = []
    for path in notebooks:
        try:
            run = Run(path.resolve(), options.timeout)
        except Exception as error:  # nbformat raises a dozen kinds for what is no notebook
            say(f"{path}: not a notebook: {str(error).splitlines()[0][:200]}")
            failed += 1
            continue
        run.execute()
        where = ""
        if options.command == "export":
            where = f" → {export(run, options.output, {path.stem for path in notebooks})}"
            exported.append(run)
        if run.problem:
            failed += 1
            say(f"{path.name}: {run.problem}{where}")
        else:
            say(f"{path.name}: {run.cells} cells in {run.seconds:.1f} s{where}")
    if len(exported) > 1:
        say(f"all of them: {write_index(exported, options.output)}")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        say("stopped")
        sys.exit(130)
