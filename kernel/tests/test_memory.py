"""A notebook that runs for days: nothing piles up."""

import time

import pytest

# The histogram collects garbage first. The JVM's own count of loaded classes goes up with each class that is redefined in place.
STATE = """
var histogram = (String) java.lang.management.ManagementFactory.getPlatformMBeanServer().invoke(
    new javax.management.ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
    new Object[] {new String[0]}, new String[] {String[].class.getName()});
histogram.lines().filter(line -> line.contains(" java.lang.Class ")).findFirst().get().trim().split(" +")[1] + " "
    + Thread.getAllStackTraces().size() + " "
    + (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) / 1024
"""


def state(kernel):
    kernel.ok(STATE)  # asking loads classes, too
    text = kernel.ok(STATE).text.strip('"')
    return [int(number) for number in text.split()]


@pytest.mark.parametrize(
    "cell",
    [
        "{i} + 1",
        "counter = counter + {i};",
        "Stream.of({i}).map(n -> n + 1).toList()",
        "int again = {i};",
        "int times(int n) {{ return {i} * n; }}",
    ],
    ids=["a value", "an assignment", "a lambda", "a variable again", "a method again"],
)
def test_cells_leave_neither_classes_nor_threads_nor_memory_behind(new_kernel, cell):
    kernel = new_kernel()
    kernel.ok("int counter = 0;")
    for i in range(30):
        kernel.ok(cell.format(i=i))
    time.sleep(3)  # what the kernel loads beside the first cells is there
    classes, threads, kilobytes = state(kernel)
    for i in range(100):
        kernel.ok(cell.format(i=i + 30))
    classes_then, threads_then, kilobytes_then = state(kernel)
    assert classes_then - classes < 50  # a class or more for each cell otherwise
    assert threads_then - threads < 5
    assert kilobytes_then - kilobytes < 6000
