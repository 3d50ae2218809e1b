package tcplab.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tcplab.Requirement;

/** Lasting connections are found, each once, while short ones come and go beside them. */
class ChurnTest {
  private static final int LASTING = 1000;

  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicInteger shortOnes = new AtomicInteger();
  private final List<SocketChannel> open = new ArrayList<>();

  private void churn(InetSocketAddress address) {
    while (!over.get()) {
      try (SocketChannel client = SocketChannel.open()) {
        client.setOption(StandardSocketOptions.SO_LINGER, 0);
        client.connect(address);
        shortOnes.incrementAndGet();
      } catch (java.io.IOException e) {
        Thread.onSpinWait();
      }
    }
  }

  /** Lets go of what is connected for a moment only. */
  private void accept(ServerSocketChannel server) {
    try {
      while (!over.get()) {
        server.accept().close();
      }
    } catch (java.io.IOException e) {
      Thread.onSpinWait(); // the server was closed: the test is over
    }
  }

  @Test
  void under_churn_no_lasting_socket_is_missing_and_none_comes_twice() throws Exception {
    Requirement.requires(Files.isReadable(Path.of("/proc/net/tcp")), "/proc/net/tcp (Linux)");
    InetSocketAddress any = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
    try (ServerSocketChannel lasting = ServerSocketChannel.open().bind(any, LASTING);
        ServerSocketChannel passing = ServerSocketChannel.open().bind(any, 100)) {
      Set<Integer> ports = new HashSet<>();
      for (int i = 0; i < LASTING; i++) {
        SocketChannel client = SocketChannel.open(lasting.getLocalAddress());
        open.add(client);
        ports.add(((InetSocketAddress) client.getLocalAddress()).getPort());
      }
      Thread churn = new Thread(() -> churn(address(passing)), "churn");
      Thread accept = new Thread(() -> accept(passing), "accept");
      churn.start();
      accept.start();
      for (LiveSockets source :
          List.of(LiveSockets.ofThisMachine(), LiveSockets.under(Path.of("/proc")))) {
        for (int i = 0; i < 10; i++) {
          isWhole(source.verified().snapshot(), ports, address(lasting).getPort());
        }
      }
      over.set(true);
      churn.join();
      passing.close();
      accept.join();
      assertThat(shortOnes).hasPositiveValue();
    } finally {
      over.set(true);
      for (SocketChannel client : open) {
        client.close();
      }
    }
  }

  private static InetSocketAddress address(ServerSocketChannel server) {
    try {
      return (InetSocketAddress) server.getLocalAddress();
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void isWhole(Snapshot sockets, Set<Integer> ports, int serverPort) {
    Snapshot clients = sockets.remotePort(serverPort);
    Set<Integer> found = new HashSet<>();
    for (int row = 0; row < clients.size(); row++) {
      found.add((int) clients.number(row, Field.LOCAL_PORT, 0));
    }
    assertThat(found).isEqualTo(ports);
    assertThat(clients.size()).isEqualTo(ports.size());
    Set<String> pairs = new HashSet<>();
    for (int row = 0; row < sockets.size(); row++) {
      if (sockets.has(row, Field.REMOTE_PORT)) {
        String pair =
            sockets.local(row)
                + " "
                + sockets.number(row, Field.LOCAL_PORT)
                + " "
                + sockets.remote(row)
                + " "
                + sockets.number(row, Field.REMOTE_PORT)
                + sockets.family(row);
        assertThat(pairs.add(pair)).as(pair).isTrue();
      }
    }
  }
}
