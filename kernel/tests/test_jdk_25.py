"""The kernel's own tests once more, with the same jar on JDK 25."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from checkout import JDK_25, lab, require

FILES = [
    "jupyter_kernel_test",
    "execution",
    "control",
    "output",
    "comms",
    "completion",
    "errors",
    "redeclaration",
    "wire",
    "magics",
]


@pytest.fixture(scope="module")
def environment():
    require((JDK_25 / "bin" / "javac").exists(), f"no JDK 25 in {JDK_25}; TCPLAB_JDK25 may name another place")
    env = dict(os.environ, JAVA_HOME=str(JDK_25), TCPLAB_BUILT="1")
    # Records the start-up archive, which kernels would else do beside the tests.
    recorded = lab("install", "--jar-only", env=env)
    assert recorded.returncode == 0, recorded.stderr
    return env


@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", FILES)
def test_the_kernel_passes_on_jdk_25(environment, name):
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"test_{name}.py"]
    result = subprocess.run(command, env=environment, cwd=Path(__file__).parent, capture_output=True, text=True)
    print(result.stdout)
    assert result.returncode == 0, result.stdout + result.stderr
