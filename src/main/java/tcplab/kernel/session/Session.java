package tcplab.kernel.session;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tcplab.kernel.Preload;
import tcplab.kernel.magic.KnownMagics;
import tcplab.kernel.shell.ExitGuard;
import tcplab.kernel.shell.JavaShell;
import tcplab.kernel.wire.Channel;
import tcplab.kernel.wire.ConnectionFile;
import tcplab.kernel.wire.KernelLog;
import tcplab.kernel.wire.Message;
import tcplab.kernel.wire.Wire;

/**
 * A kernel from its first message to its last.
 *
 * <p>Threads: the wire's own reads and sends; one executes cells in their order; one answers the
 * rest of shell, one all of control. So a running cell delays neither completion nor interrupt nor
 * shutdown. The shell starts on the thread that executes cells, while kernel_info is answered
 * already.
 */
public final class Session implements AutoCloseable {
  private record Received(Channel channel, Message message) {}

  private final Publisher publisher = new Publisher();
  private final CompletableFuture<JavaShell> shell = new CompletableFuture<>();
  private final LinkedBlockingQueue<Received> shellInbox = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Received> controlInbox = new LinkedBlockingQueue<>();
  private final CountDownLatch shutdown = new CountDownLatch(1);
  private final Output output;
  private final Questions questions;
  private final CommMessages comms;
  private final Executions executions;
  private final Answers answers;
  private final LiveKernel kernel;
  private final Wire wire;

  private Session(ConnectionFile connection, Preload preload) throws IOException {
    // The shell first: it is what takes longest.
    Thread starter = new Thread(() -> startShell(preload), "tcplab-shell-start");
    starter.setDaemon(true);
    starter.start();
    wire = new Wire(connection, this::received, publisher::welcome);
    publisher.connect(wire);
    output = new Output(publisher);
    questions = new Questions(publisher, output);
    LateRenderer renderer = new LateRenderer(preload);
    KnownMagics magics = new KnownMagics(preload::magics);
    CellCode code = new CellCode(magics);
    kernel =
        new LiveKernel(renderer, magics, code, preload, publisher, output, questions, shell::join);
    BuiltInMagics.register(magics, kernel);
    History history = History.ofEnvironment();
    comms = new CommMessages(kernel.getCommManager());
    executions = new Executions(shell, publisher, output, renderer, code, history, comms);
    answers = new Answers(shell, magics, history, preload);
  }

  /**
   * Opens a session: binds its sockets and starts to answer.
   *
   * @param connection where to bind
   * @param preload what the notebook starts with
   * @return the running session
   * @throws IOException when a port cannot be bound
   */
  public static Session open(ConnectionFile connection, Preload preload) throws IOException {
    KernelLog.debug("Starts"); // it takes hold of standard error, which the session replaces
    Session session = new Session(connection, preload);
    session.kernel.install();
    session.start("tcplab-answers", session.shellInbox);
    session.start("tcplab-control", session.controlInbox);
    session.executions.start();
    session.wire.start();
    session.publisher.status("starting", new JsonObject());
    return session;
  }

  /** Makes SIGINT interrupt the running cell, as a terminal's Ctrl-C does. */
  public void stopOnSignal() {
    sun.misc.Signal.handle(
        new sun.misc.Signal("INT"),
        signal -> {
          Thread stopper = new Thread(this::interrupt, "tcplab-interrupt");
          stopper.setDaemon(true);
          stopper.start();
        });
  }

  /**
   * Keeps cells and the libraries they call from ending the process. Takes effect a moment after
   * the first cell, for it costs the start too much.
   *
   * @param mayExit the thread that may end it
   */
  public void endOnlyBy(Thread mayExit) {
    executions.afterFirstCell(() -> ExitGuard.install(mayExit));
  }

  /** Waits until a client asks for shutdown. */
  public void awaitShutdown() {
    try {
      shutdown.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    output.close();
    wire.close();
  }

  private void startShell(Preload preload) {
    try {
      Settings settings = new Settings(System.getenv());
      JavaShell started =
          new JavaShell(Preamble.of(preload), settings.compilerOptions(), settings.timeout());
      String classpath = settings.classpath();
      if (!classpath.isEmpty()) {
        started.addToClasspath(classpath);
      }
      shell.complete(started);
      endWithParent();
    } catch (RuntimeException | Error failed) {
      KernelLog.warn("The shell did not start", failed);
      shell.completeExceptionally(failed);
    }
  }

  /** A kernel whose front end died without a word must not live on (jupyter_client sets this). */
  private void endWithParent() {
    String parent = System.getenv("JPY_PARENT_PID");
    if (parent != null && parent.matches("\\d{1,18}")) {
      ProcessHandle.of(Long.parseLong(parent))
          .ifPresent(process -> process.onExit().thenRun(shutdown::countDown));
    }
  }

  private void received(Channel channel, Message message) {
    switch (channel) {
      case STDIN -> {
        if (message.type().equals("input_reply")) {
          questions.answered(message);
        }
      }
      case CONTROL -> controlInbox.add(new Received(channel, message));
      default -> {
        if (message.type().equals("execute_request") || CommMessages.concerns(message.type())) {
          executions.add(message);
        } else {
          shellInbox.add(new Received(channel, message));
        }
      }
    }
  }

  private void start(String name, LinkedBlockingQueue<Received> inbox) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  handle(inbox.take());
                }
              } catch (InterruptedException closed) {
                KernelLog.debug(name + " ends");
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  private void handle(Received received) {
    Message request = received.message();
    Function<Message, JsonObject> answer = answer(request.type());
    if (answer == null) {
      KernelLog.warn("Dropped a message of unknown type " + request.type());
      return;
    }
    publisher.status("busy", request.header());
    JsonObject content;
    try {
      content = answer.apply(request);
    } catch (RuntimeException | Error failed) {
      KernelLog.warn("No answer to " + request.type(), failed);
      content =
          Json.object(
              "status", "error",
              "ename", failed.getClass().getName(),
              "evalue", String.valueOf(failed.getMessage()),
              "traceback", java.util.List.of());
    }
    String type = request.type().replace("_request", "_reply");
    publisher.reply(received.channel(), request, type, content);
    boolean ends = request.type().equals("shutdown_request");
    if (ends) {
      publisher.publish(type, request.header(), content);
    }
    publisher.status("idle", request.header());
    if (ends) {
      shutdown.countDown();
    }
  }

  private @Nullable Function<Message, JsonObject> answer(String type) {
    return switch (type) {
      case "kernel_info_request" -> request -> answers.kernelInfo();
      case "complete_request" -> answers::complete;
      case "inspect_request" -> answers::inspect;
      case "is_complete_request" -> answers::isComplete;
      case "history_request" -> answers::history;
      case "comm_info_request" -> comms::info;
      case "interrupt_request" -> request -> interrupt();
      case "shutdown_request" ->
          request -> Json.object("status", "ok", "restart", request.flag("restart", false));
      default -> null;
    };
  }

  private JsonObject interrupt() {
    executions.interrupt();
    return Json.object("status", "ok");
  }
}
