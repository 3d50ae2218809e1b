package tcplab.sockets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tcplab.Requirement;

/** The folder of real listings beside the checkout. */
final class SharedTexts {
  private SharedTexts() {}

  static Path folder() {
    String base = System.getProperty("tcplab.basedir", System.getProperty("user.dir"));
    Path folder = Path.of(base, "../shared/socket-text").normalize();
    Requirement.requires(Files.isDirectory(folder), folder.toString());
    return folder;
  }

  static Snapshot parse(String file) throws IOException {
    return SocketText.parse(Files.readAllBytes(folder().resolve(file)), file);
  }
}
