package dev.weft.gateway.wire;

import dev.weft.gateway.GatewaySettings.Limits;
import dev.weft.gateway.access.Allowance;
import dev.weft.gateway.access.Counters;
import java.io.IOException;
import java.net.InetAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which connections come in and when: so many at once, so many from one address, so many
 * that nobody has logged in on yet, so many a second. Safe for any thread.
 *
 * <p>Who is beyond the first two is refused. Who comes too fast, or while too many others are still
 * logging in, waits to be accepted: after a restart a thousand clients come at once, and all of
 * them shall get in.
 */
final class Entrance {
  private static final Logger log = LoggerFactory.getLogger(Entrance.class);
  private static final Duration COMPLAINT_PAUSE = Duration.ofSeconds(10);

  private final Limits limits;
  private final Counters counters;
  private final LongSupplier nanos;
  private final Allowance pace;
  private final Map<InetAddress, Integer> byAddress = new HashMap<>();
  private int unauthenticated;
  private long refused;
  private long complainedAt;

  Entrance(Limits limits, Counters counters, LongSupplier nanos) {
    this.limits = limits;
    this.counters = counters;
    this.nanos = nanos;
    this.pace = new Allowance(limits.acceptsPerSecond(), nanos.getAsLong());
    this.complainedAt = nanos.getAsLong() - COMPLAINT_PAUSE.toNanos();
  }

  /** The place that a connection takes until it ends. */
  final class Place {
    private final InetAddress address;
    private boolean waiting = true;
    private boolean taken = true;

    private Place(InetAddress address) {
      this.address = address;
    }

    InetAddress address() {
      return address;
    }

    /** Somebody has logged in. */
    void authenticated() {
      synchronized (Entrance.this) {
        if (waiting) {
          waiting = false;
          unauthenticated--;
          Entrance.this.notifyAll();
        }
      }
    }

    /** The connection has ended. */
    void leave() {
      synchronized (Entrance.this) {
        authenticated();
        if (taken) {
          taken = false;
          counters.connections.decrementAndGet();
          byAddress.computeIfPresent(address, (at, count) -> count == 1 ? null : count - 1);
        }
      }
    }
  }

  /** Waits until one more may come in; false when that takes longer than this. */
  synchronized boolean awaitRoom(Duration most) throws InterruptedException {
    var deadline = nanos.getAsLong() + most.toNanos();
    while (isFull() || pace.left(nanos.getAsLong()) == 0) {
      var left = TimeUnit.NANOSECONDS.toMillis(deadline - nanos.getAsLong());
      if (left <= 0) {
        return false;
      }
      wait(isFull() ? left : 1);
    }
    return true;
  }

  private boolean isFull() {
    return unauthenticated >= limits.unauthenticated();
  }

  /** Whether those who do not log in keep others from doing so. */
  synchronized boolean isCrowded() {
    return unauthenticated >= limits.unauthenticated() * 3 / 4;
  }

  /** Gives the new connection a place, or closes it. */
  Optional<Place> admit(SocketChannel channel) throws IOException {
    var place = place(channel.socket().getInetAddress());
    if (place.isEmpty()) {
      channel.close();
      return place;
    }
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      return place;
    } catch (IOException | RuntimeException e) {
      place.get().leave();
      channel.close();
      throw e;
    }
  }

  private synchronized Optional<Place> place(InetAddress address) {
    pace.take(1, nanos.getAsLong());
    var here = byAddress.getOrDefault(address, 0);
    var full = counters.connections.get() >= limits.connections();
    if (full || (here >= limits.connectionsPerAddress() && !address.isLoopbackAddress())) {
      refuse(full ? "all connections" : address.getHostAddress());
      return Optional.empty();
    }
    byAddress.put(address, here + 1);
    unauthenticated++;
    counters.connections.incrementAndGet();
    counters.accepted.increment();
    return Optional.of(new Place(address));
  }

  private void refuse(String whose) {
    refused++;
    counters.connectionsRefused.increment();
    var now = nanos.getAsLong();
    if (now - complainedAt >= COMPLAINT_PAUSE.toNanos()) {
      complainedAt = now;
      log.warn("Refused a connection: the limit of {} is reached ({} so far).", whose, refused);
    }
  }
}
