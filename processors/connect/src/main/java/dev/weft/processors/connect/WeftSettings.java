package dev.weft.processors.connect;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;

/** The settings beside those of the connector: what a Connect worker would read, and Weft's own. */
final class WeftSettings {
  static final String PREFIX = "weft.";
  static final String TASKS_MAX = "tasks.max";
  static final String TOPICS = "topics";
  static final String TRANSFORMS = "transforms";
  static final String PREDICATES = "predicates";
  static final String VALUE_FIELD = "weft.value.field";
  static final String KEY_FIELD = "weft.key.field";
  static final String KEY_FIELDS = "weft.key.fields";
  static final String HEADERS_FIELD = "weft.headers.field";
  static final String SCHEMAS = "weft.schemas";
  static final String FLUSH_SECONDS = "weft.flush.seconds";

  /** What a worker does with them, Weft does in its own way. */
  private static final Set<String> OF_A_WORKER =
      Set.of(
          "name",
          "connector.class",
          "connector.plugin.version",
          "topics.regex",
          "config.action.reload",
          "exactly.once.support",
          "transaction.boundary",
          "transaction.boundary.interval.ms",
          "offsets.storage.topic");

  private static final List<String> OF_A_WORKER_BY_PREFIX =
      List.of(
          "key.converter",
          "value.converter",
          "header.converter",
          "errors.",
          "producer.override.",
          "consumer.override.",
          "admin.override.",
          "topic.creation.");

  private WeftSettings() {}

  static ConfigDef source() {
    return both()
        .define(
            VALUE_FIELD,
            ConfigDef.Type.STRING,
            "value",
            Importance.LOW,
            "The field of the record that takes a value that is no structure.")
        .define(
            KEY_FIELD,
            ConfigDef.Type.STRING,
            "",
            Importance.LOW,
            "The field of the record that takes the key; the key is left out without one.");
  }

  static ConfigDef sink() {
    return both()
        .define(
            TOPICS,
            ConfigDef.Type.STRING,
            "",
            Importance.MEDIUM,
            "The topic that the connector is told for all records; when left out, the attribute"
                + " connect.topic, else the port that a record comes from, else the processor.")
        .define(
            VALUE_FIELD,
            ConfigDef.Type.STRING,
            "",
            Importance.LOW,
            "The field whose value the connector gets instead of the whole record.")
        .define(
            KEY_FIELDS,
            ConfigDef.Type.LIST,
            List.of(),
            Importance.MEDIUM,
            "The fields that are the key: of one its value, of several a structure of them.")
        .define(
            SCHEMAS,
            ConfigDef.Type.BOOLEAN,
            true,
            Importance.LOW,
            "Whether records have a schema, made from what they hold; else they are maps.")
        .define(
            FLUSH_SECONDS,
            ConfigDef.Type.INT,
            10,
            Range.between(1, 600),
            Importance.LOW,
            "How long the connector may take to make records durable, before the flow waits.");
  }

  private static ConfigDef both() {
    return new ConfigDef()
        .define(
            TASKS_MAX,
            ConfigDef.Type.INT,
            1,
            Range.between(1, 64),
            Importance.HIGH,
            "The most tasks.")
        .define(
            TRANSFORMS,
            ConfigDef.Type.LIST,
            List.of(),
            Importance.LOW,
            "Names of Connect transformations, in order; each has its settings below"
                + " transforms.NAME.")
        .define(
            PREDICATES,
            ConfigDef.Type.LIST,
            List.of(),
            Importance.LOW,
            "Names of Connect predicates; each has its settings below predicates.NAME.")
        .define(
            HEADERS_FIELD,
            ConfigDef.Type.STRING,
            "",
            Importance.LOW,
            "The field of the record for the headers; they are left out without one.");
  }

  static boolean isOfAWorker(String setting) {
    return OF_A_WORKER.contains(setting)
        || OF_A_WORKER_BY_PREFIX.stream().anyMatch(setting::startsWith);
  }

  /** Weft's settings among these values. */
  static AbstractConfig of(ConfigDef definition, ConnectorSettings settings) {
    return new AbstractConfig(definition, Map.copyOf(settings.values()), false);
  }
}
