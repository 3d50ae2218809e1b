package tcplab.capture;

import java.io.IOException;

/** A capture from which nothing could be read. {@link #fault} says where and why. */
public final class CaptureException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient Fault fault;

  /** A capture that fails with this fault. */
  public CaptureException(Fault fault) {
    super(fault.message());
    this.fault = fault;
  }

  /** Where and why. */
  public Fault fault() {
    return fault;
  }
}
