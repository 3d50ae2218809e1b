"""The kernel in somebody else's Jupyter: the wheel, its launcher, `kernel install`, the stand-in without a JDK, jupytext and papermill."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
import zipfile
from pathlib import Path

import nbformat
import pytest
from checkout import DATA, JDK_25, NOTEBOOKS, ROOT, lab, require, tcplab
from conftest import Kernel, plain
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

JAR = ROOT / "target" / "tcplab.jar"
SPEC = "share/jupyter/kernels/tcplab"
SHELL_TOOLS = "bash env readlink dirname cat cksum sed stat mkdir".split()


def real_jdk() -> Path:
    return Path(os.environ.get("JAVA_HOME") or Path(shutil.which("java")).resolve().parents[1])


def java(*arguments: object, **options) -> subprocess.CompletedProcess:
    command = [real_jdk() / "bin" / "java", "-XX:-UsePerfData", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, **options)


def executable(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    file.chmod(0o755)


def until(condition, seconds: float = 20):
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
    return found


# The wheel ------------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def wheel(tmp_path_factory) -> Path:
    result = lab("wheel", "-o", tmp_path_factory.mktemp("dist"), env=dict(os.environ, TCPLAB_BUILT="1"))
    assert result.returncode == 0, result.stderr
    return Path(result.stdout.strip())


def environment_with(wheel: Path, folder: Path) -> Path:
    """A fresh environment that borrows Jupyter from the lab's (so that no network is needed), with the wheel installed into it."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    [packages] = folder.glob("lib/python*/site-packages")
    (packages / "borrowed.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    pip(folder, "install", "--no-index", wheel)
    return folder


def pip(folder: Path, *arguments: object) -> None:
    command = [folder / "bin/python", "-m", "pip", "--disable-pip-version-check", *map(str, arguments)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.fixture(scope="session")
def env(wheel, tmp_path_factory) -> Path:
    return environment_with(wheel, tmp_path_factory.mktemp("an environment") / "env")


@pytest.fixture
def places(tmp_path) -> dict[str, str]:
    """An environment whose caches and Jupyter folders are the test's own, with a PATH that holds no Python environment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "TCPLAB", "JPY"))}
    path = os.pathsep.join(p for p in os.environ["PATH"].split(os.pathsep) if ".lab" not in p)
    own = {name: str(tmp_path / name) for name in ("XDG_CACHE_HOME", "XDG_STATE_HOME", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")}
    return {**kept, **own, "PATH": path, "HOME": str(tmp_path), "TCPLAB_RECORD_AFTER": "0"}


@pytest.fixture
def start():
    """Starts the kernel of a folder of kernelspecs."""
    started = []

    def begin(prefix: Path, environment: dict[str, str]) -> Kernel:
        manager = KernelManager(kernel_name="tcplab", kernel_spec_manager=KernelSpecManager(kernel_dirs=[str(prefix / "share/jupyter/kernels")]))
        manager.start_kernel(env=environment)
        started.append(Kernel(manager))
        return started[-1]

    yield begin
    for kernel in started:
        kernel.close()


def test_the_wheel_holds_kernelspec_jar_launcher_and_licence(wheel):
    with zipfile.ZipFile(wheel) as packed:
        names = {name.split(".data/data/")[-1] for name in packed.namelist()}
        for name in ("kernel.json", "logo-32x32.png", "logo-64x64.png", "logo-svg.svg", "plotly.min.js", "tcplab", "tcplab.jar", "java.sh"):
            assert f"{SPEC}/{name}" in names
        assert any(name.endswith("licenses/LICENSE") for name in names)
        [spec] = [name for name in packed.namelist() if name.endswith("/kernel.json")]
        assert str(ROOT) not in packed.read(spec).decode()
    assert wheel.name.endswith("-py3-none-any.whl")


def test_jupyter_kernelspec_list_shows_the_wheels_kernel(env, places):
    listing = subprocess.run(
        [env / "bin/python", "-m", "jupyter_client.kernelspecapp", "list", "--json"], capture_output=True, text=True, env=places, check=True
    )
    found = json.loads(listing.stdout)["kernelspecs"]["tcplab"]
    assert found["resource_dir"] == str(env / SPEC)
    assert found["spec"]["display_name"] == "Java (tcplab)"
    assert found["spec"]["interrupt_mode"] == "message"


def test_a_notebook_runs_with_the_wheels_kernel_though_path_does_not_hold_the_environment(env, places, tmp_path):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(f'Capture.open("{DATA}/handshake_close.client.pcap").packets().rowCount()')])
    nbformat.write(notebook, tmp_path / "n.ipynb")
    code = (
        "import sys, nbformat; from nbclient import NotebookClient\n"
        "n = nbformat.read(sys.argv[1], 4); NotebookClient(n, kernel_name='tcplab').execute()\n"
        "print(n.cells[0].outputs[0].data['text/plain'])"
    )
    assert str(env) not in places["PATH"]
    result = subprocess.run([env / "bin/python", "-c", code, tmp_path / "n.ipynb"], capture_output=True, text=True, env=places, timeout=100)
    assert result.returncode == 0, result.stderr
    assert int(result.stdout) > 6


def test_the_environment_has_the_command_too(env, places):
    result = subprocess.run([env / "bin/tcplab", "packets", DATA / "handshake_close.client.pcap"], capture_output=True, text=True, env=places)
    assert result.returncode == 0, result.stderr
    assert "packet" in result.stdout.splitlines()[0]


def test_uninstalling_leaves_nothing_not_even_the_archive(wheel, places, tmp_path):
    folder = environment_with(wheel, tmp_path / "env")
    launch(folder, places, fake_jdk(tmp_path))
    [archive] = until(lambda: list((folder / SPEC).glob("jdk17-*.jsa")))
    pip(folder, "uninstall", "-y", "tcplab")
    assert not archive.exists()
    left = [path for path in folder.rglob("*tcplab*")] + [path for path in (folder / "share").rglob("*") if path.is_file()]
    assert left == []


def uv(places: dict[str, str], *arguments: object) -> None:
    env = {**places, "UV_CACHE_DIR": str(Path(places["HOME"]) / "uv"), "UV_NO_CONFIG": "1", "UV_OFFLINE": "1"}
    result = subprocess.run([sys.executable, "-m", "uv", *map(str, arguments)], capture_output=True, text=True, env=env, timeout=120)
    assert result.returncode == 0, result.stderr


def test_uv_installs_and_uninstalls_it_as_pip_does(wheel, places, start, tmp_path):
    folder = tmp_path / "env"
    uv(places, "venv", "--python", sys.executable, folder)
    [packages] = folder.glob("lib/python*/site-packages")
    (packages / "borrowed.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    uv(places, "pip", "install", "--python", folder, "--no-deps", wheel)
    command = [folder / "bin/python", "-m", "jupyter_client.kernelspecapp", "list", "--json"]
    listing = subprocess.run(command, capture_output=True, text=True, env=places, check=True)
    assert json.loads(listing.stdout)["kernelspecs"]["tcplab"]["resource_dir"] == str(folder / SPEC)
    assert start(folder, {**places, "TCPLAB_RECORD_AFTER": "600"}).ok("1 + 1").text == "2"
    launch(folder, places, fake_jdk(tmp_path))
    [archive] = until(lambda: list((folder / SPEC).glob("jdk17-*.jsa")))
    uv(places, "pip", "uninstall", "--python", folder, "tcplab")
    assert not archive.exists()
    # uv leaves the emptied folder, which is no kernelspec.
    assert [path for path in folder.rglob("*tcplab*") if path.is_file()] + [path for path in (folder / "share").rglob("*") if path.is_file()] == []
    listing = subprocess.run(command, capture_output=True, text=True, env=places, check=True)
    assert "tcplab" not in json.loads(listing.stdout)["kernelspecs"]


# The launcher and its archive -----------------------------------------------------------------------------------------------------


FAKE_JAVA = """#!/usr/bin/env bash
# Notes its arguments; records an empty "archive" when asked to, unless the file `broken` lies beside it.
here=${0%/bin/java}
printf '%s\\n' "$*" >>"$here/calls"
case "$*" in *'kernel rehearse'*) ;; *) exit 0 ;; esac
sleep 0.3
[ ! -e "$here/broken" ] || exit 1
for word; do
  case $word in -XX:ArchiveClassesAtExit=* | -XX:AOTCacheOutput=*) : >"${word#*=}" ;; esac
done
"""


def fake_jdk(folder: Path, version: str = "17.0.9") -> Path:
    """A JDK that keeps a list of what it was asked to run, so that a test of the launcher need not wait for a JVM."""
    jdk = folder / f"jdk-{version}"
    executable(jdk / "bin/java", FAKE_JAVA)
    executable(jdk / "bin/javac", "#!/bin/sh\n")
    (jdk / "release").write_text(f'JAVA_VERSION="{version}"\n')
    return jdk


def launch(env: Path, places: dict[str, str], jdk: Path, *options: str) -> str:
    """Starts the wheel's kernel on a fake JDK; gives the JVM's arguments."""
    result = subprocess.run(
        [env / SPEC / "tcplab", *options, "kernel", "run", "none.json"], env={**places, "JAVA_HOME": str(jdk)}, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stderr
    return [line for line in (jdk / "calls").read_text().splitlines() if "kernel run" in line][-1]


def recordings(jdk: Path) -> list[str]:
    return [line for line in (jdk / "calls").read_text().splitlines() if "kernel rehearse" in line]


def recorder_is_idle(places: dict[str, str]) -> bool:
    """Whether nobody holds the lock of the recording."""
    lock = Path(places["XDG_CACHE_HOME"], "tcplab", "recording")
    return lock.exists() and subprocess.run(["flock", "-n", lock, "true"]).returncode == 0


@pytest.fixture
def own_env(wheel, tmp_path):
    return environment_with(wheel, tmp_path / "env")


def test_the_first_start_records_an_archive_in_the_package_and_the_next_uses_it(own_env, places, tmp_path):
    jdk = fake_jdk(tmp_path)
    assert "SharedArchiveFile" not in launch(own_env, places, jdk)
    [archive] = until(lambda: list((own_env / SPEC).glob("jdk17-*.jsa")))
    assert f"-XX:SharedArchiveFile={archive}" in launch(own_env, places, jdk)
    assert len(recordings(jdk)) == 1


def test_it_is_recorded_again_when_jdk_jar_or_flags_change(own_env, places, tmp_path):
    jdk = fake_jdk(tmp_path)

    def records(*options: str) -> None:
        before = len(recordings(jdk)) if (jdk / "calls").exists() else 0
        assert "SharedArchiveFile" not in launch(own_env, places, jdk, *options)
        until(lambda: len(recordings(jdk)) == before + 1 and recorder_is_idle(places))
        assert "SharedArchiveFile" in launch(own_env, places, jdk, *options)

    records()
    os.utime(own_env / SPEC / "tcplab.jar", (1e9, 1e9))
    records()
    records("--jvm-arg=-Xmx1g")
    (jdk / "release").write_text('JAVA_VERSION="17.0.10"\n')
    records()
    # The newest are kept, no pile of them.
    assert len(list((own_env / SPEC).glob("jdk17-*.jsa"))) == 3


def test_on_jdk_25_the_archive_is_an_aot_cache(own_env, places, tmp_path):
    jdk = fake_jdk(tmp_path, "25.0.1")
    assert "-XX:+EnableDynamicAgentLoading" in launch(own_env, places, jdk)
    [archive] = until(lambda: list((own_env / SPEC).glob("jdk25-*.aot")))
    assert f"-XX:AOTCache={archive}" in launch(own_env, places, jdk)


def test_kernels_started_at_once_record_once(own_env, places, tmp_path):
    jdk = fake_jdk(tmp_path)
    command = [own_env / SPEC / "tcplab", "kernel", "run", "none.json"]
    started = [subprocess.Popen(command, env={**places, "JAVA_HOME": str(jdk)}) for _ in range(5)]
    assert [process.wait(20) for process in started] == [0] * 5
    until(lambda: list((own_env / SPEC).glob("jdk17-*.jsa")) and recorder_is_idle(places))
    assert len(recordings(jdk)) == 1


def test_a_recording_that_fails_is_not_repeated_for_ever(own_env, places, tmp_path):
    jdk = fake_jdk(tmp_path)
    (jdk / "broken").touch()
    for attempt in range(5):
        launch(own_env, places, jdk)
        until(lambda: len(recordings(jdk)) == min(attempt + 1, 3) and recorder_is_idle(places))
        time.sleep(0.3)
    assert len(recordings(jdk)) == 3
    assert not list((own_env / SPEC).glob("*.part"))


def test_where_the_package_cannot_be_written_the_archive_goes_to_the_users_cache(own_env, places, tmp_path):
    # Root may write everywhere; that pip's list of files is not at hand has the same effect, and a chmod works for the others.
    [record] = own_env.glob("lib/python*/site-packages/tcplab-*.dist-info/RECORD")
    record.rename(record.with_name("elsewhere"))
    (own_env / SPEC).chmod(0o555)
    jdk = fake_jdk(tmp_path)
    launch(own_env, places, jdk)
    [archive] = until(lambda: list(Path(places["XDG_CACHE_HOME"], "tcplab").glob("jdk17-*.jsa")))
    assert f"-XX:SharedArchiveFile={archive}" in launch(own_env, places, jdk)
    assert not list((own_env / SPEC).glob("jdk17-*"))
    (own_env / SPEC).chmod(0o755)


def test_a_user_who_may_not_write_the_package_gets_the_archive_in_the_cache(own_env, wheel):
    require(os.geteuid() == 0, "root, to become another user")
    with tempfile.TemporaryDirectory() as folder:
        other = Path(folder)
        other.chmod(0o777)
        jdk = fake_jdk(other)
        (jdk / "calls").touch()
        (jdk / "calls").chmod(0o666)
        shutil.copytree(own_env / SPEC, other / "env" / SPEC)
        command = [other / "env" / SPEC / "tcplab", "kernel", "run", "none.json"]
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(other), "TCPLAB_RECORD_AFTER": "0", "JAVA_HOME": str(jdk)}
        subprocess.run(command, env=environment, user=65534, group=65534, extra_groups=[], check=True, cwd=other)
        until(lambda: list((other / ".cache/tcplab").glob("jdk17-*.jsa")))
        assert not list((other / "env" / SPEC).glob("jdk17-*"))


def test_recording_does_not_delay_the_start_and_outlives_the_kernel(own_env, places, tmp_path):
    jdk = fake_jdk(tmp_path)
    places["TCPLAB_RECORD_AFTER"] = "2"
    process = subprocess.Popen(
        [own_env / SPEC / "tcplab", "kernel", "run", "none.json"], env={**places, "JAVA_HOME": str(jdk)}, stdout=subprocess.PIPE, start_new_session=True
    )
    begin = time.monotonic()
    assert process.communicate(timeout=20)[0] == b""  # nobody in the background holds the pipe
    assert time.monotonic() - begin < 2
    assert recordings(jdk) == []
    try:
        os.killpg(process.pid, signal.SIGKILL)  # as Jupyter ends a kernel
    except ProcessLookupError:
        pass  # nobody is left in the group, which is as good
    until(lambda: list((own_env / SPEC).glob("jdk17-*.jsa")))


@pytest.mark.parametrize("jdk", [None, JDK_25], ids=["default JDK", "JDK 25"])
def test_a_real_archive_is_recorded_and_accepted(own_env, places, start, jdk):
    if jdk:
        require(jdk.is_dir(), "JDK 25")
        places["JAVA_HOME"] = str(jdk)
    first = start(own_env, places)
    assert first.ok("1 + 1").text == "2"
    until(lambda: list((own_env / SPEC).glob("jdk*-*.jsa")) + list((own_env / SPEC).glob("jdk*-*.aot")), 90)
    second = start(own_env, places)
    arguments = second.ok("java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments().toString()").text
    assert "-XX:SharedArchiveFile=" in arguments or "-XX:AOTCache=" in arguments
    mapped = second.ok('Files.readString(Path.of("/proc/self/maps")).contains("tcplab/jdk")').text
    assert mapped == "true"


def test_a_tool_that_stands_before_several_jdks_is_asked_for_the_real_one(env, places, tmp_path):
    executable(tmp_path / "shims/java", f'#!/bin/sh\nexec "{real_jdk()}/bin/java" "$@"\n')
    places = {name: value for name, value in places.items() if name != "JAVA_HOME"}
    places["PATH"] = f"{tmp_path / 'shims'}:{places['PATH']}"
    result = subprocess.run([env / SPEC / "tcplab", "--version"], env=places, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert "Java" in result.stdout


# Without a JDK --------------------------------------------------------------------------------------------------------------------


def without_jdk(places: dict[str, str], tmp_path: Path) -> dict[str, str]:
    folder = tmp_path / "bare"
    folder.mkdir(exist_ok=True)
    for tool in SHELL_TOOLS:
        (folder / tool).symlink_to(shutil.which(tool))
    return {name: value for name, value in {**places, "PATH": str(folder)}.items() if name != "JAVA_HOME"}


def says_what_to_install(kernel: Kernel) -> str:
    reply = kernel.run("1 + 1")
    assert reply.status == "error"
    [error] = reply.of_type("error")
    shown = plain("\n".join(error["traceback"]))
    assert "apt install openjdk-17-jdk" in shown and "estart" in shown
    return shown


def test_without_java_a_stand_in_answers_with_what_to_install(env, places, start, tmp_path):
    kernel = start(env, without_jdk(places, tmp_path))
    info = kernel.shell_reply(kernel.client.kernel_info())
    assert info["status"] == "ok" and "no java found" in info["banner"]
    assert "no java found" in says_what_to_install(kernel)
    assert kernel.shell_reply(kernel.client.complete("Sys"))["matches"] == []
    assert kernel.client.hb_channel.is_beating()
    assert kernel.control_reply(kernel.control("shutdown_request", {"restart": False}))["status"] == "ok"
    until(lambda: not kernel.manager.is_alive(), 5)


@pytest.mark.parametrize(("version", "compiler", "sentence"), [("11.0.20", True, "Java 11"), ("17.0.9", False, "JRE without a compiler")])
def test_an_old_jdk_and_a_jre_are_told_apart_in_the_notebook(env, places, start, tmp_path, version, compiler, sentence):
    jdk = fake_jdk(tmp_path, version)
    if not compiler:
        (jdk / "bin/javac").unlink()
    assert sentence in says_what_to_install(start(env, {**places, "JAVA_HOME": str(jdk)}))


def test_the_stand_in_drops_what_is_not_signed(env, places, start, tmp_path):
    kernel = start(env, without_jdk(places, tmp_path))
    right, kernel.client.session.key = kernel.client.session.key, b"wrong"
    kernel.client.execute("1")
    kernel.client.session.key = right
    says_what_to_install(kernel)


def test_where_no_python_has_zmq_the_sentence_goes_to_stderr(places, tmp_path):
    assert java("-jar", JAR, "kernel", "install", "--prefix", tmp_path, env=places).returncode == 0
    result = subprocess.run(
        [tmp_path / SPEC / "tcplab", "kernel", "run", "none.json"], env=without_jdk(places, tmp_path), capture_output=True, text=True
    )
    assert result.returncode == 1
    assert "no java found; install JDK 17 or newer" in result.stderr


# kernel install -------------------------------------------------------------------------------------------------------------------


def test_jdk_jvm_arguments_and_environment_reach_the_kernel(places, start, tmp_path):
    require(JDK_25.is_dir(), "JDK 25")
    options = ["--jdk", JDK_25, "--jvm-arg", "-Xmx300m", "--jvm-arg", "-Dsome.words=a b", "--env", "GREETING=good = day", "--env", "EMPTY="]
    result = tcplab("kernel", "install", "--prefix", tmp_path, *options)
    assert result.returncode == 0, result.stderr
    kernel = start(tmp_path, places)
    assert kernel.ok("Runtime.version().feature()").text == "25"
    assert kernel.ok("Runtime.getRuntime().maxMemory() >> 20").text in ("290", "291", "292", "293", "294", "295", "296", "297", "298", "299", "300")
    assert kernel.ok('System.getProperty("some.words")').text == "a b"
    assert kernel.ok('System.getenv("GREETING") + System.getenv("EMPTY")').text == "good = day"


def test_another_garbage_collector_takes_the_place_of_ours(places, start, tmp_path):
    assert tcplab("kernel", "install", "--prefix", tmp_path, "--jvm-arg", "-XX:+UseParallelGC").returncode == 0
    beans = "java.lang.management.ManagementFactory.getGarbageCollectorMXBeans().get(0).getName()"
    assert start(tmp_path, places).ok(beans).text.startswith("PS ")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--jdk", "/nowhere"], "there is no bin/java in it"),
        (["--jvm-arg", "-Xmx1q"], "does not start with these arguments: Invalid maximum heap size"),
        (["--jvm-arg", "-XX:+NoSuchFlag"], "NoSuchFlag"),
        (["--jvm-arg", "-version"], "does not start with these arguments"),
        (["--jvm-arg", "Main"], "begins with -"),
        (["--env", "NAME"], "NAME=VALUE"),
        (["--env", "1A=x"], "NAME=VALUE"),
        (["--prefix", "/nowhere"], "no such folder"),
        (["--user"], "mutually exclusive"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_option_is_exit_2_with_a_message_and_writes_nothing(tmp_path, options, message):
    where = [] if "/nowhere" in options and "--prefix" in options else ["--prefix", tmp_path]
    result = tcplab("kernel", "install", *where, *options)
    assert result.returncode == 2
    assert message in result.stderr
    assert not (tmp_path / "share").exists()


def test_a_jdk_that_is_too_old_or_has_no_compiler_is_exit_2(tmp_path):
    old = tcplab("kernel", "install", "--prefix", tmp_path, "--jdk", fake_jdk(tmp_path, "11.0.20"))
    assert old.returncode == 2 and "Java 11.0.20; the kernel needs JDK 17" in old.stderr
    jre = fake_jdk(tmp_path, "17.0.9")
    (jre / "bin/javac").unlink()
    result = tcplab("kernel", "install", "--prefix", tmp_path, "--jdk", jre)
    assert result.returncode == 2 and "JRE without a compiler" in result.stderr


def test_user_means_the_users_jupyter_folder(tmp_path):
    result = tcplab("kernel", "install", "--user", env=dict(os.environ, JUPYTER_DATA_DIR=str(tmp_path)))
    assert result.returncode == 0, result.stderr
    assert json.loads((tmp_path / "kernels/tcplab/kernel.json").read_text())["display_name"] == "Java (tcplab)"


def test_a_jar_by_itself_installs_a_kernel_that_needs_it_no_longer(places, start, tmp_path):
    alone = tmp_path / "a folder" / "tcplab.jar"
    alone.parent.mkdir()
    shutil.copy(JAR, alone)
    prefix = tmp_path / "a prefix"
    prefix.mkdir()
    result = java("-jar", alone, "kernel", "install", "--prefix", prefix, "--jvm-arg", "-Dx=1", env=places)
    assert result.returncode == 0, result.stderr
    alone.unlink()
    argv = json.loads((prefix / SPEC / "kernel.json").read_text())["argv"]
    assert argv == [str(prefix / SPEC / "tcplab"), "--jvm-arg=-Dx=1", "kernel", "run", "{connection_file}"]
    assert start(prefix, places).ok('System.getProperty("x")').text == "1"


# jupytext and papermill -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_jupytext_makes_java_of_a_lesson_and_the_lesson_of_the_java(path, tmp_path):
    text = tmp_path / f"{path.stem}.java"
    back = tmp_path / "back.ipynb"
    for source, target in ((path, text), (text, back)):
        form = ["--to", "java:percent"] if target == text else []
        subprocess.run([sys.executable, "-m", "jupytext", *form, "-o", target, source], check=True, capture_output=True)
    assert "// %% [markdown]" in text.read_text()
    before, after = nbformat.read(path, 4), nbformat.read(back, 4)
    assert [(c.cell_type, c.source, c.metadata) for c in after.cells] == [(c.cell_type, c.source, c.metadata) for c in before.cells]
    assert after.metadata.kernelspec == before.metadata.kernelspec


def papermill(env: Path, places: dict[str, str], *arguments: object) -> subprocess.CompletedProcess:
    command = [env / "bin/python", "-m", "papermill", "--no-progress-bar", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=places, timeout=150)


def test_papermill_runs_a_lesson_with_a_parameter(env, places, tmp_path):
    lesson = ROOT / "notebooks" / "01-handshake.ipynb"
    pages = {}
    for recording in ("close_server_first", "syn_lost"):
        out = tmp_path / f"{recording}.ipynb"
        result = papermill(env, places, lesson, out, "--cwd", lesson.parent, "-p", "recording", f"data/{recording}.client.pcap")
        assert result.returncode == 0, result.stderr
        assert "unknown parameter" not in result.stderr
        cells = nbformat.read(out, 4).cells
        assert f'String recording = "data/{recording}.client.pcap";' in [c for c in cells if "injected-parameters" in c.metadata.get("tags", [])][0].source
        pages[recording] = str(cells[-1].outputs)
    assert pages["close_server_first"] != pages["syn_lost"]


PARAMETERS = {
    "text": 'quote " backslash \\ line\nend \\u0041 é 🦈 \x01',
    "count": 5,
    "big": 5_000_000_000,
    "huge": 2**70,
    "ratio": 0.25,
    "tiny": 1.5e-300,
    "yes": True,
    "nothing": None,
    "ports": [80, 443],
    "mixed": [1, "a", None, [2.5]],
    "longs": [1, 5_000_000_000],
    "doubles": [1, 2.5],
    "none": [],
    "options": {"host": "a", "port": 1, "deep": {"x": [True]}},
}
EXPECTED = [
    PARAMETERS["text"], "5", "5000000000", str(2**70), "0.25", "1.5E-300", "true", "null", "523",
    "[1, a, null, [2.5]]", "[1, 5000000000]", "[1.0, 2.5]", "[]", "3 {x=[true]}",
]  # fmt: skip


def test_every_kind_of_parameter_arrives_as_its_java_type(env, places, tmp_path):
    names = [*PARAMETERS]
    names[names.index("ports")] = "ports.stream().mapToInt(p -> p).sum()"
    names[names.index("options")] = 'options.size() + " " + options.get("deep")'
    code = 'System.out.print(String.join("\\u001f", ' + ", ".join(f'"" + ({name})' for name in names) + "))"
    spec = {"name": "tcplab", "language": "java", "display_name": "Java (tcplab)"}
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)], metadata={"kernelspec": spec})
    nbformat.write(notebook, tmp_path / "in.ipynb")
    (tmp_path / "p.json").write_text(json.dumps(PARAMETERS, ensure_ascii=False))  # JSON is YAML but for surrogates
    result = papermill(env, places, tmp_path / "in.ipynb", tmp_path / "out.ipynb", "-f", tmp_path / "p.json")
    assert result.returncode == 0, result.stderr
    printed = "".join(o.text for o in nbformat.read(tmp_path / "out.ipynb", 4).cells[-1].outputs if o.output_type == "stream")
    assert printed.split("\x1f") == EXPECTED
