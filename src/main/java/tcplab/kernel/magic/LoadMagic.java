package tcplab.kernel.magic;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.spencerpark.jupyter.kernel.magic.common.Load;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code %load}: runs a script, or the code cells of a notebook, in this notebook. */
public final class LoadMagic {
  private static final String NOTEBOOK = ".ipynb";
  private static final List<String> SOURCES = List.of(".jsh", ".jshell", ".java", ".ijava");

  private LoadMagic() {}

  /**
   * Runs a file. As in IJava its ending may be left out.
   *
   * @param args its path
   * @param executor evaluates what may stand in a cell
   * @throws IOException when there is no such file, or a notebook that is none
   * @throws Exception what the code throws
   */
  public static void run(List<String> args, Load.Executor executor) throws Exception {
    if (args.size() != 1) {
      throw new IllegalArgumentException("%load needs one path");
    }
    Path file = find(Path.of(args.get(0)));
    String text = Files.readString(file, StandardCharsets.UTF_8);
    List<String> codes = file.toString().endsWith(NOTEBOOK) ? cells(text, file) : List.of(text);
    for (String code : codes) {
      executor.execute(code);
    }
  }

  private static Path find(Path asked) throws IOException {
    List<String> endings = new ArrayList<>(List.of(""));
    endings.addAll(SOURCES);
    endings.add(NOTEBOOK);
    for (String ending : endings) {
      Path file = Path.of(asked + ending);
      if (Files.isRegularFile(file)) {
        return file;
      }
    }
    throw new FileNotFoundException(
        "There is no file " + asked + ", nor one that ends with " + String.join(" ", endings));
  }

  /** The code cells; a cell's source is a list of lines, or one string (nbformat allows both). */
  static List<String> cells(String notebook, Path file) throws IOException {
    List<String> codes = new ArrayList<>();
    try {
      JsonObject whole = JsonParser.parseString(notebook).getAsJsonObject();
      for (JsonElement each : member(whole, "cells").getAsJsonArray()) {
        JsonObject cell = each.getAsJsonObject();
        if (member(cell, "cell_type").getAsString().equals("code")) {
          codes.add(source(member(cell, "source")));
        }
      }
    } catch (JsonParseException | IllegalStateException | UnsupportedOperationException broken) {
      throw new IOException(file + " is no notebook of format 4", broken);
    }
    return codes;
  }

  private static JsonElement member(JsonObject object, String name) {
    JsonElement member = object.get(name);
    if (member == null) {
      throw new IllegalStateException("has no " + name);
    }
    return member;
  }

  private static String source(JsonElement source) {
    if (!source.isJsonArray()) {
      return source.getAsString();
    }
    StringBuilder text = new StringBuilder();
    for (JsonElement line : source.getAsJsonArray()) {
      text.append(line.getAsString());
    }
    return text.toString();
  }
}
