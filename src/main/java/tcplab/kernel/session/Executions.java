package tcplab.kernel.session;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tcplab.kernel.magic.KnownMagics;
import tcplab.kernel.magic.Piece;
import tcplab.kernel.magic.Pieces;
import tcplab.kernel.shell.CellFailedException;
import tcplab.kernel.shell.CellSource;
import tcplab.kernel.shell.ErrorReport;
import tcplab.kernel.shell.JavaShell;
import tcplab.kernel.wire.Channel;
import tcplab.kernel.wire.KernelLog;
import tcplab.kernel.wire.Message;

/** Runs cells one after the other, on one thread of its own. */
final class Executions {
  private static final String TIME = BuiltInMagics.TIME;
  private static final long QUIET_MILLIS = 400;
  private static final long QUIET_START_MILLIS = 2000;

  private final LinkedBlockingQueue<Message> queue = new LinkedBlockingQueue<>();
  private final CompletableFuture<JavaShell> shell;
  private final Publisher publisher;
  private final Output output;
  private final Renderer renderer;
  private final KnownMagics magics;
  private final History history;
  private final CommMessages comms;
  private final Pager pager;
  private int count;
  private boolean warm;
  private volatile boolean running;

  Executions(
      CompletableFuture<JavaShell> shell,
      Publisher publisher,
      Output output,
      Renderer renderer,
      KnownMagics magics,
      History history,
      CommMessages comms) {
    this.comms = comms;
    this.shell = shell;
    this.publisher = publisher;
    this.output = output;
    this.renderer = renderer;
    this.magics = magics;
    this.history = history;
    this.pager = new Pager();
  }

  void start() {
    Thread thread = new Thread(this::run, "tcplab-cells");
    thread.setDaemon(true);
    thread.start();
  }

  /** Queues an execute_request. */
  void add(Message request) {
    queue.add(request);
  }

  /** Whether a cell runs at this moment. */
  boolean running() {
    return running;
  }

  private void run() {
    while (true) {
      try {
        Message request = next();
        running = true;
        if (CommMessages.concerns(request.type())) {
          comm(request);
        } else {
          execute(request);
        }
      } catch (InterruptedException closed) {
        return;
      } catch (RuntimeException | Error bug) {
        KernelLog.warn("A cell broke the kernel's own code", bug);
      } finally {
        running = false;
      }
    }
  }

  /** The next request; the first quiet moment is used to load what must be quick. */
  private Message next() throws InterruptedException {
    if (warm) {
      return queue.take();
    }
    long quiet = count == 0 ? QUIET_START_MILLIS : QUIET_MILLIS;
    Message soon = queue.poll(quiet, TimeUnit.MILLISECONDS);
    if (soon != null) {
      return soon;
    }
    warm = true;
    shell.join().warmUp();
    return queue.take();
  }

  private void execute(Message request) {
    boolean silent = request.flag("silent", false);
    boolean store = !silent && request.flag("store_history", true);
    count += store ? 1 : 0;
    String code = request.text("code", "");
    CellSource source = new CellSource(store ? count : Math.max(1, count), code);
    CellRun run = new CellRun(request, source, silent, request.flag("allow_stdin", true));
    run.enter();
    publisher.status("busy", run.parent());
    if (!silent) {
      publisher.publish(
          "execute_input", run.parent(), Json.object("code", code, "execution_count", count));
    }
    JsonObject reply;
    boolean failed = false;
    try {
      reply = succeed(run);
    } catch (CellFailedException cellFailed) {
      failed = true;
      reply = fail(run, cellFailed.report());
    } catch (RuntimeException | Error broken) {
      KernelLog.warn("A cell could not be run", broken);
      failed = true;
      reply =
          fail(
              run,
              ErrorReport.of(broken.getClass().getName(), String.valueOf(broken.getMessage())));
    }
    output.finish(run.parent());
    publisher.reply(Channel.SHELL, request, "execute_reply", reply);
    if (failed && request.flag("stop_on_error", true)) {
      abortQueued();
    }
    publisher.status("idle", run.parent());
    if (store) {
      history.add(count, code);
    }
  }

  /** A comm's handlers are the notebook's code: they run like a cell and print below it. */
  private void comm(Message request) {
    CellRun run = new CellRun(request, new CellSource(0, ""), true, false);
    run.enter();
    publisher.status("busy", run.parent());
    JavaShell java = shell.join();
    java.begin(run.source());
    try {
      java.call(
          run.source(),
          () -> {
            comms.handle(request);
            return null;
          });
    } catch (CellFailedException failed) {
      System.err.println(String.join("\n", failed.report().traceback()));
    }
    output.finish(run.parent());
    publisher.status("idle", run.parent());
  }

  private JsonObject succeed(CellRun run) throws CellFailedException {
    JavaShell java = shell.join();
    JsonArray payload = new JsonArray();
    java.begin(run.source());
    try {
      String asked = pager.question(run.source().text());
      if (asked != null) {
        payload.add(pager.page(java, asked));
      } else {
        show(java, run, value(java, run.source(), 0, run.source().text()));
      }
      JsonObject expressions = expressions(java, run);
      return Json.object(
          "status", "ok",
          "execution_count", count,
          "user_expressions", expressions,
          "payload", payload);
    } finally {
      java.end();
    }
  }

  /** The value of a part of a cell, magics included. */
  private @Nullable Object value(JavaShell java, CellSource cell, int offset, String text)
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

  private void show(JavaShell java, CellRun run, @Nullable Object value)
      throws CellFailedException {
    if (value == null || run.silent()) {
      return;
    }
    JsonObject content = java.call(run.source(), () -> LiveKernel.content(renderer.render(value)));
    if (content != null) {
      content.addProperty("execution_count", count);
      output.flush();
      publisher.publish("execute_result", run.parent(), content);
    }
  }

  private JsonObject expressions(JavaShell java, CellRun run) {
    JsonObject results = new JsonObject();
    run.request()
        .object("user_expressions")
        .entrySet()
        .forEach(
            entry -> {
              String code =
                  entry.getValue().isJsonPrimitive() ? entry.getValue().getAsString() : "";
              results.add(entry.getKey(), expression(java, new CellSource(0, code)));
            });
    return results;
  }

  private JsonObject expression(JavaShell java, CellSource source) {
    try {
      Object value = java.evaluate(source, 0, source.text());
      JsonObject shown =
          java.call(
              source,
              () ->
                  LiveKernel.content(
                      value == null ? new DisplayData("null") : renderer.render(value)));
      JsonObject result = shown == null ? new JsonObject() : shown;
      result.addProperty("status", "ok");
      return result;
    } catch (CellFailedException failed) {
      return error(failed.report());
    }
  }

  private JsonObject fail(CellRun run, ErrorReport report) {
    JsonObject error = error(report);
    if (!run.silent()) {
      output.flush();
      publisher.publish("error", run.parent(), error.deepCopy());
    }
    error.addProperty("execution_count", count);
    error.add("user_expressions", new JsonObject());
    error.add("payload", new JsonArray());
    return error;
  }

  private static JsonObject error(ErrorReport report) {
    return Json.object(
        "status", "error",
        "ename", report.name(),
        "evalue", report.value(),
        "traceback", report.traceback());
  }

  /** What waits behind a failed cell is not run. */
  private void abortQueued() {
    List<Message> waiting = new ArrayList<>();
    queue.drainTo(waiting);
    for (Message request : waiting) {
      if (CommMessages.concerns(request.type())) {
        queue.add(request);
        continue;
      }
      publisher.status("busy", request.header());
      publisher.reply(
          Channel.SHELL,
          request,
          "execute_reply",
          Json.object("status", "aborted", "execution_count", count));
      publisher.status("idle", request.header());
    }
  }
}
