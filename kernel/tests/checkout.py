"""What the tests know of the checkout they test, and of the machine they run on."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LAB = ROOT / "kernel" / "lab"
TCPLAB = ROOT / "kernel" / "tcplab"
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
DATA = ROOT / "notebooks" / "data"
SHARED = ROOT.parent / "shared"


def find_jdk_25():
    """TCPLAB_JDK25, else the one that distributions' packages put below /usr/lib/jvm; a folder that is not there when there is none."""
    named = os.environ.get("TCPLAB_JDK25")
    if named:
        return Path(named)
    found = [f.parent for f in sorted(Path("/usr/lib/jvm").glob("*/release")) if 'JAVA_VERSION="25' in f.read_text()]
    return found[0] if found else Path("/usr/lib/jvm/jdk-25")


JDK_25 = find_jdk_25()


def require(there: object, what: str) -> None:
    """Skips the test, saying what is missing; in CI (TCPLAB_NO_SKIP=1) fails it."""
    if there:
        return
    if os.environ.get("TCPLAB_NO_SKIP") == "1":
        pytest.fail(f"needed here and missing: {what}")
    pytest.skip(f"needs {what}")


def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    require(found, "Chromium (Debian: apt install chromium)")
    return found


def tcplab(*arguments: object, **options) -> subprocess.CompletedProcess:
    """Runs kernel/tcplab; stdout and stderr as text."""
    options.setdefault("timeout", 120)
    return subprocess.run([TCPLAB, *map(str, arguments)], capture_output=True, text=True, encoding="utf-8", **options)


def lab(*arguments: object, script: Path = LAB, **options) -> subprocess.CompletedProcess:
    """Runs kernel/lab to its end."""
    options.setdefault("timeout", 170)
    return subprocess.run([script, *map(str, arguments)], capture_output=True, text=True, encoding="utf-8", **options)
