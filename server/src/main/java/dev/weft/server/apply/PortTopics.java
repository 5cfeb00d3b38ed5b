package dev.weft.server.apply;

import dev.weft.model.Contract;
import dev.weft.model.DataProduct;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKind;
import dev.weft.server.access.PortCleanup;
import dev.weft.server.access.Ports;
import dev.weft.spi.MeshState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * The topics behind the ports: made when a port appears, but not while its product is only
 * proposed; never removed with it, because a mistake in a file must not delete data.
 */
public final class PortTopics {
  private static final String PARTITIONS = "weft.partitions";
  private static final int PARTITIONS_DEFAULT = 3;
  private static final int PARTITIONS_MAX = 1_000;
  private static final Duration RETENTION_DEFAULT = Duration.ofDays(365);
  private static final Duration QUARANTINE_RETENTION = Duration.ofDays(30);
  private static final int PATIENCE_SECONDS = 20;

  private final Admin admin;
  private final Set<String> made = ConcurrentHashMap.newKeySet();

  public PortTopics(Admin admin) {
    this.admin = admin;
  }

  /** Makes what these products lack. Throws a Problem of kind ENVIRONMENT when Kafka cannot. */
  void ensure(MeshState state, Collection<DataProduct> products) {
    var wanted = new ArrayList<NewTopic>();
    for (var product : products) {
      // Of a product that is only proposed nobody reads or writes.
      if (!product.status().equals("proposed")) {
        product.outputPorts().stream()
            .map(product::portName)
            .filter(port -> !made.contains(port.topic()))
            .forEach(port -> wanted.addAll(topics(state, port)));
      }
    }
    if (!wanted.isEmpty()) {
      create(wanted);
      wanted.forEach(topic -> made.add(topic.name()));
    }
  }

  private List<NewTopic> topics(MeshState state, PortName port) {
    var contract = Ports.contract(state, port);
    var main =
        new NewTopic(port.topic(), Optional.of(partitions(state, port)), replication())
            .configs(
                contract.filter(PortCleanup::isCompacted).isPresent()
                    ? PortCleanup.config()
                    : config(retention(contract)));
    var quarantine =
        new NewTopic(port.quarantineTopic(), Optional.of(1), replication())
            .configs(config(QUARANTINE_RETENTION));
    return List.of(main, quarantine);
  }

  private static Map<String, String> config(Duration retention) {
    var config = new LinkedHashMap<String, String>();
    config.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis()));
    config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
    return config;
  }

  /** The cluster's default, which an administrator of an external one sets as they see fit. */
  private static Optional<Short> replication() {
    return Optional.empty();
  }

  private static int partitions(MeshState state, PortName port) {
    return state
        .find(ResourceKind.DATA_PRODUCT, port.product(), DataProduct.class)
        .flatMap(
            product ->
                product.customProperties().stream()
                    .filter(property -> PARTITIONS.equals(property.property()))
                    .findFirst())
        .map(property -> property.value().asInt(PARTITIONS_DEFAULT))
        .map(count -> Math.max(1, Math.min(PARTITIONS_MAX, count)))
        .orElse(PARTITIONS_DEFAULT);
  }

  /** The service level {@code retention} of the contract, in its units y, m, w, d, h. */
  static Duration retention(Optional<Contract> contract) {
    return contract
        .flatMap(found -> found.slaProperty("retention"))
        .filter(sla -> sla.value() != null && sla.value().isNumber())
        .map(sla -> duration(sla.value().asLong(), sla.unit() == null ? "d" : sla.unit()))
        .orElse(RETENTION_DEFAULT);
  }

  private static Duration duration(long value, String unit) {
    return switch (unit) {
      case "y", "yr", "years" -> Duration.ofDays(365 * value);
      case "m", "mo", "months" -> Duration.ofDays(30 * value);
      case "w", "weeks" -> Duration.ofDays(7 * value);
      case "h", "hr", "hours" -> Duration.ofHours(value);
      default -> Duration.ofDays(value);
    };
  }

  private void create(List<NewTopic> topics) {
    var results = admin.createTopics(topics).values();
    for (var topic : topics) {
      try {
        results.get(topic.name()).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw cannot(topic, e.getCause());
        }
      } catch (TimeoutException e) {
        throw cannot(topic, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw cannot(topic, e);
      }
    }
  }

  private static ProblemException cannot(NewTopic topic, Throwable cause) {
    return new ProblemException(
        List.of(
            Problem.environment(
                "cannot-create-topic",
                "Kafka did not create the topic " + topic.name() + ": " + cause.getMessage() + ".",
                "Weft tries again with the next change; /health/ready says how Kafka is.")),
        cause);
  }
}
