package dev.weft.gateway.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listening sockets, and one thread that accepts at all of them, as fast as the {@link
 * Entrance} lets it. Ports may be opened and closed at any time, by any thread.
 */
final class Listeners implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Listeners.class);
  private static final int BACKLOG = 1_024;
  private static final Duration WAIT = Duration.ofSeconds(1);

  private final String host;
  private final Entrance entrance;
  private final Accepted accepted;
  private final Selector selector;
  private final Thread thread = new Thread(this::run, "weft-gateway-accept");
  private volatile boolean running = true;

  Listeners(String host, Entrance entrance, Accepted accepted) {
    this.host = host;
    this.entrance = entrance;
    this.accepted = accepted;
    try {
      this.selector = Selector.open();
    } catch (IOException e) {
      throw new IllegalStateException("there is no selector", e);
    }
    thread.setDaemon(true);
  }

  /** Takes over a connection that has come in. */
  interface Accepted {
    void accept(SocketChannel channel, Route route, Entrance.Place place);
  }

  /** One open port. */
  final class Port implements AutoCloseable {
    private final ServerSocketChannel socket;

    private Port(ServerSocketChannel socket) {
      this.socket = socket;
    }

    int number() {
      return socket.socket().getLocalPort();
    }

    @Override
    public void close() {
      try {
        socket.close();
        selector.wakeup(); // the socket is let go of by the next turn only
      } catch (IOException e) {
        log.warn("Port {} did not close: {}", number(), e.getMessage());
      }
    }
  }

  /**
   * Takes the port; connections are accepted there once {@link #start} was called.
   *
   * @param port 0 takes any free one
   */
  Port open(int port, Route route) throws IOException {
    var socket = ServerSocketChannel.open();
    try {
      socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      socket.bind(new InetSocketAddress(host, port), BACKLOG);
      socket.configureBlocking(false);
      socket.register(selector, SelectionKey.OP_ACCEPT, route);
      selector.wakeup();
      return new Port(socket);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() {
    running = false;
    if (!selector.isOpen()) {
      return;
    }
    selector.wakeup();
    try {
      for (var key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      log.warn("The gateway's ports did not close: {}", e.getMessage());
    }
  }

  private void run() {
    while (running) {
      try {
        selector.select(WAIT.toMillis());
        var ready = new ArrayList<>(selector.selectedKeys());
        selector.selectedKeys().clear();
        for (var key : ready) {
          accept(key);
        }
      } catch (InterruptedException e) {
        return;
      } catch (IOException | RuntimeException e) {
        if (running) {
          log.warn("A connection could not be accepted: {}", e.toString());
        }
      }
    }
  }

  private void accept(SelectionKey key) throws IOException, InterruptedException {
    if (!key.isValid() || !(key.channel() instanceof ServerSocketChannel socket)) {
      return;
    }
    // While there is no room, clients wait in the backlog, and the other ports with them.
    if (!entrance.awaitRoom(WAIT)) {
      return;
    }
    var channel = socket.accept();
    if (channel != null) {
      var route = (Route) key.attachment();
      entrance.admit(channel).ifPresent(place -> accepted.accept(channel, route, place));
    }
  }
}
