package dev.weft.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** The two ports on 127.0.0.1 that the embedded broker listens on. */
record LoopbackPorts(int broker, int controller) {
  static final String HOST = "127.0.0.1";
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int FIRST = 20_000;
  private static final int LAST = 32_000;
  private static final int TRIES = 50;

  /**
   * Two ports that nobody listens on now; somebody else may be quicker to take them. From below
   * those that systems give to whoever asks for any port, as each outgoing connection does (32768
   * on Linux, 49152 by RFC 6335): else one of these is quicker now and then, and Kafka ends the
   * process for it.
   */
  static LoopbackPorts free() {
    for (int tries = 0; tries < TRIES; tries++) {
      var broker = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      var ports = new LoopbackPorts(broker, ThreadLocalRandom.current().nextInt(FIRST, LAST));
      if (ports.broker != ports.controller && ports.areFree()) {
        return ports;
      }
    }
    return any();
  }

  private static LoopbackPorts any() {
    try (var first = listen(0);
        var second = listen(0)) {
      return new LoopbackPorts(first.getLocalPort(), second.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads what {@link #toString()} wrote; empty when the text is something else. */
  static Optional<LoopbackPorts> parse(String text) {
    var parts = text.strip().split(" ");
    try {
      return parts.length == 2
          ? Optional.of(new LoopbackPorts(Integer.parseInt(parts[0]), Integer.parseInt(parts[1])))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  boolean areFree() {
    try (var first = listen(broker);
        var second = listen(controller)) {
      return first.isBound() && second.isBound();
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  private static ServerSocket listen(int port) throws IOException {
    var socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port));
    return socket;
  }

  @Override
  public String toString() {
    return broker + " " + controller;
  }
}
