package dev.weft.processors.kafka;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.weft.spi.flow.Destination;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.Given;
import dev.weft.spi.flow.ServiceType;
import java.time.Clock;
import java.util.List;

/** A Kafka cluster outside of the mesh, and as whom to log in. */
public final class KafkaCluster implements ServiceType<KafkaCluster.Settings, KafkaAddress> {
  /** How a user logs in. */
  public enum Mechanism {
    @JsonProperty("plain")
    PLAIN("PLAIN"),
    @JsonProperty("scram-sha-256")
    SCRAM_SHA_256("SCRAM-SHA-256"),
    @JsonProperty("scram-sha-512")
    SCRAM_SHA_512("SCRAM-SHA-512");

    private final String wire;

    Mechanism(String wire) {
      this.wire = wire;
    }

    String wire() {
      return wire;
    }
  }

  /** Where it is. */
  public record Settings(
      @Doc("The first brokers to ask, as host:port.") List<String> bootstrapServers,
      @Doc("Whether to talk TLS.") boolean secure,
      @Doc("A file of certificates to trust, as PEM; what Java trusts when left out.")
          String trusted,
      @Doc("The user to log in as; nobody when left out.") String user,
      @Doc(value = "The user's password.", sensitive = true) String password,
      @Doc("scram-sha-512, the default, scram-sha-256 or plain.") Mechanism mechanism) {
    public Settings {
      bootstrapServers = bootstrapServers == null ? List.of() : List.copyOf(bootstrapServers);
      if (bootstrapServers.isEmpty()) {
        throw new IllegalArgumentException("bootstrapServers must name a broker as host:port");
      }
      trusted = Given.textOr(trusted, "");
      user = Given.textOr(user, "");
      password = Given.textOr(password, "");
      mechanism = mechanism == null ? Mechanism.SCRAM_SHA_512 : mechanism;
    }

    /** Without the password. */
    @Override
    public String toString() {
      return "KafkaCluster at " + bootstrapServers;
    }
  }

  @Override
  public String name() {
    return "KafkaCluster";
  }

  @Override
  public String summary() {
    return "A Kafka cluster outside of the mesh: where it is, and as whom to log in.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public Class<KafkaAddress> gives() {
    return KafkaAddress.class;
  }

  @Override
  public List<Destination> destinations(Settings settings) {
    return settings.bootstrapServers().stream().map(KafkaCluster::destination).toList();
  }

  private static Destination destination(String broker) {
    var colon = broker.lastIndexOf(':');
    var port = broker.substring(colon + 1);
    return colon > 0 && port.matches("\\d{1,5}")
        ? Destination.host("kafka", broker.substring(0, colon), Integer.parseInt(port), "")
        : Destination.unknown("");
  }

  @Override
  public KafkaAddress create(Settings settings, Clock clock) {
    return new KafkaAddress(settings);
  }
}
