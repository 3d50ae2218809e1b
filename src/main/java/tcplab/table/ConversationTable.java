package tcplab.table;

import static tcplab.table.Column.NONE_MISSING;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import tcplab.connection.Conversation;

/** The table <em>conversations</em>: one row per client, server and server's port. */
public final class ConversationTable {
  private ConversationTable() {}

  /**
   * Conversations in their order.
   *
   * @param rows one row each
   * @return columns {@code client}, {@code server}, {@code server_port}, {@code connections},
   *     {@code packets}, {@code bytes_client}, {@code bytes_server}, {@code retransmissions}
   */
  public static ColumnTable of(List<Conversation> rows) {
    int size = rows.size();
    return new ColumnTable(
        "conversations",
        size,
        List.of(
            texts("client", rows, Conversation::client),
            texts("server", rows, Conversation::server),
            new Column.Ints("server_port", size, row -> rows.get(row).serverPort(), NONE_MISSING),
            new Column.Ints("connections", size, row -> rows.get(row).connections(), NONE_MISSING),
            numbers("packets", rows, Conversation::packets),
            numbers("bytes_client", rows, Conversation::bytesClient),
            numbers("bytes_server", rows, Conversation::bytesServer),
            numbers("retransmissions", rows, Conversation::retransmissions)));
  }

  private static Column texts(
      String name, List<Conversation> rows, Function<Conversation, String> value) {
    return new Column.Texts(name, rows.size(), row -> value.apply(rows.get(row)));
  }

  private static Column numbers(
      String name, List<Conversation> rows, ToLongFunction<Conversation> value) {
    return new Column.Longs(
        name, rows.size(), row -> value.applyAsLong(rows.get(row)), NONE_MISSING);
  }
}
