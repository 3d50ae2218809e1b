"""kernel/lab as a newcomer meets it: what it says when something is missing, where it writes, and that it opens JupyterLab."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest
from checkout import JDK_25, ROOT, lab, require

BASIC_TOOLS = (
    "bash env readlink dirname basename cat cksum sed sleep tail stat find id flock sha256sum mkdir mv cp rm sort cut touch printf"
).split()


@pytest.fixture
def bare_path(tmp_path):
    """A PATH with the shell's own tools and nothing else: no java, no mvn, no python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in BASIC_TOOLS:
        found = shutil.which(tool)
        if found:
            (folder / tool).symlink_to(found)
    return folder


@pytest.fixture(scope="session")
def clone(tmp_path_factory):
    """The checkout as a new user has it, in a folder with spaces, with the jar that was just built so that Maven need not run again."""
    require((ROOT / ".git").exists() and shutil.which("git"), "a git checkout, which says which files a clone has")
    target = tmp_path_factory.mktemp("a folder") / "with spaces"
    files = subprocess.run(["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True)
    for name in files.stdout.decode().split("\0"):
        if name and (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    (target / "target").mkdir()
    shutil.copy(ROOT / "target" / "tcplab.jar", target / "target" / "tcplab.jar")
    return target


def environment(path: Path, **more: str) -> dict[str, str]:
    return {"PATH": str(path), "HOME": str(path), **more}


def fake(folder: Path, name: str, text: str) -> None:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    file.chmod(0o755)


def one_line(result: subprocess.CompletedProcess) -> str:
    assert result.returncode == 1, result.stderr
    assert result.stdout == ""
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    return lines[0]


def test_without_java_it_says_in_one_line_what_to_install(bare_path):
    line = one_line(lab("install", env=environment(bare_path)))
    assert "no java found" in line and "openjdk-17-jdk" in line


def test_a_jdk_that_is_too_old_is_named_in_one_line(bare_path, tmp_path):
    fake(tmp_path, "jdk11/bin/java", "#!/bin/sh\nexit 9\n")
    (tmp_path / "jdk11/release").write_text('IMPLEMENTOR="x"\nJAVA_VERSION="11.0.20"\n')
    line = one_line(lab("install", env=environment(bare_path, JAVA_HOME=str(tmp_path / "jdk11"))))
    assert "Java 11" in line and "needs JDK 17 or newer" in line


def test_java_8_whose_version_begins_with_1_is_too_old(bare_path, tmp_path):
    fake(tmp_path, "jdk8/bin/java", "#!/bin/sh\nexit 9\n")
    (tmp_path / "jdk8/release").write_text('JAVA_VERSION="1.8.0_392"\n')
    line = one_line(lab("install", env=environment(bare_path, JAVA_HOME=str(tmp_path / "jdk8"))))
    assert "needs JDK 17 or newer" in line


def test_a_jre_without_a_compiler_is_told_apart(bare_path, tmp_path):
    fake(tmp_path, "jre/bin/java", "#!/bin/sh\nexit 9\n")
    (tmp_path / "jre/release").write_text('JAVA_VERSION="17.0.9"\n')
    line = one_line(lab("install", env=environment(bare_path, JAVA_HOME=str(tmp_path / "jre"))))
    assert "without a compiler" in line


def real_jdk() -> str:
    return os.environ.get("JAVA_HOME") or str(Path(shutil.which("java")).resolve().parents[1])


def test_without_maven_it_says_in_one_line_what_to_install(bare_path, clone):
    script = without_jar(clone)
    line = one_line(lab("install", script=script, env=environment(bare_path, JAVA_HOME=real_jdk())))
    assert "no mvn found" in line and "Maven 3.8" in line


def test_a_maven_that_is_too_old_is_named(bare_path, clone):
    script = without_jar(clone)
    late = "sleep 0.3\necho 'Maven home: /opt/maven' || exit 1\n"  # the real one, too, fails when nobody reads this any more
    fake(bare_path, "mvn", "#!/bin/sh\necho 'Apache Maven 3.6.3 (cecedd343002696d0abb50b32b541b8a6ba2883f)'\n" + late)
    line = one_line(lab("install", script=script, env=environment(bare_path, JAVA_HOME=real_jdk())))
    assert "version 3.6" in line and "needs Maven 3.8 or newer" in line


def without_jar(clone: Path) -> Path:
    """A second folder of the same checkout that has no jar yet."""
    other = clone.parent / "no jar"
    if not other.exists():
        shutil.copytree(clone / "kernel", other / "kernel", ignore=shutil.ignore_patterns(".lab"))
        shutil.copytree(clone / "src" / "main", other / "src" / "main")
        shutil.copy(clone / "pom.xml", other / "pom.xml")
        shutil.copy(clone / "LICENSE", other / "LICENSE")
    return other / "kernel" / "lab"


@pytest.mark.timeout(600)
def test_the_jar_is_built_in_a_folder_with_spaces(clone):
    script = without_jar(clone)
    env = {name: value for name, value in os.environ.items() if name not in ("TCPLAB_BUILT", "TCPLAB_JAR")}
    result = lab("install", "--jar-only", script=script, env=env, cwd="/", timeout=580)
    assert result.returncode == 0, result.stderr
    assert "building the jar" in result.stderr
    version = subprocess.run([script.parent / "tcplab", "--version"], env=env, capture_output=True, text=True, timeout=60)
    assert version.stdout.startswith("tcplab 0.") and version.stderr == ""


def test_without_python_it_says_in_one_line_what_to_install(bare_path, clone):
    script = clone / "kernel" / "lab"
    env = environment(bare_path, JAVA_HOME=real_jdk(), TCPLAB_BUILT="1")
    lab("install", "--jar-only", script=script, env=env)
    line = one_line(lab("install", script=script, env=env))
    assert "no Python 3.11 or newer found" in line


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "99999999999999999999"])
def test_a_port_out_of_range_is_a_wrong_option(port):
    result = lab("--port", port)
    assert result.returncode == 2
    assert "from 1 to 65535" in result.stderr


def test_an_unknown_option_points_to_the_help():
    result = lab("--nobrowser")
    assert result.returncode == 2
    assert "unknown option '--nobrowser'" in result.stderr and "--help" in result.stderr


def test_help_shows_examples():
    result = lab("--help")
    assert result.returncode == 0
    assert "Examples" in result.stdout and "export" in result.stdout


@pytest.fixture(scope="session")
def installed(clone, tmp_path_factory):
    """The clone set up with an empty home and from another folder; gives the clone, the home and the environment."""
    home = tmp_path_factory.mktemp("home")
    env = {"PATH": os.environ["PATH"], "HOME": str(home), "TCPLAB_BUILT": "1", "LANG": "C.UTF-8"}
    for name in ("JAVA_HOME", "PIP_CONFIG_FILE", "PIP_INDEX_URL", "PIP_CERT", "SSL_CERT_FILE", "XDG_CONFIG_HOME"):
        if name in os.environ:
            env[name] = os.environ[name]
    result = lab("install", script=clone / "kernel" / "lab", env=env, cwd=home, timeout=600)
    assert result.returncode == 0, result.stderr
    return clone, home, env


def written(home: Path) -> list[str]:
    """What lies in the home folder beside Maven's and pip's caches."""
    files = [str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()]
    return [name for name in files if not name.startswith((".m2/", ".cache/pip/"))]


@pytest.mark.timeout(700)
def test_setting_up_writes_nothing_outside_the_checkout(installed):
    clone, home, _ = installed
    assert written(home) == []
    assert (clone / "kernel" / ".lab" / "venv" / "bin" / "python").exists()


def test_setting_up_says_what_it_does(installed):
    clone, home, env = installed
    again = lab("install", script=clone / "kernel" / "lab", env=env, cwd=home)
    assert again.returncode == 0
    assert again.stderr.strip().splitlines()[-1].startswith("tcplab: ready: ")


def test_the_kernelspec_is_java_tcplab_and_calls_the_launcher(installed):
    clone, _, _ = installed
    folder = clone / "kernel/.lab/venv/share/jupyter/kernels/tcplab"
    spec = json.loads((folder / "kernel.json").read_text())
    assert spec["display_name"] == "Java (tcplab)"
    assert spec["language"] == "java"
    assert spec["interrupt_mode"] == "message"
    assert spec["argv"] == [str(clone / "kernel/tcplab"), "kernel", "run", "{connection_file}"]
    for logo in ("logo-32x32.png", "logo-64x64.png", "logo-svg.svg"):
        assert (folder / logo).stat().st_size > 100


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_jupyterlab_opens_on_the_notebooks_and_writes_nothing_outside(installed):
    clone, home, env = installed
    port = free_port()
    start = time.monotonic()
    process = subprocess.Popen(
        [clone / "kernel" / "lab", "--no-browser", "--port", str(port), "--", "--IdentityProvider.token=secret"],
        env=env, cwd=home, stderr=subprocess.PIPE, text=True,
    )
    try:
        listing = wait_for(f"http://127.0.0.1:{port}/api/contents?token=secret", process)
        print(f"second start of kernel/lab to JupyterLab ready: {time.monotonic() - start:.1f} s")
        names = {entry["name"] for entry in listing["content"]}
        assert {path.name for path in (clone / "notebooks").glob("*.ipynb")} <= names
        specs = wait_for(f"http://127.0.0.1:{port}/api/kernelspecs?token=secret", process)
        assert "tcplab" in specs["kernelspecs"]
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
    assert written(home) == []


def wait_for(url: str, process: subprocess.Popen, seconds: float = 60) -> dict:
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return json.load(answer)
        except OSError:
            assert process.poll() is None, process.stderr.read()
            assert time.monotonic() < deadline, f"nothing answers at {url}"
            time.sleep(0.1)


def test_with_jdk_25_the_archive_is_an_aot_cache_and_the_command_starts_from_it(installed):
    require(JDK_25.is_dir(), "JDK 25")
    clone, home, env = installed
    env = {**env, "JAVA_HOME": str(JDK_25)}
    result = lab("install", script=clone / "kernel" / "lab", env=env, cwd=home)
    assert result.returncode == 0, result.stderr
    assert list((clone / "kernel/.lab/runtime").glob("*/jdk25-*.aot"))
    version = subprocess.run([clone / "kernel" / "tcplab", "--version"], env=env, capture_output=True, text=True, timeout=60)
    assert "Java 25" in version.stdout
    assert version.stderr == ""


@pytest.mark.parametrize("notebook", ["01-handshake", "04-sockets", "07-faq"])
def test_a_lesson_runs_on_jdk_25(installed, notebook):
    require(JDK_25.is_dir(), "JDK 25")
    clone, home, env = installed
    path = clone / "notebooks" / f"{notebook}.ipynb"
    result = lab("run", path, script=clone / "kernel" / "lab", env={**env, "JAVA_HOME": str(JDK_25)}, cwd=home)
    assert result.returncode == 0, result.stderr
    assert f"{notebook}.ipynb: " in result.stderr
    assert "WARNING" not in result.stderr


def test_the_launchers_are_clean_shell():
    found = shutil.which("shellcheck")
    require(found, "shellcheck (Debian: apt install shellcheck)")
    result = subprocess.run(
        [found, "-x", "kernel/lab", "kernel/tcplab", "kernel/java.sh", ".ci/run"], cwd=ROOT, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout
