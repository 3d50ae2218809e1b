package tcplab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tcplab.capture.CaptureInterface;
import tcplab.capture.CaptureLimits;
import tcplab.capture.CaptureSummary;
import tcplab.capture.LiveCapture;
import tcplab.capture.PacketFilter;

/** {@code tcplab capture}. */
@Command(
    name = "capture",
    description = "Captures from a network interface into a file: pcap with ns.",
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  tcplab capture --list",
      "  tcplab capture -i lo -w my.pcap --filter 'tcp port 3306' --seconds 10",
      "  tcplab capture -i eth0 -w my.pcap --size 100 --ring 5    five files of 100 MB, newest kept"
    })
final class CaptureCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  private volatile boolean complete;

  @Option(names = "--list", description = "name the interfaces, and capture nothing")
  private boolean list;

  @Option(names = "-i", paramLabel = "IF", description = "the interface; any stands for all")
  private @Nullable String name;

  @Option(names = "-w", paramLabel = "FILE", description = "the file to write")
  private @Nullable Path file;

  @Option(
      names = "--filter",
      paramLabel = "EXPR",
      description = "only what this libpcap filter wants, such as 'tcp port 3306'")
  private String filter = "";

  @Option(names = "--count", paramLabel = "N", description = "end after N packets")
  private @Nullable Long count;

  @Option(names = "--seconds", paramLabel = "N", description = "end after N seconds")
  private @Nullable Long seconds;

  @Option(
      names = "--size",
      paramLabel = "MB",
      description = "end when the file has so many million octets; with --ring, begin the next")
  private @Nullable Long megabytes;

  @Option(
      names = "--ring",
      paramLabel = "N",
      description = "keep the N newest files: FILE.0001.pcap and so on; needs --size")
  private @Nullable Integer ring;

  @Override
  public Integer call() throws IOException {
    if (list) {
      return list(spec.commandLine().getOut());
    }
    String from = required(name, "-i IF: the interface to capture from (--list names them)");
    Path to = required(file, "-w FILE: the file to write");
    if (ring != null && megabytes == null) {
      throw new ParameterException(spec.commandLine(), "--ring needs --size: when a file is full");
    }
    try (LiveCapture capture = LiveCapture.open(from, PacketFilter.of(filter))) {
      run(capture, from, to, limits());
    }
    return ExitCode.OK;
  }

  private <T> T required(@Nullable T value, String what) {
    if (value == null) {
      throw new ParameterException(spec.commandLine(), "missing: " + what);
    }
    return value;
  }

  private static int list(PrintWriter out) throws IOException {
    for (CaptureInterface one : LiveCapture.interfaces()) {
      out.println(
          Terminal.inert(
              one.name()
                  + (one.up() ? "  up" : "  down")
                  + (one.addresses().isEmpty() ? "" : "  " + String.join(" ", one.addresses()))
                  + one.description().map(text -> "  " + text).orElse("")));
    }
    return ExitCode.OK;
  }

  private CaptureLimits limits() {
    CaptureLimits limits = CaptureLimits.NONE;
    if (count != null) {
      limits = limits.withPackets(positive("--count", count));
    }
    if (seconds != null) {
      limits = limits.withTime(Duration.ofSeconds(positive("--seconds", seconds)));
    }
    if (megabytes != null) {
      limits = limits.withOctets(positive("--size", megabytes) * 1_000_000);
    }
    return ring == null ? limits : limits.withRing((int) positive("--ring", ring));
  }

  private long positive(String option, long value) {
    if (value <= 0 || value > Integer.MAX_VALUE) {
      throw new ParameterException(
          spec.commandLine(), option + " " + value + ": a number from 1 to " + Integer.MAX_VALUE);
    }
    return value;
  }

  /** Ctrl-C ends the capture, not the process: the file is closed and the summary said first. */
  private void run(LiveCapture capture, String from, Path to, CaptureLimits limits)
      throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    CountDownLatch said = new CountDownLatch(1);
    Thread onSignal = new Thread(() -> stopAndWait(capture, said));
    Runtime.getRuntime().addShutdownHook(onSignal);
    err.println("capturing on " + Terminal.inert(from) + " into " + Terminal.inert(to.toString()));
    try {
      CaptureSummary summary = capture.write(to, limits);
      err.println(summary.message());
      if (ring != null) {
        summary.files().forEach(one -> err.println(Terminal.inert(one.toString())));
      }
      err.flush();
      complete = true;
    } finally {
      said.countDown();
      unregister(onSignal);
    }
  }

  private void stopAndWait(LiveCapture capture, CountDownLatch said) {
    capture.stop();
    try {
      if (said.await(10, TimeUnit.SECONDS) && complete) {
        Runtime.getRuntime().halt(ExitCode.OK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void unregister(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // a signal came: the hook is running, and ends the process
    }
  }
}
