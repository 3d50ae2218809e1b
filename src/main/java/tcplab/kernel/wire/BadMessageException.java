package tcplab.kernel.wire;

/** Frames that are no Jupyter message; they are dropped, and the kernel goes on. */
public final class BadMessageException extends Exception {
  private static final long serialVersionUID = 1L;

  BadMessageException(String what) {
    super(what);
  }
}
