package dev.weft.processors.net;

import dev.weft.processors.net.Frames.Framing;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Takes connections, each with a thread of its own that reads it. When the inbox is full, nobody
 * reads, and TCP makes the senders wait.
 */
final class TcpDoor implements Door {
  private static final Duration IDLE_LONGEST = Duration.ofHours(1);
  private static final int BACKLOG = 50;

  private final Listening listening;
  private final int maxConnections;
  private final Framing framing;
  private final Networks networks;
  private final Inbox inbox;
  private final Clock clock;
  private final ServerSocket server;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            var thread = new Thread(work, "listen-tcp");
            thread.setDaemon(true);
            return thread;
          });

  /** Opens sockets, with TLS or without. */
  interface Sockets {
    ServerSocket open() throws IOException;
  }

  TcpDoor(
      Listening listening,
      int maxConnections,
      Framing framing,
      Sockets sockets,
      Inbox inbox,
      Clock clock)
      throws IOException {
    this.listening = listening;
    this.maxConnections = maxConnections;
    this.framing = framing;
    this.networks = listening.networks();
    this.inbox = inbox;
    this.clock = clock;
    this.server = sockets.open();
    server.bind(listening.socketAddress(), BACKLOG);
    threads.execute(this::accept);
  }

  @Override
  public int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var connection = server.accept();
        if (connections.size() >= maxConnections || !networks.allow(connection.getInetAddress())) {
          connection.close();
        } else {
          connections.add(connection);
          threads.execute(() -> serve(connection));
        }
      } catch (IOException e) {
        // A client that went at once, or this door is being closed.
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setSoTimeout((int) IDLE_LONGEST.toMillis());
      connection.setKeepAlive(true);
      var in = new BufferedInputStream(connection.getInputStream());
      var frames = new Frames(in, framing, listening.maxBytes());
      for (var next = frames.next(); next.isPresent(); next = frames.next()) {
        if (next.get().whole()) {
          var bytes = frames.bytes(next.get());
          inbox.put(new Message(bytes, connection.getInetAddress(), clock.instant()));
        } else {
          inbox.leaveOut();
        }
      }
    } catch (IOException e) {
      // The client has gone, was silent for too long, or does not speak as it should.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connections.remove(connection);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (var connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      threads.shutdownNow();
    }
  }
}
