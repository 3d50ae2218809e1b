"""A notebook that runs for days: nothing piles up."""

import time

import pytest

STATE = """
System.gc();
java.lang.management.ManagementFactory.getClassLoadingMXBean().getLoadedClassCount() + " "
    + Thread.getAllStackTraces().size() + " "
    + (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) / 1024
"""


def state(kernel):
    text = kernel.ok("System.gc();").text
    text = kernel.ok(STATE).text.strip('"')
    return [int(number) for number in text.split()]


@pytest.mark.parametrize(
    "cell",
    ["{i} + 1", "counter = counter + {i};", "Stream.of({i}).map(n -> n + 1).toList()"],
    ids=["a value", "an assignment", "a lambda"],
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
