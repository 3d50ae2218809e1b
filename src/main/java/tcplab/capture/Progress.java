package tcplab.capture;

/** Hears how far reading has come, and can stop it. */
@FunctionalInterface
public interface Progress {
  /** Hears nothing and never stops. */
  Progress NONE = (read, total) -> true;

  /**
   * Called after every chunk, about every 256 KiB, in the reading thread.
   *
   * @param bytesRead octets of the file read so far
   * @param bytesTotal octets of the file, or -1 when that is not known
   * @return whether to go on; what was read is kept either way
   */
  boolean advance(long bytesRead, long bytesTotal);
}
