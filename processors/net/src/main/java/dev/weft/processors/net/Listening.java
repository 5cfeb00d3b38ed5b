package dev.weft.processors.net;

import dev.weft.spi.flow.Given;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Where to listen, to whom, and how much may come; the part of the settings that all listeners
 * share.
 */
record Listening(String address, int port, List<String> senders, int maxBytes, int maxWaiting) {
  static final int MEGABYTE = 1 << 20;

  /** Refuses what would let strangers in. */
  Listening {
    if (!isLoopback(address) && senders.isEmpty()) {
      throw new IllegalArgumentException(
          "address must be loopback unless senders names the networks that may send");
    }
    Networks.check(senders);
  }

  static Listening of(
      String address, Integer port, List<String> senders, Integer maxBytes, Integer maxWaiting) {
    if (port == null) {
      throw new IllegalArgumentException("port must be given");
    }
    return new Listening(
        Given.textOr(address, "127.0.0.1"),
        Given.within("port", port, 0, 0, 65_535),
        senders == null ? List.of() : List.copyOf(senders),
        Given.within("maxBytes", maxBytes, 65_536, 1, MEGABYTE),
        Given.within("maxWaiting", maxWaiting, 10_000, 1, 100_000));
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("address is not known: " + address, e);
    }
  }

  InetSocketAddress socketAddress() {
    return new InetSocketAddress(address, port);
  }

  Networks networks() {
    return new Networks(senders);
  }
}
