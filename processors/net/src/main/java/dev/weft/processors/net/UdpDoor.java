package dev.weft.processors.net;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.time.Clock;
import java.util.Arrays;

/** Takes datagrams. When the inbox is full they are dropped, and counted. */
final class UdpDoor implements Door {
  /** More than most systems grant; bursts wait in it while the flow is busy. */
  private static final int KERNEL_BUFFER = 1 << 20;

  private final Networks networks;
  private final Inbox inbox;
  private final Clock clock;
  private final DatagramSocket socket;
  private final int maxBytes;

  UdpDoor(Listening listening, Inbox inbox, Clock clock) throws IOException {
    this.networks = listening.networks();
    this.inbox = inbox;
    this.clock = clock;
    this.maxBytes = listening.maxBytes();
    this.socket = new DatagramSocket(listening.socketAddress());
    socket.setReceiveBufferSize(KERNEL_BUFFER);
    var thread = new Thread(this::receive, "listen-udp");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public int port() {
    return socket.getLocalPort();
  }

  private void receive() {
    // One byte more than allowed shows that a datagram is too long.
    var packet = new DatagramPacket(new byte[maxBytes + 1], maxBytes + 1);
    while (!socket.isClosed()) {
      try {
        packet.setLength(maxBytes + 1);
        socket.receive(packet);
        take(packet);
      } catch (IOException e) {
        // This door is being closed, or the system has refused one datagram.
      }
    }
  }

  private void take(DatagramPacket packet) {
    if (!networks.allow(packet.getAddress())) {
      return;
    }
    if (packet.getLength() > maxBytes) {
      inbox.leaveOut();
      return;
    }
    var bytes = Arrays.copyOf(packet.getData(), packet.getLength());
    inbox.offer(new Message(bytes, packet.getAddress(), clock.instant()));
  }

  @Override
  public void close() {
    socket.close();
  }
}
