package tcplab.kernel.magic;

import java.util.List;

/** A part of a cell. */
public sealed interface Piece {
  /**
   * Where in the cell it begins.
   *
   * @return an offset in characters
   */
  int offset();

  /**
   * Java.
   *
   * @param offset where it begins
   * @param code its text; as long as in the cell
   */
  record Java(int offset, String code) implements Piece {}

  /**
   * A line magic on a line of its own.
   *
   * @param offset where it begins
   * @param name without the percent sign
   * @param args its arguments, quotes removed
   * @param rest what follows the name, as it stands there
   */
  record Line(int offset, String name, List<String> args, String rest) implements Piece {
    /**
     * Where in the cell {@link #rest} begins.
     *
     * @return an offset in characters
     */
    public int restOffset() {
      return offset + 1 + name.length();
    }
  }

  /**
   * A magic that takes the whole cell.
   *
   * @param offset where it begins
   * @param name without the percent signs
   * @param args its arguments, quotes removed
   * @param body all lines below the first
   * @param bodyOffset where the body begins
   */
  record Cell(int offset, String name, List<String> args, String body, int bodyOffset)
      implements Piece {}
}
