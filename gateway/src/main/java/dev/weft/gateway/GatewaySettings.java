package dev.weft.gateway;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the gateway listens and what it bears.
 *
 * @param listening where clients come in
 * @param tls without it connections are not encrypted
 * @param eventLoops threads that serve connections
 * @param limits how much of everything, over all connections
 * @param logins how long logins take and last
 */
public record GatewaySettings(
    Listening listening, Optional<Tls> tls, int eventLoops, Limits limits, Logins logins) {
  private static final int MIB = 1024 * 1024;
  private static final int MAX_PORT = 65_535;

  /**
   * Where the gateway listens and what clients are told.
   *
   * @param host the address to listen on; loopback unless TLS is configured
   * @param port clients come here first; 0 takes any free one
   * @param advertisedHost what clients are told to connect to; empty: {@code host}
   * @param advertisedPort what they are told in place of {@code port}; 0: the port it listens on
   * @param brokerPorts where each broker of a larger Kafka is reached
   */
  public record Listening(
      String host,
      int port,
      Optional<String> advertisedHost,
      int advertisedPort,
      BrokerPorts brokerPorts) {
    public Listening {
      if (port < 0 || port > MAX_PORT || advertisedPort < 0 || advertisedPort > MAX_PORT) {
        throw new IllegalArgumentException("a port is between 0 and " + MAX_PORT);
      }
    }

    /** Whether only programs of this machine can come in. */
    public boolean isLoopback() {
      try {
        return InetAddress.getByName(host).isLoopbackAddress();
      } catch (UnknownHostException e) {
        return false;
      }
    }
  }

  /**
   * One port for each broker behind the gateway, opened when the broker is first seen. A Kafka of
   * one broker is served on the gateway's own port unless ports are named.
   *
   * @param first 0: those that follow the gateway's port, or any free ones if that is 0 too
   * @param count how many brokers there may be
   */
  public record BrokerPorts(int first, int count) {
    private static final int BROKERS_MAX = 1_000;

    /** Those after the gateway's own, when there is more than one broker. */
    public static final BrokerPorts FOLLOWING = new BrokerPorts(0, 32);

    public BrokerPorts {
      if (first < 0 || count < 1 || count > BROKERS_MAX || first + count - 1 > MAX_PORT) {
        throw new IllegalArgumentException(
            "broker ports are 1 to " + BROKERS_MAX + " ports up to " + MAX_PORT);
      }
    }

    /** Whether somebody has chosen them. */
    public boolean areNamed() {
      return first > 0;
    }
  }

  /**
   * A key store with the gateway's certificate. Its text form shows no password.
   *
   * @param clientCertificates whether clients may prove themselves by a certificate
   */
  public record Tls(Path keystore, String password, String type, boolean clientCertificates) {
    public Tls(Path keystore, String password, String type) {
      this(keystore, password, type, true);
    }

    @Override
    public String toString() {
      return "TLS with " + keystore;
    }
  }

  /**
   * How much the gateway bears.
   *
   * @param connections further ones are closed at once
   * @param connectionsPerAddress the same for each address; those of this machine count together
   *     with all others only
   * @param unauthenticated connections that have not logged in; further ones wait to be accepted
   * @param acceptsPerSecond further ones wait to be accepted
   * @param requestBytes a larger request closes its connection
   * @param fetchBytes most record bytes in one answer, but for a single larger batch
   * @param bufferBytes memory for answers on their way, over all connections; reading from the
   *     broker pauses while it is used up. Large requests on their way have half as much
   * @param fetchWait longer waits for new records are answered empty after this
   * @param idle connections without traffic are closed after this
   * @param stalled a client that has begun to send or take something and does not go on is cut off
   *     after this; a quarter of it when memory is short
   */
  public record Limits(
      int connections,
      int connectionsPerAddress,
      int unauthenticated,
      int acceptsPerSecond,
      int requestBytes,
      int fetchBytes,
      long bufferBytes,
      Duration fetchWait,
      Duration idle,
      Duration stalled) {
    public Limits {
      if (connections < 1
          || connectionsPerAddress < 1
          || unauthenticated < 1
          || acceptsPerSecond < 1
          || requestBytes < 1
          || fetchBytes < 1) {
        throw new IllegalArgumentException("limits must be at least 1");
      }
      if (bufferBytes < fetchBytes) {
        throw new IllegalArgumentException("bufferBytes must hold at least one answer");
      }
    }

    /** For a gateway that shares one machine with the rest of Weft. */
    public static Limits standard() {
      return new Limits(
          1_500,
          1_000,
          500,
          1_000,
          16 * MIB,
          16 * MIB,
          256L * MIB,
          Duration.ofMillis(500),
          Duration.ofMinutes(10),
          Duration.ofSeconds(60));
    }
  }

  /**
   * How long logins take and last.
   *
   * @param timeout connections that have not authenticated are closed after this
   * @param failureDelay the answer to a failed login comes this much later
   * @param lifetime clients log in again on the open connection after this, or are cut off; zero:
   *     when their key or token ends
   */
  public record Logins(Duration timeout, Duration failureDelay, Duration lifetime) {
    public static Logins standard() {
      return new Logins(Duration.ofSeconds(30), Duration.ofMillis(300), Duration.ZERO);
    }
  }

  public GatewaySettings {
    if (eventLoops < 1) {
      throw new IllegalArgumentException("there must be an event loop");
    }
  }

  /** On loopback, without TLS, with limits for one machine. */
  public static GatewaySettings loopback(int port) {
    return new GatewaySettings(
        new Listening("127.0.0.1", port, Optional.empty(), 0, BrokerPorts.FOLLOWING),
        Optional.empty(),
        Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors())),
        Limits.standard(),
        Logins.standard());
  }

  /** The same with TLS, which allows to listen on other addresses than loopback. */
  public GatewaySettings withTls(String listenHost, String clientsUse, Tls certificate) {
    var there =
        new Listening(
            listenHost,
            listening.port,
            Optional.of(clientsUse),
            listening.advertisedPort,
            listening.brokerPorts);
    return new GatewaySettings(there, Optional.of(certificate), eventLoops, limits, logins);
  }

  public GatewaySettings with(BrokerPorts ports) {
    var there =
        new Listening(
            listening.host,
            listening.port,
            listening.advertisedHost,
            listening.advertisedPort,
            ports);
    return new GatewaySettings(there, tls, eventLoops, limits, logins);
  }

  public GatewaySettings with(Limits others) {
    return new GatewaySettings(listening, tls, eventLoops, others, logins);
  }

  public GatewaySettings with(Logins others) {
    return new GatewaySettings(listening, tls, eventLoops, limits, others);
  }
}
