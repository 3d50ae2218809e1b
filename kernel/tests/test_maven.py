"""%maven and %loadFromPOM resolve as Maven does: against repositories that the tests make themselves, in folders and on loopback."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
import time
import zipfile
from pathlib import Path

import pytest
from conftest import PATIENCE

LONG = 4 * PATIENCE
GROUP = f"tcplab.test{os.getpid()}"


class Repository:
    """A Maven repository in a folder."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.url = folder.as_uri()

    def put(self, name: str, version: str = "1", *, needs: str = "", packaging: str = "jar", classifier: str = "") -> str:
        """Publishes an artifact whose jar holds NAME.txt, which says what it is; gives its coordinates."""
        place = self.folder / GROUP.replace(".", "/") / name / version
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{name}-{version}.pom").write_text(
            f"<project><modelVersion>4.0.0</modelVersion><groupId>{GROUP}</groupId><artifactId>{name}</artifactId><version>{version}</version>"
            f"<packaging>{packaging}</packaging><dependencies>{needs}</dependencies></project>"
        )
        tail = f"-{classifier}" if classifier else ""
        with zipfile.ZipFile(place / f"{name}-{version}{tail}.jar", "w") as jar:
            jar.writestr(f"{name}{tail}.txt", f"{name} {version}{tail}")
        return f"{GROUP}:{name}:{version}"


def dependency(name: str, version: str = "1", more: str = "") -> str:
    return f"<dependency><groupId>{GROUP}</groupId><artifactId>{name}</artifactId><version>{version}</version>{more}</dependency>"


@pytest.fixture
def repository(tmp_path):
    """A repository of the test's own; nothing of it stays in the user's."""
    yield Repository(tmp_path / "repository")
    top = Path.home() / ".m2" / "repository" / GROUP.replace(".", "/")
    shutil.rmtree(top, ignore_errors=True)


FOUND = """String found(String name) throws Exception {
  var stream = Thread.currentThread().getContextClassLoader().getResourceAsStream(name + ".txt");
  return stream == null ? "-" : new String(stream.readAllBytes());
}"""


@pytest.fixture
def notebook(new_kernel, repository):
    def start(**environment):
        kernel = new_kernel(**environment)
        kernel.ok(f"{FOUND}\n%mavenRepo mine {repository.url}")
        return kernel

    return start


def found(kernel, *names: str) -> list[str]:
    return [kernel.ok(f'found("{name}")').text for name in names]


def test_what_an_artifact_needs_comes_along_and_what_only_its_makers_need_does_not(notebook, repository):
    for name in ("deep", "optional", "tests", "provided", "running"):
        repository.put(name)
    repository.put("middle", needs=dependency("deep"))
    scoped = dependency("optional", more="<optional>true</optional>") + "".join(
        dependency(name, more=f"<scope>{scope}</scope>") for name, scope in (("tests", "test"), ("provided", "provided"), ("running", "runtime"))
    )
    top = repository.put("top", needs=dependency("middle") + scoped)
    kernel = notebook()
    reply = kernel.ok(f"%maven {top}", timeout=LONG)
    assert "Downloaded from mine" in reply.stream("stderr")  # progress is shown
    assert reply.result is None
    assert found(kernel, "top", "middle", "deep", "running") == ["top 1", "middle 1", "deep 1", "running 1"]
    assert found(kernel, "optional", "tests", "provided") == ["-", "-", "-"]


def test_of_two_versions_the_nearest_wins_and_artifacts_asked_for_together_are_resolved_together(notebook, repository):
    repository.put("low", "1")
    low = repository.put("low", "2")
    top = repository.put("top", needs=dependency("low", "1"))
    kernel = notebook()
    kernel.ok(f"%maven {top} {low}", timeout=LONG)
    assert found(kernel, "top", "low") == ["top 1", "low 2"]


def test_a_pom_part_may_exclude_and_name_scopes(notebook, repository):
    for name in ("unwanted", "wanted", "tests"):
        repository.put(name)
    repository.put("top", needs=dependency("unwanted") + dependency("wanted"))
    excluding = f"<exclusions><exclusion><groupId>{GROUP}</groupId><artifactId>unwanted</artifactId></exclusion></exclusions>"
    kernel = notebook()
    kernel.ok(f"%%loadFromPOM test\n{dependency('top', more=excluding)}\n{dependency('tests', more='<scope>test</scope>')}", timeout=LONG)
    assert found(kernel, "top", "wanted", "tests", "unwanted") == ["top 1", "wanted 1", "tests 1", "-"]
    assert "Scopes are" in kernel.run(f"%%loadFromPOM tests\n{dependency('top')}").content["evalue"]


def test_a_whole_pom_is_taken_as_it_is_from_a_cell_and_from_a_file(notebook, repository, tmp_path):
    repository.put("of-cell")
    repository.put("of-file")
    whole = (
        "<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>a</artifactId><version>1</version>"
        f"<repositories><repository><id>own</id><url>{repository.url}</url></repository></repositories><dependencies>DEPENDENCIES</dependencies></project>"
    )
    kernel = notebook()
    kernel.ok("%%loadFromPOM\n" + whole.replace("DEPENDENCIES", dependency("of-cell")), timeout=LONG)
    (tmp_path / "a pom.xml").write_text(whole.replace("DEPENDENCIES", dependency("of-file")))
    kernel.ok(f'%loadFromPOM "{tmp_path}/a pom.xml"', timeout=LONG)
    assert found(kernel, "of-cell", "of-file") == ["of-cell 1", "of-file 1"]
    assert "no readable file" in kernel.run(f"%loadFromPOM {tmp_path}/none.xml").content["evalue"]


def test_a_bundle_is_a_jar_and_a_classifier_is_part_of_the_coordinates(notebook, repository):
    repository.put("bundled", packaging="bundle")
    top = repository.put("top", needs=dependency("bundled"))
    repository.put("parts")
    repository.put("parts", classifier="extra")
    kernel = notebook()
    kernel.ok(f"%maven {top} {GROUP}:parts:jar:extra:1", timeout=LONG)
    assert found(kernel, "top", "bundled", "parts-extra", "parts") == ["top 1", "bundled 1", "parts 1-extra", "-"]


def test_ivys_coordinates_and_from_are_taken_as_in_ijava(new_kernel, repository):
    repository.put("top")
    kernel = new_kernel()
    kernel.ok(FOUND)
    kernel.ok(f"%addMavenDependencies --from {repository.url} {GROUP}#top;1", timeout=LONG)
    assert found(kernel, "top") == ["top 1"]
    assert "No repository is called nowhere" in kernel.run(f"%maven --from nowhere {GROUP}:top:1").content["evalue"]


def test_adding_nothing_is_an_error(notebook, repository):
    kernel = notebook()
    assert "needs coordinates" in kernel.run("%maven").content["evalue"]
    reply = kernel.run("%%loadFromPOM\n<properties><a>1</a></properties>", timeout=LONG)
    assert reply.status == "error" and "Nothing was added" in reply.content["evalue"]
    missing = kernel.run(f"%maven {GROUP}:nothing:1", timeout=LONG)
    assert missing.status == "error" and f"{GROUP}:nothing:jar:1" in missing.content["evalue"]
    for wrapping in ("re-run Maven", "[ERROR]", "[Help", "project notebook", "\x1b"):
        assert wrapping not in missing.content["evalue"]
    # Maven would remember that failure for a day.
    repository.put("nothing")
    kernel.ok(f"%maven {GROUP}:nothing:1", timeout=LONG)


class Proxy(http.server.SimpleHTTPRequestHandler):
    """An HTTP proxy: whatever host is asked for, the folder answers."""

    asked: list[str] = []

    def do_GET(self):
        self.asked.append(self.path)
        self.path = self.path.removeprefix("http://inner.invalid")
        super().do_GET()

    def log_message(self, *_):
        pass


def test_the_users_settings_with_mirror_and_proxy_are_obeyed(new_kernel, repository, plain_path):
    top = repository.put("top")
    handler = functools.partial(Proxy, directory=repository.folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings = plain_path / "settings.xml"
        settings.write_text(
            f"""<settings>
  <mirrors><mirror><id>inner</id><mirrorOf>outer</mirrorOf><url>http://inner.invalid</url></mirror></mirrors>
  <proxies><proxy><id>p</id><active>true</active><protocol>http</protocol><host>127.0.0.1</host><port>{server.server_port}</port></proxy></proxies>
</settings>"""
        )
        kernel = new_kernel(TCPLAB_MAVEN=f"mvn -s {settings}")
        kernel.ok(f"{FOUND}\n%mavenRepo outer https://outer.invalid/maven\n%maven {top}", timeout=LONG)
        server.shutdown()
    assert found(kernel, "top") == ["top 1"]
    assert Proxy.asked and all(path.startswith("http://inner.invalid/") for path in Proxy.asked)


def test_an_interrupt_ends_maven(new_kernel, repository):
    arrived, done = threading.Event(), threading.Event()

    class Silent(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            arrived.set()
            done.wait(60)

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Silent) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        kernel = new_kernel()
        kernel.ok(f"%mavenRepo silent http://127.0.0.1:{server.server_port}/")
        request = kernel.client.execute(f"%maven {GROUP}:top:1", allow_stdin=False)
        assert arrived.wait(60)
        begun = time.monotonic()
        kernel.control("interrupt_request")
        assert kernel.collect(request, 10).content["ename"] == "Interrupted"
        assert time.monotonic() - begun < 5
        children = "ProcessHandle.current().children().filter(ProcessHandle::isAlive).count()"
        kernel.ok(f"for (int i = 0; i < 100 && {children} > 0; i++) Thread.sleep(50);")
        assert kernel.ok(children).text == "0"
        done.set()
        server.shutdown()


def test_without_maven_a_sentence_says_what_to_install(new_kernel):
    evalue = new_kernel(TCPLAB_MAVEN="/nowhere/mvn").run("%maven g:a:1").content["evalue"]
    assert "/nowhere/mvn" in evalue and "install Maven" in evalue
