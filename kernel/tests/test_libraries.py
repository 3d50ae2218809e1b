"""A notebook's own version of a library that the kernel has as well: the notebook sees its own, the kernel keeps its own."""

import subprocess
import time
import zipfile

from checkout import DATA

LOADED_FROM = ".class.getProtectionDomain().getCodeSource().getLocation().toString()"


def goes_on(kernel):
    """All that needs the kernel's own gson and jna."""
    assert kernel.ok('render("{\\"a\\": [1]}", "application/json")').result["application/json"] == {"a": [1]}
    assert "println(" in kernel.shell_reply(kernel.client.complete("System.out.printl"))["matches"]
    request = kernel.client.execute("while (true) {}", allow_stdin=False)
    time.sleep(0.3)
    kernel.control("interrupt_request")
    assert kernel.collect(request, 5).content["ename"] == "Interrupted"
    assert int(kernel.ok("Sockets.snapshot().table().rowCount()").text) >= 0


def test_gson_of_another_version_is_the_notebooks_own(new_kernel):
    kernel = new_kernel()
    kernel.ok("%maven com.google.code.gson:gson:2.8.0", timeout=120)
    assert kernel.ok("com.google.gson.Gson" + LOADED_FROM).text.endswith("gson-2.8.0.jar")
    assert kernel.ok('new com.google.gson.JsonParser().parse("{\\"a\\": 1}").getAsJsonObject().get("a").getAsInt()').text == "1"
    # javac sees that version, too: this method is of 2.8.6, this class of 2.8.9, and the kernel's version has both.
    assert "parseString" in kernel.run('com.google.gson.JsonParser.parseString("1")').traceback
    assert kernel.run("com.google.gson.ToNumberPolicy.class").status == "error"
    assert kernel.run('Class.forName("com.google.gson.ToNumberPolicy")').content["ename"].endswith("ClassNotFoundException")
    assert kernel.shell_reply(kernel.client.complete("com.google.gson.ToNumber"))["matches"] == []
    goes_on(kernel)


def test_jna_of_another_version_is_the_notebooks_own(new_kernel, tmp_path):
    kernel = new_kernel()
    kernel.ok('var files = getKernelInstance().getMavenResolver().resolveMavenDependency("net.java.dev.jna:jna:5.6.0", null, 0);', timeout=120)
    jar = kernel.ok("files.get(0)").text
    kernel.ok(f"%jars \"{jar}\"")
    assert kernel.ok("com.sun.jna.Native.VERSION").text == "5.6.0"
    assert kernel.ok("com.sun.jna.Native" + LOADED_FROM).text.endswith("jna-5.6.0.jar")
    kernel.ok("public interface C extends com.sun.jna.Library { int getpid(); }")
    assert kernel.ok('com.sun.jna.Native.load("c", C.class).getpid() == ProcessHandle.current().pid()').text == "true"
    goes_on(kernel)


def test_slf4j_with_a_binding_of_the_notebooks_own_logs(new_kernel):
    kernel = new_kernel()
    kernel.ok("%maven org.slf4j:slf4j-simple:2.0.17", timeout=120)
    assert "told" in kernel.ok('org.slf4j.LoggerFactory.getLogger("mine").info("told");').stream("stderr")


def test_slf4j_without_a_binding_never_meets_the_kernels(new_kernel):
    kernel = new_kernel()
    kernel.ok("%maven org.slf4j:slf4j-api:1.7.25", timeout=120)
    code = 'org.slf4j.LoggerFactory.getLogger("mine").getClass().getName()'
    assert kernel.ok(code).text == "org.slf4j.helpers.NOPLogger"
    assert kernel.ok("org.slf4j.LoggerFactory" + LOADED_FROM).text.endswith("slf4j-api-1.7.25.jar")
    assert kernel.run("org.slf4j.impl.StaticLoggerBinder.class").status == "error"
    goes_on(kernel)


def test_a_folder_of_classes_takes_a_librarys_place_as_a_jar_does(new_kernel, tmp_path):
    source = tmp_path / "Gson.java"
    source.write_text('package com.google.gson; public class Gson { public String toJson(Object o) { return "mine"; } }')
    subprocess.run(["javac", "--release", "17", "-d", tmp_path / "classes", source], check=True)
    kernel = new_kernel()
    kernel.ok(f"%classpath \"{tmp_path}/classes\"")
    assert kernel.ok("new com.google.gson.Gson().toJson(1)").text == "mine"
    goes_on(kernel)


def test_a_library_that_cells_have_used_stays_and_a_message_says_so(new_kernel):
    kernel = new_kernel()
    assert kernel.ok("new com.google.gson.Gson().toJson(List.of(1))").text == "[1]"
    message = kernel.ok("%maven com.google.code.gson:gson:2.8.0", timeout=120).stream("stderr")
    assert "com.google.gson is in use" in message and "restart the kernel" in message
    assert kernel.ok('com.google.gson.JsonParser.parseString("[2]")').text == "[2]"
    goes_on(kernel)


def test_tablesaw_stays_the_one_in_which_tables_come_and_a_message_says_so(new_kernel):
    kernel = new_kernel()
    message = kernel.ok("%maven tech.tablesaw:tablesaw-core:0.43.1", timeout=170).stream("stderr")
    assert "tech.tablesaw is part of this kernel" in message
    table = f'Table table = Capture.open("{DATA}/handshake_close.client.pcap").connections();\n'
    assert int(kernel.ok(table + "table.where(table.intColumn(0).isGreaterThanOrEqualTo(0)).rowCount()").text) > 0
    assert kernel.ok("int sum = 0; for (int row : table.intColumn(0).isGreaterThanOrEqualTo(0)) sum += row; sum").text == "0"
    goes_on(kernel)


def test_a_jdbc_driver_is_found(new_kernel):
    kernel = new_kernel()
    kernel.ok("import java.sql.*;\n%maven com.h2database:h2:2.2.224", timeout=120)
    code = 'var db = DriverManager.getConnection("jdbc:h2:mem:x");\nvar rows = db.createStatement().executeQuery("select 6 * 7");\nrows.next();\nrows.getInt(1)'
    assert kernel.ok(code).text == "42"


def test_a_jdbc_driver_is_found_that_comes_after_the_first_connection_was_tried(new_kernel):
    kernel = new_kernel()
    connect = 'java.sql.DriverManager.getConnection("jdbc:h2:mem:x").isValid(1)'
    assert "No suitable driver" in kernel.run(connect).content["evalue"]
    kernel.ok("%maven com.h2database:h2:2.2.224", timeout=120)
    assert kernel.ok(connect).text == "true"


def test_a_service_of_an_added_jar_is_found_on_the_cells_thread_and_on_one_it_starts(new_kernel, tmp_path):
    source = tmp_path / "Provider.java"
    source.write_text("package services; public class Provider implements Runnable { public void run() {} }")
    subprocess.run(["javac", "--release", "17", "-d", tmp_path, source], check=True)
    with zipfile.ZipFile(tmp_path / "services.jar", "w") as jar:
        jar.write(tmp_path / "services/Provider.class", "services/Provider.class")
        jar.writestr("META-INF/services/java.lang.Runnable", "services.Provider\n")
        jar.writestr("settings.properties", "mine=yes\n")
    kernel = new_kernel()
    kernel.ok(f"%jars \"{tmp_path}/services.jar\"")
    kernel.ok("String first() { return ServiceLoader.load(Runnable.class).findFirst().get().getClass().getName(); }")
    assert kernel.ok("first()").text == "services.Provider"
    code = "String[] found = {null};\nThread thread = new Thread(() -> found[0] = first());\nthread.start();\nthread.join();\nfound[0]"
    assert kernel.ok(code).text == "services.Provider"
    assert kernel.ok('Thread.currentThread().getContextClassLoader().getResource("settings.properties") != null').text == "true"
