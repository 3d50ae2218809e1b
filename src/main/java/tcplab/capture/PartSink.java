package tcplab.capture;

/** Turns frames into rows, which can be taken away part by part. */
interface PartSink extends FrameSink {
  /** How many rows there are, or a few more: as many as the frames that are still under way. */
  int rows();

  /** How many frames there were that are not under way. */
  int frames();

  /** Waits until no frame is under way. */
  void settle();

  /** The rows until now, which are forgotten here. */
  Packets take();
}
