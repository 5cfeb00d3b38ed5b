package dev.weft.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes JSON objects over TCP, one a line, whose first field {@code n} is a number, and counts
 * them; it can stop reading and go on. Numbers may come again, as after a connection that broke;
 * none may be left out.
 */
final class LineSink implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;
  private static final long LOOK_NANOS = 5_000_000;
  private static final byte[] HEAD = {'{', '"', 'n', '"', ':'};

  private final ServerSocket server;
  private final Thread thread;
  private volatile boolean stopped;
  private final AtomicLong lines = new AtomicLong();
  private final AtomicLong highest = new AtomicLong(-1);
  private final AtomicLong gaps = new AtomicLong();

  LineSink() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    thread = new Thread(this::serve, "sink");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return server.getLocalPort();
  }

  void stop() {
    stopped = true;
  }

  void goOn() {
    stopped = false;
  }

  /** Lines that have come, those that came again included. */
  long lines() {
    return lines.get();
  }

  /** The highest number that has come; -1 for none. */
  long highest() {
    return highest.get();
  }

  /** How often a number came before all smaller ones. */
  long gaps() {
    return gaps.get();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (var socket = server.accept()) {
        read(socket);
      } catch (IOException e) {
        // The other side may come again.
      }
    }
  }

  private void read(Socket socket) throws IOException {
    var in = socket.getInputStream();
    var buffer = new byte[BUFFER];
    var line = new Line();
    while (true) {
      while (stopped) {
        LockSupport.parkNanos(LOOK_NANOS);
      }
      var count = in.read(buffer);
      if (count < 0) {
        return;
      }
      for (var i = 0; i < count; i++) {
        line.next(buffer[i]);
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  /** Where in a line it is, and the number read so far. */
  private final class Line {
    private int at;
    private long number;
    private boolean ended;

    void next(byte b) {
      if (b == '\n') {
        take(number);
        at = 0;
        number = 0;
        ended = false;
      } else if (at < HEAD.length) {
        at++;
      } else if (!ended && b >= '0' && b <= '9') {
        number = number * 10 + (b - '0');
      } else {
        ended = true;
      }
    }

    private void take(long n) {
      lines.incrementAndGet();
      if (n > highest.get() + 1) {
        gaps.incrementAndGet();
      }
      highest.accumulateAndGet(n, Math::max);
    }
  }
}
