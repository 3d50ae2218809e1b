#!/usr/bin/env python3
"""Searches for inputs that break a reader: runs every fuzz target of the tests for some time, and says how many inputs each was given.

  python3 src/fuzz/fuzz.py                       each target for 20 seconds, as CI does
  python3 src/fuzz/fuzz.py --seconds 3600        an hour each; what was learnt is kept in target/fuzz and built upon the next time
  python3 src/fuzz/fuzz.py --only Capture --jobs 1

A target is a method with @FuzzTest under src/test/java. What it is given begins with the inputs that its class keeps in
src/test/resources. An input that fails is written to target/fuzz/NAME/finding-…: copied to those resources, it is tried in every build
from then on. The exit code is 1 when there was one.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "src" / "test" / "java"
RESOURCES = ROOT / "src" / "test" / "resources"
WORK = ROOT / "target" / "fuzz"
TARGET = re.compile(r"@FuzzTest\b(?:\([^)]*\))?\s+void\s+(\w+)\(")
DONE = re.compile(r"^Done (\d+) runs in (\d+) second", re.MULTILINE)
LATEST = re.compile(r"^#(\d+)\t", re.MULTILINE)


@dataclass(frozen=True)
class Target:
    """A method that takes any input."""

    type: str
    method: str

    @property
    def folder(self) -> Path:
        return WORK / f"{self.type.rsplit('.', 1)[1]}.{self.method}"

    @property
    def stored(self) -> Path:
        """Where Jazzer's own JUnit runner looks for inputs, too."""
        return RESOURCES / f"{self.type.replace('.', '/')}Inputs" / self.method


@dataclass(frozen=True)
class Outcome:
    """What a run of a target came to; inputs is None when the log does not tell."""

    target: Target
    inputs: int | None
    seconds: float
    findings: list[Path]
    failed: bool


def targets(only: str) -> list[Target]:
    found = []
    for file in sorted(TESTS.rglob("*.java")):
        type_name = ".".join(file.relative_to(TESTS).with_suffix("").parts)
        text = file.read_text(encoding="utf-8")
        methods = TARGET.findall(text)
        if len(methods) != len(re.findall(r"^ *@FuzzTest", text, re.MULTILINE)):
            sys.exit(f"{file}: a fuzz target is not written as this script reads them: @FuzzTest, then void NAME(…)")
        found += [Target(type_name, method) for method in methods]
    return [target for target in found if only.lower() in f"{target.type}.{target.method}".lower()]


def class_path() -> str:
    """Compiles the tests, and returns where all classes are."""
    file = WORK / "classpath"
    file.parent.mkdir(parents=True, exist_ok=True)
    command = ["mvn", "-q", "-B", "-ntp", "test-compile", "dependency:build-classpath", f"-Dmdep.outputFile={file}", "-Dmdep.includeScope=test"]
    subprocess.run(command, cwd=ROOT, check=True)
    return f"{ROOT / 'target/test-classes'}:{ROOT / 'target/classes'}:{file.read_text(encoding='utf-8').strip()}"


def run(target: Target, seconds: int, classes: str) -> Outcome:
    corpus = target.folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    command = ["java", "-Xmx1g", "-cp", classes, "com.code_intelligence.jazzer.Jazzer"]
    command += [f"--target_class={target.type}", f"--target_method={target.method}", "--instrumentation_includes=tcplab.**"]
    command += [f"-max_total_time={seconds}", f"-artifact_prefix={target.folder}/finding-", corpus]
    command += [target.stored] if target.stored.is_dir() else []
    begin = time.monotonic()
    before = set(target.folder.glob("finding-*"))
    with (target.folder / "log").open("w", encoding="utf-8") as log:
        code = subprocess.run(command, cwd=target.folder, stdout=log, stderr=subprocess.STDOUT, check=False).returncode
    text = (target.folder / "log").read_text(encoding="utf-8", errors="replace")
    counts = [int(found[1]) for found in DONE.finditer(text)] or [int(found[1]) for found in LATEST.finditer(text)]
    findings = sorted(set(target.folder.glob("finding-*")) - before)
    return Outcome(target, counts[-1] if counts else None, time.monotonic() - begin, findings, code != 0)


def tell(outcome: Outcome) -> None:
    name = outcome.target.folder.name
    inputs = "unknown" if outcome.inputs is None else f"{outcome.inputs:,}"
    verdict = f"FAILED, see {outcome.target.folder / 'log'}" if outcome.failed else "nothing found"
    print(f"{name:72} {inputs:>14} inputs {outcome.seconds:7.0f} s  {verdict}", flush=True)
    for finding in outcome.findings:
        print(f"  {finding}: to keep it, copy it to {outcome.target.stored}/", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=20, help="for each target (20)")
    parser.add_argument("--only", default="", metavar="TEXT", help="targets whose class or method contains it")
    parser.add_argument("--jobs", type=int, default=2, help="targets at a time (2)")
    arguments = parser.parse_args()
    chosen = targets(arguments.only)
    if not chosen:
        parser.error(f"no fuzz target's name contains {arguments.only!r}")
    classes = class_path()
    with ThreadPoolExecutor(arguments.jobs) as pool:
        outcomes = []
        for outcome in pool.map(lambda target: run(target, arguments.seconds, classes), chosen):
            tell(outcome)
            outcomes.append(outcome)
    known = [outcome.inputs for outcome in outcomes if outcome.inputs is not None]
    print(f"targets {len(outcomes)}, inputs {sum(known):,}, failed {sum(outcome.failed for outcome in outcomes)}")
    return 1 if any(outcome.failed or outcome.inputs is None for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
