package tcplab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import tcplab.Lab;
import tcplab.capture.FilterException;
import tcplab.table.UnknownColumnException;

/**
 * Where the {@code tcplab} command begins: it tells the two kinds of start that must be quick, and
 * leaves everything else to {@link RootCommand}.
 *
 * <p>It names no class of picocli, not even one it throws: to verify this class the JVM would load
 * that one, and for it open the jar, which takes as long as reading a small capture.
 */
public final class Main {
  private static final int OK = 0;
  private static final int FAULT = 1;
  private static final int WRONG_USE = 2;

  private Main() {}

  /**
   * Runs one command and ends the process with its exit code.
   *
   * @param arguments the command line's words, such as {@code packets capture.pcap}
   */
  public static void main(String[] arguments) {
    boolean starts =
        arguments.length == 3
            && arguments[0].equals("kernel")
            && arguments[1].equals("run")
            && !arguments[2].startsWith("-");
    if (starts) {
      System.exit(startKernel(arguments[2]));
    }
    PlainLine plain = PlainLine.parse(arguments);
    System.exit(plain == null ? RootCommand.commandLine().execute(arguments) : plain.run(stderr()));
  }

  /** What Jupyter calls, and waits for: to read the command line would take half as long again. */
  private static int startKernel(String connectionFile) {
    try {
      return Lab.runKernel(Path.of(connectionFile));
    } catch (IOException | RuntimeException failure) {
      return explain(failure, "run", stderr());
    }
  }

  static PrintWriter stderr() {
    return new PrintWriter(System.err, true, StandardCharsets.UTF_8);
  }

  /** Turns a typed exception into one line on stderr and an exit code. */
  static int explain(Exception failure, String command, PrintWriter err) {
    String name = "tcplab " + command + ": ";
    if (failure instanceof UnknownColumnException
        || failure instanceof FilterException
        || failure instanceof NoSuchConnectionException) {
      err.println(name + Terminal.inert(failure.getMessage()));
      return WRONG_USE;
    }
    if (failure instanceof ClosedOutputException) {
      return OK; // the reader has had enough, as `| head` does
    }
    if (failure instanceof IOException fault) {
      err.println(name + Terminal.inert(words(fault)));
      return FAULT;
    }
    err.println(name + "a fault of tcplab itself, please report it with what follows:");
    failure.printStackTrace(err);
    return FAULT;
  }

  private static String words(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof NoSuchFileException) {
      return message + ": no such file";
    } else if (failure instanceof AccessDeniedException) {
      return message + ": no permission";
    } else if (failure instanceof FileAlreadyExistsException) {
      return message + ": exists, and is no folder";
    }
    return message;
  }
}
