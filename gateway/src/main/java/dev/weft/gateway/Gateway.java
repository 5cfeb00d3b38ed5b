package dev.weft.gateway;

import dev.weft.gateway.wire.Door;
import dev.weft.model.KafkaAccess;
import dev.weft.model.Problem;
import dev.weft.spi.AccessObserver;
import dev.weft.spi.Credentials;
import dev.weft.spi.Decisions;
import dev.weft.spi.FieldObserver;
import dev.weft.spi.Schemas;
import dev.weft.spi.SealedFields;
import dev.weft.spi.WriteChecks;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;

/**
 * The one door to the ports: any Kafka client that has a key connects here as to a broker, and sees
 * the topics, fields and rows that the decisions allow, and nothing else.
 *
 * <p>Safe for any thread. It holds one connection to the broker for each client's.
 */
public final class Gateway implements AutoCloseable {
  private final Door door;

  private Gateway(Door door) {
    this.door = door;
  }

  /**
   * Opens the door; returns when clients may come.
   *
   * @param broker the Kafka behind the gateway, with credentials that may do everything there
   * @param credentials asked for each login, and again while connections last
   * @param observer told of logins, reads and refusals; nothing is delivered that it did not take
   * @param fields told of fields that nobody has looked at yet
   * @param schemas the formats of ports, and by which schemas their records were written
   * @param writes asked what records must keep that somebody writes
   * @param sealed opens the fields that stand encrypted, for those who may see them
   * @throws dev.weft.model.ProblemException with an ENVIRONMENT problem when the port is taken, the
   *     broker cannot be reached, or secrets would travel unencrypted over a network
   */
  public static Gateway start(
      GatewaySettings settings,
      KafkaAccess broker,
      Decisions decisions,
      Credentials credentials,
      AccessObserver observer,
      FieldObserver fields,
      Schemas schemas,
      WriteChecks writes,
      SealedFields sealed,
      Clock clock) {
    requireSecrecy(settings);
    return new Gateway(
        Door.open(
            settings,
            broker,
            decisions,
            credentials,
            observer,
            fields,
            schemas,
            writes,
            sealed,
            clock));
  }

  /** The same where no fields are encrypted. */
  public static Gateway start(
      GatewaySettings settings,
      KafkaAccess broker,
      Decisions decisions,
      Credentials credentials,
      AccessObserver observer,
      FieldObserver fields,
      Schemas schemas,
      WriteChecks writes,
      Clock clock) {
    return start(
        settings,
        broker,
        decisions,
        credentials,
        observer,
        fields,
        schemas,
        writes,
        SealedFields.NONE,
        clock);
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return door.address();
  }

  /** The counters of this moment. */
  public GatewayMetrics snapshot() {
    return door.snapshot();
  }

  /** Closes the door and all connections; what was read until then is reported first. */
  @Override
  public void close() {
    door.close();
  }

  private static void requireSecrecy(GatewaySettings settings) {
    if (settings.tls().isPresent()) {
      return;
    }
    try {
      if (InetAddress.getByName(settings.listening().host()).isLoopbackAddress()) {
        return;
      }
    } catch (UnknownHostException e) {
      throw Problem.environment(
              "gateway-host",
              "The gateway cannot listen on '"
                  + settings.listening().host()
                  + "': there is no such host.",
              "Give an address of this machine.")
          .asException();
    }
    throw Problem.environment(
            "gateway-needs-tls",
            "The gateway would listen on " + settings.listening().host() + " without encryption.",
            "Configure a key store for TLS, or listen on 127.0.0.1.")
        .asException();
  }
}
