package tcplab;

import java.util.List;
import tech.tablesaw.api.Table;

/**
 * What a question to the machine gives: a sentence, a table, and what there is to say about it. A
 * notebook shows all three when it stands at the end of a cell.
 */
public interface Answer {
  /** The rows that answer the question. */
  Table table();

  /** What a reader should know about the rows, in sentences. */
  default List<String> notes() {
    return List.of();
  }
}
