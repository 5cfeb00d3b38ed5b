package dev.weft.processors.net;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/** Messages as lines on a connection. */
final class TcpWire implements Wire {
  private final Socket socket;
  private final OutputStream out;

  TcpWire(Socket socket) throws IOException {
    this.socket = socket;
    this.out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
  }

  @Override
  public void send(byte[] message) throws IOException {
    out.write(message);
    out.write('\n');
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It was broken already.
    }
  }
}
