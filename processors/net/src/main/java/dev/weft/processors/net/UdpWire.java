package dev.weft.processors.net;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;

/** Messages as datagrams. */
final class UdpWire implements Wire {
  private final DatagramSocket socket = new DatagramSocket();
  private final InetSocketAddress to;

  UdpWire(String host, int port) throws IOException {
    to = new InetSocketAddress(host, port);
    if (to.isUnresolved()) {
      socket.close();
      throw new IOException("the host is not known");
    }
  }

  @Override
  public void send(byte[] message) throws IOException {
    socket.send(new DatagramPacket(message, message.length, to));
  }

  @Override
  public void flush() {
    // A datagram has gone when it is sent.
  }

  @Override
  public void close() {
    socket.close();
  }
}
