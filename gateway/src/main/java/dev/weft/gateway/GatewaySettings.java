package dev.weft.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the gateway listens and what it bears.
 *
 * @param host the address to listen on; loopback unless TLS is configured
 * @param port 0 takes any free one
 * @param advertisedHost what clients are told to connect to; empty: {@code host}
 * @param advertisedPort what clients are told to connect to; 0: the port it listens on
 * @param tls without it connections are not encrypted
 * @param eventLoops threads that serve connections
 * @param maxConnections further ones are closed at once
 * @param maxRequestBytes a larger request closes its connection
 * @param maxFetchBytes most record bytes in one answer, but for a single larger batch
 * @param bufferBytes memory for answers on their way, over all connections; reading from the broker
 *     pauses while it is used up
 * @param maxFetchWait longer waits for new records are answered empty after this
 * @param idleTimeout connections without traffic are closed after this
 * @param loginTimeout connections that have not authenticated are closed after this
 * @param failedLoginDelay the answer to a failed login comes this much later
 */
public record GatewaySettings(
    String host,
    int port,
    Optional<String> advertisedHost,
    int advertisedPort,
    Optional<Tls> tls,
    int eventLoops,
    int maxConnections,
    int maxRequestBytes,
    int maxFetchBytes,
    long bufferBytes,
    Duration maxFetchWait,
    Duration idleTimeout,
    Duration loginTimeout,
    Duration failedLoginDelay) {
  private static final int MIB = 1024 * 1024;
  private static final int MAX_PORT = 65_535;

  /** A key store with the gateway's certificate. Its text form shows no password. */
  public record Tls(Path keystore, String password, String type) {
    @Override
    public String toString() {
      return "TLS with " + keystore;
    }
  }

  public GatewaySettings {
    if (port < 0 || port > MAX_PORT || advertisedPort < 0 || advertisedPort > MAX_PORT) {
      throw new IllegalArgumentException("a port is between 0 and " + MAX_PORT);
    }
    if (eventLoops < 1 || maxConnections < 1 || maxRequestBytes < 1 || maxFetchBytes < 1) {
      throw new IllegalArgumentException("event loops and limits must be at least 1");
    }
    if (bufferBytes < maxFetchBytes) {
      throw new IllegalArgumentException("bufferBytes must hold at least one answer");
    }
  }

  /** On loopback, without TLS, with limits for one machine. */
  public static GatewaySettings loopback(int port) {
    return new GatewaySettings(
        "127.0.0.1",
        port,
        Optional.empty(),
        0,
        Optional.empty(),
        Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors())),
        1_500,
        16 * MIB,
        16 * MIB,
        256L * MIB,
        Duration.ofMillis(500),
        Duration.ofMinutes(10),
        Duration.ofSeconds(30),
        Duration.ofMillis(300));
  }

  /** The same with TLS, which allows to listen on other addresses than loopback. */
  public GatewaySettings withTls(String listenHost, String clientsUse, Tls certificate) {
    return new GatewaySettings(
        listenHost,
        port,
        Optional.of(clientsUse),
        advertisedPort,
        Optional.of(certificate),
        eventLoops,
        maxConnections,
        maxRequestBytes,
        maxFetchBytes,
        bufferBytes,
        maxFetchWait,
        idleTimeout,
        loginTimeout,
        failedLoginDelay);
  }
}
