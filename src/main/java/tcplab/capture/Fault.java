package tcplab.capture;

/**
 * A place in a capture that could not be read. What stood before it was.
 *
 * @param file the capture's name
 * @param offset octets from the file's beginning
 * @param problem what is wrong there, in words
 * @param advice what the reader can do
 */
public record Fault(String file, long offset, String problem, String advice) {
  /** File, offset, problem and advice as one line. */
  public String message() {
    return file + ": offset " + offset + ": " + problem + "; " + advice;
  }
}
