package tcplab.kernel.session;

import org.jspecify.annotations.Nullable;
import tcplab.kernel.magic.KnownMagics;
import tcplab.kernel.magic.Piece;
import tcplab.kernel.magic.Pieces;
import tcplab.kernel.shell.CellFailedException;
import tcplab.kernel.shell.CellSource;
import tcplab.kernel.shell.JavaShell;

/** What may stand in a cell: Java and magics, evaluated in their order. */
final class CellCode {
  private static final String TIME = BuiltInMagics.TIME;

  private final KnownMagics magics;

  CellCode(KnownMagics magics) {
    this.magics = magics;
  }

  /**
   * Evaluates a cell or a part of it.
   *
   * @param cell the whole cell, for places in errors
   * @param offset where in it the text begins
   * @param text Java and magics
   * @return the last piece's value, or null when it has none
   * @throws CellFailedException when a piece does not compile, throws, or is stopped
   */
  @Nullable Object value(JavaShell java, CellSource cell, int offset, String text)
      throws CellFailedException {
    Object value = null;
    for (Piece piece : Pieces.of(text, magics::isLineMagic)) {
      if (piece instanceof Piece.Java code) {
        value = java.evaluate(cell, offset + code.offset(), code.code());
      } else if (piece instanceof Piece.Line line) {
        value =
            line.name().equals(TIME)
                ? timed(java, cell, offset + line.restOffset(), line.rest())
                : java.call(cell, () -> magics.applyLineMagic(line.name(), line.args()));
      } else if (piece instanceof Piece.Cell whole) {
        value =
            whole.name().equals(TIME)
                ? timed(java, cell, offset + whole.bodyOffset(), whole.body())
                : java.call(
                    cell, () -> magics.applyCellMagic(whole.name(), whole.args(), whole.body()));
      }
    }
    return value;
  }

  /** {@code %time} and {@code %%time}: evaluated here, so that errors keep their places. */
  private @Nullable Object timed(JavaShell java, CellSource cell, int offset, String text)
      throws CellFailedException {
    long begun = System.nanoTime();
    try {
      return value(java, cell, offset, text);
    } finally {
      System.out.printf("Wall time: %.1f ms%n", (System.nanoTime() - begun) / 1e6);
    }
  }
}
