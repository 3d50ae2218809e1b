package tcplab.sockets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import tcplab.sockets.HistoryEvent.Gone;
import tcplab.sockets.HistoryEvent.Moved;
import tcplab.sockets.HistoryEvent.Present;
import tcplab.sockets.HistoryEvent.Sampled;
import tcplab.tcp.State;

/**
 * A history on disk: a line per event, its fields separated by tabs, control characters and
 * backslashes inside a field written as {@code \}{@code u0009}. It is bounded: when the file is
 * full it becomes {@code FILE.1}, in place of an older one, and a new one begins with everything
 * that is there, so that each of the two can be read by itself.
 */
public final class HistoryFile implements AutoCloseable {
  private static final String HEADER = "# tcplab sockets history 1";
  private static final int FIELDS_OF_PRESENT = 11;

  private final Path path;
  private final long mostOctets;
  private BufferedWriter out;
  private long written;

  /**
   * Begins a file; an older one of that name is replaced.
   *
   * @param mostOctets how long it may become before it is set aside
   * @throws IOException when it cannot be written
   */
  HistoryFile(Path path, long mostOctets) throws IOException {
    this.path = path;
    this.mostOctets = mostOctets;
    Files.deleteIfExists(older(path));
    this.out = begin();
  }

  private static Path older(Path path) {
    return path.resolveSibling(path.getFileName() + ".1");
  }

  private BufferedWriter begin() throws IOException {
    // Not through a channel, which an interrupt would close in the middle of a line.
    OutputStream octets = new FileOutputStream(path.toFile());
    BufferedWriter begun = new BufferedWriter(new OutputStreamWriter(octets, UTF_8));
    begun.write(HEADER + "\n");
    written = HEADER.length() + 1L;
    return begun;
  }

  /** Writes events; where a new file begins, first everything that is there. */
  void write(List<HistoryEvent> events, Supplier<List<HistoryEvent>> whole) throws IOException {
    for (HistoryEvent event : events) {
      write(event);
    }
    out.flush();
    if (written > mostOctets) {
      out.close();
      Files.move(path, older(path), StandardCopyOption.REPLACE_EXISTING);
      out = begin();
      for (HistoryEvent event : whole.get()) {
        write(event);
      }
      out.flush();
    }
  }

  private void write(HistoryEvent event) throws IOException {
    String line = line(event) + "\n";
    written += line.length();
    out.write(line);
  }

  private static String line(HistoryEvent event) {
    if (event instanceof Present present) {
      SocketName name = present.name();
      return String.join(
          "\t",
          Long.toString(event.timeNs()),
          present.isNew() ? "opened" : "present",
          Long.toString(present.socket()),
          present.state().map(State::name).orElse(""),
          name.family(),
          escaped(name.local()),
          text(name.localPort()),
          escaped(name.remote()),
          text(name.remotePort()),
          text(name.pid()),
          escaped(name.process().orElse("")));
    } else if (event instanceof Moved moved) {
      return event.timeNs() + "\tstate\t" + moved.socket() + "\t" + moved.state();
    } else if (event instanceof Gone gone) {
      return event.timeNs() + "\tclosed\t" + gone.socket();
    }
    return event.timeNs() + "\tsample";
  }

  private static String text(OptionalInt number) {
    return number.isPresent() ? Integer.toString(number.getAsInt()) : "";
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' || Character.isISOControl(c) || Character.isSurrogate(c)) {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static String unescaped(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 5 < text.length()) {
        c = (char) Integer.parseInt(text.substring(i + 2, i + 6), 16);
        i += 5;
      }
      out.append(c);
    }
    return out.toString();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  /**
   * Reads a history, and the older file beside it if there is one. A last line that was cut off is
   * left out.
   *
   * @throws IOException when it cannot be read or is none; it says in which line
   */
  public static History read(Path path) throws IOException {
    History history = new History();
    if (Files.exists(older(path))) {
      replay(older(path), history);
    }
    replay(path, history);
    return history;
  }

  private static void replay(Path file, History history) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(file)) {
      String first = in.readLine();
      if (!HEADER.equals(first)) {
        throw new IOException(file + ": no history of sockets; Sockets.watch writes one");
      }
      String line = in.readLine();
      for (int number = 2; line != null; number++) {
        String next = in.readLine();
        try {
          history.take(event(line.split("\t", -1)));
        } catch (RuntimeException e) {
          if (next != null) {
            throw new IOException(
                file + ": line " + number + " is damaged: " + Printable.of(line), e);
          }
        }
        line = next;
      }
    } catch (CharacterCodingException e) {
      throw new IOException(file + ": no history of sockets but binary data", e);
    }
  }

  private static HistoryEvent event(String[] fields) {
    long timeNs = Long.parseLong(fields[0]);
    return switch (fields[1]) {
      case "sample" -> new Sampled(timeNs);
      case "closed" -> new Gone(timeNs, Long.parseLong(fields[2]));
      case "state" -> new Moved(timeNs, Long.parseLong(fields[2]), State.valueOf(fields[3]));
      case "opened", "present" -> present(timeNs, fields);
      default -> throw new IllegalArgumentException("no event: " + fields[1]);
    };
  }

  private static HistoryEvent present(long timeNs, String[] fields) {
    if (fields.length != FIELDS_OF_PRESENT) {
      throw new IllegalArgumentException(fields.length + " fields");
    }
    SocketName name =
        new SocketName(
            fields[4],
            unescaped(fields[5]),
            number(fields[6]),
            unescaped(fields[7]),
            number(fields[8]),
            number(fields[9]),
            Optional.of(unescaped(fields[10])).filter(text -> !text.isEmpty()));
    Optional<State> state = fields[3].isEmpty() ? Optional.empty() : State.parse(fields[3]);
    return new Present(timeNs, Long.parseLong(fields[2]), name, state, fields[1].equals("opened"));
  }

  private static OptionalInt number(String text) {
    return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
  }
}
