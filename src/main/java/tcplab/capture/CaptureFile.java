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

/**
 * Reads captures: pcap and pcapng, each also packed with gzip. The kind is told by the first
 * octets, never by the name.
 *
 * <p>What cannot be read at all is a {@link CaptureException}. A capture that is damaged or cut
 * further on gives what stands before, and {@link Packets#faults} says where it ended.
 */
public final class CaptureFile {
  private static final int LOOK = 16;

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
    try (SeekableByteChannel channel = open(file)) {
      return read(file.toString(), channel, Files.size(file), progress);
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  /**
   * Reads a capture from a stream, such as standard input. The stream is closed.
   *
   * @param name what messages call it
   * @throws CaptureException when nothing could be read
   */
  public static Packets read(InputStream stream, String name, Progress progress)
      throws CaptureException {
    try (ReadableByteChannel channel = Channels.newChannel(stream)) {
      return read(name, channel, -1, progress);
    } catch (IOException e) {
      throw unreadable(name, e);
    }
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
      decode(in, finder);
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

  private static Packets read(
      String name, ReadableByteChannel channel, long total, Progress progress) throws IOException {
    try (Input in = new Input(name, channel, total, progress)) {
      Decoder decoder =
          new Decoder(rows -> (int) Math.min(in.expectedRows(rows), Integer.MAX_VALUE));
      try {
        decode(in, decoder);
      } catch (CaptureException e) {
        throw e;
      } catch (IOException e) {
        keepOrThrow(in, decoder, e);
      }
      return finish(in, decoder);
    }
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
    decoder.fault(new Fault(in.name(), in.offset(), reason(e), "what stands before was read"));
  }

  private static void decode(Input in, FrameSink sink) throws IOException {
    in.unpackIfNeeded();
    if (!in.need(4)) {
      notACapture(in);
    }
    int first = Octets.i32(in.bytes, in.at);
    if (PcapReader.recognizes(first)) {
      PcapReader.read(in, sink);
    } else if (first == PcapngReader.SECTION_HEADER) {
      PcapngReader.read(in, sink);
    } else {
      notACapture(in);
    }
  }

  private static void notACapture(Input in) throws IOException {
    if (in.stopped()) {
      return;
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
            "pcap, pcapng and either packed with gzip can be read"));
  }

  private static CaptureException unreadable(String name, IOException e) {
    if (e instanceof CaptureException known) {
      return known;
    }
    CaptureException typed =
        new CaptureException(new Fault(name, 0, reason(e), "look at its name and its rights"));
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
