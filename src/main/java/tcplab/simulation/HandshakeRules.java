package tcplab.simulation;

import static tcplab.simulation.HandshakeSegment.ACK_A;
import static tcplab.simulation.HandshakeSegment.ACK_B;
import static tcplab.simulation.HandshakeSegment.FIN_A;
import static tcplab.simulation.HandshakeSegment.FIN_B;
import static tcplab.simulation.HandshakeSegment.PLAIN_ACK;
import static tcplab.simulation.HandshakeSegment.PLAIN_SYN;
import static tcplab.simulation.HandshakeSegment.PROBE_A;
import static tcplab.simulation.HandshakeSegment.PROBE_B;
import static tcplab.simulation.HandshakeSegment.RST_A;
import static tcplab.simulation.HandshakeSegment.RST_B;
import static tcplab.simulation.HandshakeSegment.SYN;
import static tcplab.simulation.HandshakeSegment.SYN_ACK;

import tcplab.simulation.HandshakeSettings.Variant;
import tcplab.simulation.HandshakeState.End;

/**
 * What an end does with a segment that arrives: RFC 9293 §3.10.7, as far as opening, RST and a
 * close of three segments go (there is no data, and TIME-WAIT has a model of its own).
 *
 * <p>A number that is not the expected one is outside every window here: an end that is
 * synchronized answers such a segment with an ACK of its own numbers (§3.10.7.4, first step), an
 * end that is not answers a wrong acknowledgement with RST (§3.10.7.3).
 */
final class HandshakeRules {
  private final Variant variant;
  private final HandshakeState now;
  private final End client;
  private final End server;

  HandshakeRules(Variant variant, HandshakeState now) {
    this.variant = variant;
    this.now = now;
    this.client = now.client;
    this.server = now.server;
  }

  /** A segment arrives at the client. */
  void atClient(int segment) {
    int type = HandshakeSegment.type(segment);
    if (client.state == HandshakeState.NONE) {
      refuseByClient(type, segment);
    } else if (client.state < HandshakeState.ESTABLISHED) {
      whileOpening(type, segment);
    } else {
      atOpenClient(type, segment);
    }
  }

  /** RST with the number that the segment acknowledged; a segment without ACK needs none here. */
  private void refuseByClient(int type, int segment) {
    if (type != RST_B && type != PLAIN_SYN) {
      fromClient(RST_A, HandshakeSegment.a(segment), 0);
    }
  }

  private void whileOpening(int type, int segment) {
    if (type == RST_B) {
      return; // without an ACK of our SYN it says nothing to SYN-SENT (RFC 9293 §3.10.7.3)
    }
    if (type == PLAIN_SYN) {
      serversSyn(segment);
    } else if (HandshakeSegment.a(segment) != client.own) {
      refuseByClient(type, segment);
    } else if (type == SYN_ACK) {
      establishClient(HandshakeSegment.b(segment), false);
    } else if (type == PLAIN_ACK && variant == Variant.FOUR_WAY) {
      clientsSynAcknowledged();
    }
  }

  private void serversSyn(int segment) {
    if (client.state == HandshakeState.SYN_ACKED) {
      establishClient(HandshakeSegment.b(segment), HandshakeSegment.isOld(segment));
    } else if (client.state == HandshakeState.SYN_SENT) {
      client.state = HandshakeState.SYN_GOT;
      client.peer = HandshakeSegment.b(segment);
      client.oldSyn = HandshakeSegment.isOld(segment);
    }
  }

  private void clientsSynAcknowledged() {
    if (client.state == HandshakeState.SYN_GOT) {
      establishClient(client.peer, client.oldSyn);
    } else {
      client.state = HandshakeState.SYN_ACKED;
    }
  }

  private void establishClient(int peer, boolean oldSyn) {
    client.state = HandshakeState.ESTABLISHED;
    client.peer = peer;
    boolean confirmed = server.state != HandshakeState.NONE && server.own == peer;
    client.oldSyn = oldSyn && !confirmed;
    // Where numbers repeat, an old SYN can be the very one that the client would send again. Once
    // this client acknowledges what the server made of it, the connection is the one it asked for.
    server.oldSyn &= !(confirmed && server.peer == client.own);
    if (variant != Variant.TWO_WAY) {
      fromClient(ACK_A, client.own, client.peer);
    }
  }

  private void atOpenClient(int type, int segment) {
    boolean ours =
        HandshakeSegment.a(segment) == client.own && HandshakeSegment.b(segment) == client.peer;
    switch (type) {
      case RST_B -> {
        if (HandshakeSegment.b(segment) == client.peer) {
          now.endClient();
        }
      }
      case SYN_ACK -> {
        // Two-way: a repeat of what opened us needs no answer. Else our ACK was lost, or it is a
        // SYN in a synchronized state, which a challenge ACK answers (RFC 9293 §3.10.7.4).
        if (variant != Variant.TWO_WAY || !ours) {
          acknowledgeByClient();
        }
      }
      case PLAIN_SYN -> acknowledgeByClient();
      case PROBE_B -> {
        client.probing &= !ours;
        acknowledgeByClient();
      }
      case ACK_B -> acknowledged(client, ours);
      case FIN_B -> finAtClient(ours);
      default -> {} // PLAIN_ACK says nothing new
    }
  }

  private void acknowledged(End end, boolean ours) {
    boolean atClient = end == client;
    if (!ours) {
      if (atClient) {
        acknowledgeByClient();
      } else {
        acknowledgeByServer();
      }
      return;
    }
    end.probing = false;
    if (end.state == HandshakeState.LAST_ACK) {
      end(atClient);
    }
  }

  private void finAtClient(boolean ours) {
    if (!ours) {
      acknowledgeByClient();
    } else if (client.state == HandshakeState.ESTABLISHED) {
      client.state = HandshakeState.LAST_ACK;
      client.probing = false;
      fromClient(FIN_A, client.own, client.peer);
    } else if (client.state == HandshakeState.CLOSING) {
      acknowledgeByClient();
      now.endClient();
    }
  }

  private void end(boolean atClient) {
    if (atClient) {
      now.endClient();
    } else {
      now.endServer();
    }
  }

  private void acknowledgeByClient() {
    fromClient(ACK_A, client.own, client.peer);
  }

  private void acknowledgeByServer() {
    fromServer(ACK_B, server.peer, server.own);
  }

  /** A SYN arrives at a server that listens, which takes a number of its own. */
  void accept(int segment, int own) {
    server.own = own;
    server.peer = HandshakeSegment.a(segment);
    server.oldSyn = HandshakeSegment.isOld(segment);
    server.stale = server.oldSyn;
    server.state = HandshakeState.SYN_RECEIVED;
    if (variant == Variant.TWO_WAY) {
      establishServer();
    }
    answerSyn(true);
    answerSyn(false);
  }

  /**
   * Sends, or repeats, what answers a SYN.
   *
   * @param first of two segments (four-way) the first; the only one counts as the second
   */
  void answerSyn(boolean first) {
    boolean four = variant == Variant.FOUR_WAY || variant == Variant.FOUR_WAY_WITH_ACK;
    if (first && four) {
      fromServer(PLAIN_ACK, server.peer, server.own);
    } else if (!first) {
      fromServer(variant == Variant.FOUR_WAY ? PLAIN_SYN : SYN_ACK, server.peer, server.own);
    }
  }

  private void establishServer() {
    server.state = HandshakeState.ESTABLISHED;
    server.oldSyn &= !(client.state != HandshakeState.NONE && client.own == server.peer);
  }

  /** A segment arrives at the server, other than a SYN in LISTEN. */
  void atServer(int segment) {
    int type = HandshakeSegment.type(segment);
    if (server.state == HandshakeState.NONE) {
      if (type != RST_A) {
        fromServer(RST_B, 0, HandshakeSegment.b(segment));
      }
    } else if (type == RST_A) {
      if (HandshakeSegment.a(segment) == server.peer) {
        now.endServer();
      }
    } else if (type == SYN) {
      anotherSyn(segment);
    } else if (type == PROBE_A) {
      server.probing &= !ours(segment);
      acknowledgeByServer();
    } else if (server.state == HandshakeState.SYN_RECEIVED) {
      inSynReceived(type, segment);
    } else if (type == ACK_A) {
      acknowledged(server, ours(segment));
    } else {
      finAtServer(ours(segment));
    }
  }

  private boolean ours(int segment) {
    return HandshakeSegment.a(segment) == server.peer && HandshakeSegment.b(segment) == server.own;
  }

  private void anotherSyn(int segment) {
    boolean repeat = HandshakeSegment.a(segment) == server.peer;
    if (!repeat) {
      acknowledgeByServer();
    } else if (variant == Variant.TWO_WAY && server.state == HandshakeState.ESTABLISHED) {
      answerSyn(false);
    }
  }

  private void inSynReceived(int type, int segment) {
    if (HandshakeSegment.a(segment) != server.peer) {
      acknowledgeByServer();
    } else if (HandshakeSegment.b(segment) != server.own) {
      fromServer(RST_B, 0, HandshakeSegment.b(segment));
    } else {
      establishServer();
      if (type == FIN_A) {
        finAtServer(true);
      }
    }
  }

  private void finAtServer(boolean ours) {
    if (!ours) {
      acknowledgeByServer();
    } else if (server.state == HandshakeState.ESTABLISHED) {
      server.state = HandshakeState.LAST_ACK;
      server.probing = false;
      fromServer(FIN_B, server.peer, server.own);
    } else if (server.state == HandshakeState.CLOSING) {
      acknowledgeByServer();
      now.endServer();
    }
  }

  void fromClient(int type, int a, int b) {
    now.send(HandshakeSegment.of(type, a, b, client.state == HandshakeState.NONE));
  }

  void fromServer(int type, int a, int b) {
    boolean old = server.stale || client.state == HandshakeState.NONE;
    now.send(HandshakeSegment.of(type, a, b, old));
  }

  /** What an end repeats when no answer comes, once no copy of it is on its way any more. */
  boolean repeat(boolean byClient, boolean first) {
    int before = now.count;
    End end = byClient ? client : server;
    int segment = 0;
    if (byClient && end.state >= HandshakeState.SYN_SENT && end.state <= HandshakeState.SYN_GOT) {
      segment = first ? HandshakeSegment.of(SYN, end.own, 0, false) : 0;
    } else if (!byClient && end.state == HandshakeState.SYN_RECEIVED) {
      answerSyn(first);
      return now.count > before && isNew(before);
    } else if (end.state >= HandshakeState.CLOSING && first) {
      segment =
          byClient
              ? HandshakeSegment.of(FIN_A, end.own, end.peer, false)
              : HandshakeSegment.of(FIN_B, end.peer, end.own, end.stale);
    }
    if (segment == 0 || now.carries(segment)) {
      return false;
    }
    now.send(segment);
    return now.count > before;
  }

  /** Whether no other segment equals the one sent last. */
  private boolean isNew(int index) {
    int sent = now.segments[index];
    now.count--;
    boolean isNew = !now.carries(sent);
    now.count++;
    return isNew;
  }

  /** Probes the peer (RFC 1122 §4.2.3.6). */
  void probe(boolean byClient) {
    if (byClient) {
      client.probing = true;
      fromClient(PROBE_A, client.own, client.peer);
    } else {
      server.probing = true;
      fromServer(PROBE_B, server.peer, server.own);
    }
  }

  /** CLOSE by the application: a FIN. */
  void close(boolean byClient) {
    if (byClient) {
      client.state = HandshakeState.CLOSING;
      client.probing = false;
      fromClient(FIN_A, client.own, client.peer);
    } else {
      server.state = HandshakeState.CLOSING;
      server.probing = false;
      fromServer(FIN_B, server.peer, server.own);
    }
  }
}
