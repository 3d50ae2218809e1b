package tcplab.kernel.session;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.concurrent.LinkedBlockingQueue;
import tcplab.kernel.wire.Channel;
import tcplab.kernel.wire.Message;

/** Asks the reader, one question at a time. */
final class Questions {
  private final Publisher publisher;
  private final Output output;
  private final LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final java.util.concurrent.Semaphore turn = new java.util.concurrent.Semaphore(1);

  Questions(Publisher publisher, Output output) {
    this.publisher = publisher;
    this.output = output;
  }

  /** Takes an input_reply. */
  void answered(Message reply) {
    answers.add(reply.text("value", ""));
  }

  /**
   * Asks, and waits for the answer.
   *
   * @throws UncheckedIOException when the front end said that it takes no questions; unchecked,
   *     because Scanner would turn a checked one into "no such element"
   * @throws InterruptedIOException when the cell is stopped meanwhile
   */
  String ask(String prompt, boolean secret) throws IOException {
    CellRun run = CellRun.current();
    if (run == null || !run.allowStdin()) {
      throw new UncheckedIOException(
          new IOException("This front end takes no input: the cell ran with allow_stdin=false"));
    }
    try {
      turn.acquire();
      try {
        output.flush();
        answers.clear();
        publisher.reply(
            Channel.STDIN,
            run.request(),
            "input_request",
            Json.object("prompt", prompt, "password", secret));
        return answers.take();
      } finally {
        turn.release();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("Interrupted while waiting");
      interrupted.initCause(stopped);
      throw interrupted;
    }
  }
}
