package tcplab.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads captures: pcap and pcapng, each also packed with gzip or zstd. The kind is told by the
 * first octets, never by the name.
 *
 * <p>What cannot be read at all is a {@link CaptureException}. A capture that is damaged or cut
 * further on gives what stands before, and {@link Packets#faults} says where it ended.
 */
public final class CaptureFile {
  private static final int LOOK = 16;

  /** Below this size a second thread costs more than it gives. */
  private static final long WORTH_A_THREAD = 4 << 20;

  /** In a smaller heap the blocks between two threads would take what connections need. */
  private static final long ROOM_FOR_BLOCKS = 256 << 20;

  private CaptureFile() {}

  /**
   * Reads a whole capture.
   *
   * @throws CaptureException when nothing could be read: no such file, a directory, no right to
   *     read, empty, no capture, a link type that is not known
   */
  public static Packets read(Path file) throws CaptureException {
    return read(file, Progress.NONE);
  }

  /**
   * Reads a capture and reports how far it has come. Stopped by {@code progress} or by an interrupt
   * of the thread, it returns what was read until then, with a fault that says so.
   *
   * @throws CaptureException when nothing could be read
   */
  public static Packets read(Path file, Progress progress) throws CaptureException {
    try {
      return read(file, PacketFilter.ALL, progress);
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  /**
   * Reads those frames of a capture that a filter wants. Frames keep the numbers that they have in
   * the file.
   *
   * @throws CaptureException when nothing could be read
   * @throws FilterException when the filter is wrong
   * @throws LibpcapException when there is a filter and no libpcap
   */
  public static Packets read(Path file, PacketFilter filter, Progress progress) throws IOException {
    return read(file, filter, progress, Batches.NONE);
  }

  /**
   * The same, part by part.
   *
   * @return what follows the last part, with the faults of all
   */
  public static Packets read(Path file, PacketFilter filter, Progress progress, Batches batches)
      throws IOException {
    try (SeekableByteChannel channel = open(file);
        Input in = new Input(file.toString(), channel, Files.size(file), progress)) {
      return read(in, filter, batches);
    } catch (IOException e) {
      throw typed(file.toString(), e);
    }
  }

  /**
   * Reads a capture from a stream; see {@link #read(InputStream, String, PacketFilter, Progress)}.
   *
   * @throws CaptureException when nothing could be read
   */
  public static Packets read(InputStream stream, String name, Progress progress)
      throws CaptureException {
    try {
      return read(stream, name, PacketFilter.ALL, progress);
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  /**
   * Reads a capture from a stream, such as standard input. The stream is closed.
   *
   * @param name what messages call it
   * @throws CaptureException when nothing could be read
   * @throws FilterException when the filter is wrong
   * @throws LibpcapException when there is a filter and no libpcap
   */
  public static Packets read(
      InputStream stream, String name, PacketFilter filter, Progress progress) throws IOException {
    return read(stream, name, filter, progress, Batches.NONE);
  }

  /**
   * The same, part by part.
   *
   * @return what follows the last part, with the faults of all
   */
  public static Packets read(
      InputStream stream, String name, PacketFilter filter, Progress progress, Batches batches)
      throws IOException {
    try (ReadableByteChannel channel = Channels.newChannel(stream);
        Input in = new Input(name, channel, -1, progress)) {
      return read(in, filter, batches);
    } catch (IOException e) {
      throw typed(name, e);
    }
  }

  /**
   * Reads several captures as one, merged by the times of their frames; of equal ones, that of the
   * file named first comes first. Frames are numbered in this order, filtered or not, as in the
   * file that mergecap would write; interfaces are numbered on over the files.
   *
   * @throws CaptureException when there is a file of which nothing could be read
   * @throws FilterException when the filter is wrong
   * @throws LibpcapException when there is a filter and no libpcap
   */
  public static Packets merge(List<Path> files, PacketFilter filter, Progress progress)
      throws IOException {
    return merge(files, filter, progress, Batches.NONE);
  }

  /**
   * The same, part by part.
   *
   * @return what follows the last part, with the faults of all
   */
  public static Packets merge(
      List<Path> files, PacketFilter filter, Progress progress, Batches batches)
      throws IOException {
    List<Input> opened = new ArrayList<>();
    JointProgress joint = new JointProgress(progress);
    try {
      for (Path file : files) {
        opened.add(open(file, joint));
      }
      return merge(opened, filter, batches);
    } finally {
      for (Input in : opened) {
        in.close();
      }
    }
  }

  private static Input open(Path file, JointProgress joint) throws CaptureException {
    try {
      long size = Files.isRegularFile(file) ? Files.size(file) : -1;
      return new Input(file.toString(), open(file), size, joint.part(size));
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  private static Packets merge(List<Input> opened, PacketFilter filter, Batches batches)
      throws IOException {
    Decoder decoder = new Decoder(rows -> 0);
    FilteredFrames filtered = new FilteredFrames(filter, decoder, "all files");
    MergedFrames merged = new MergedFrames(filter.wantsAll() ? decoder : filtered);
    for (Input in : opened) {
      merged.add(in);
    }
    merged.run(
        () -> {
          if (decoder.held() >= batches.rows()) {
            batches.take(decoder.take());
          }
        });
    filtered.check();
    Input stopped = opened.stream().filter(Input::stopped).findFirst().orElse(opened.get(0));
    return finish(stopped, decoder);
  }

  /**
   * One frame of a capture, as it was captured.
   *
   * @param number 1-based, as in {@link Packets#packet}
   * @throws CaptureException when the file cannot be read, or ends before that frame
   */
  public static RawFrame frame(Path file, int number) throws CaptureException {
    FrameFinder finder = new FrameFinder(number);
    try (SeekableByteChannel channel = open(file);
        Input in = new Input(file.toString(), channel, Files.size(file), Progress.NONE)) {
      FrameReader reader = reader(in, finder);
      boolean more = finder.wantsMore();
      while (more) {
        more = reader.next() && finder.wantsMore();
      }
      return finder.found(in);
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  private static SeekableByteChannel open(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new CaptureException(
          new Fault(file.toString(), 0, "this is a directory", "name a capture file in it"));
    }
    return Files.newByteChannel(file);
  }

  private static Packets read(Input in, PacketFilter filter, Batches batches) throws IOException {
    Runtime machine = Runtime.getRuntime();
    if (in.isLarger(WORTH_A_THREAD)
        && machine.availableProcessors() > 1
        && machine.maxMemory() >= ROOM_FOR_BLOCKS) {
      in.readAhead();
      try (FlowFinder finder = new FlowFinder()) {
        return read(in, filter, batches, finder);
      }
    }
    return read(in, filter, batches, null);
  }

  private static Packets read(
      Input in, PacketFilter filter, Batches batches, @Nullable FlowFinder finder)
      throws IOException {
    Decoder decoder =
        new Decoder(
            rows -> (int) Math.min(in.expectedRows(rows, in.read()), batches.rows()), finder);
    readAll(in, filter, batches, decoder);
    return finish(in, decoder);
  }

  private static void readAll(Input in, PacketFilter filter, Batches batches, Decoder decoder)
      throws IOException {
    FilteredFrames filtered = new FilteredFrames(filter, decoder, in.name());
    try {
      FrameReader reader = reader(in, filter.wantsAll() ? decoder : filtered);
      int most = batches.rows();
      while (reader.next()) {
        if (decoder.held() >= most) {
          batches.take(decoder.take());
          most = batches.rows();
        }
      }
    } catch (CaptureException | FilterException | LibpcapException e) {
      throw e;
    } catch (IOException e) {
      keepOrThrow(in, decoder, e);
    }
    filtered.check();
  }

  private static Packets finish(Input in, Decoder decoder) throws CaptureException {
    if (in.stopped()) {
      decoder.fault(
          new Fault(
              in.name(), in.offset(), "reading was stopped here", "what stands before was read"));
    }
    Packets packets = decoder.packets();
    if (packets.size() == 0 && decoder.nothingUnderstood()) {
      throw new CaptureException(packets.faults().get(0));
    }
    return packets;
  }

  /** An error in the middle ends reading, but does not take away what was read. */
  private static void keepOrThrow(Input in, Decoder decoder, IOException e) throws IOException {
    if (decoder.frames() == 0) {
      throw e;
    }
    decoder.fault(endedBy(in, e));
  }

  /** The fault of a capture that an error ended. */
  static Fault endedBy(Input in, IOException e) {
    return new Fault(in.name(), in.offset(), reason(e), "what stands before was read");
  }

  /**
   * The reader for this capture, which has used the capture's header.
   *
   * @throws CaptureException when it is no capture
   */
  static FrameReader reader(Input in, FrameSink sink) throws IOException {
    in.unpackIfNeeded();
    if (!in.need(4)) {
      return notACapture(in);
    }
    int first = Octets.i32(in.bytes, in.at);
    if (PcapReader.recognizes(first)) {
      return PcapReader.open(in, sink);
    } else if (first == PcapngReader.SECTION_HEADER) {
      return PcapngReader.open(in, sink);
    }
    return notACapture(in);
  }

  private static FrameReader notACapture(Input in) throws IOException {
    if (in.stopped()) {
      return () -> false;
    }
    if (in.available() == 0 && !in.need(1)) {
      throw new CaptureException(new Fault(in.name(), 0, "the file is empty", "record it again"));
    }
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < Math.min(LOOK, in.available()); i++) {
      hex.append(String.format("%02x", in.bytes[in.at + i]));
    }
    throw new CaptureException(
        new Fault(
            in.name(),
            0,
            "this is no capture, it begins with " + hex,
            "pcap, pcapng and either packed with gzip or zstd can be read"));
  }

  /** One of the three exceptions that say what to do. */
  static IOException typed(String name, IOException e) {
    boolean known = e instanceof FilterException || e instanceof LibpcapException;
    return known ? e : unreadable(name, e);
  }

  static CaptureException unreadable(String name, IOException e) {
    if (e instanceof CaptureException known) {
      return known;
    }
    String advice =
        e instanceof ZipException ? "copy or pack it again" : "look at its name and its rights";
    CaptureException typed = new CaptureException(new Fault(name, 0, reason(e), advice));
    typed.initCause(e);
    return typed;
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (e instanceof AccessDeniedException) {
      return "there is no right to read it";
    }
    String detail = e.getMessage();
    return "it cannot be read" + (detail == null ? "" : " (" + detail + ")");
  }
}
