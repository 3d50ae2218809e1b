package tcplab.sockets;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What each counter counts: {@code counters.tsv} beside this class, a name and a sentence a line.
 */
final class CounterWords {
  private static final Map<String, String> WORDS = read();

  private CounterWords() {}

  static String of(String name) {
    return WORDS.getOrDefault(name, "");
  }

  private static Map<String, String> read() {
    Map<String, String> words = new HashMap<>();
    try (InputStream in = CounterWords.class.getResourceAsStream("counters.tsv")) {
      if (in == null) {
        throw new IllegalStateException("counters.tsv is missing beside " + CounterWords.class);
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int tab = line.indexOf('\t');
        if (tab > 0) {
          words.put(line.substring(0, tab), line.substring(tab + 1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.copyOf(words);
  }
}
