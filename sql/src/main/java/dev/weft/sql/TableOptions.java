package dev.weft.sql;

import dev.weft.model.Json;
import dev.weft.model.KafkaAccess;
import dev.weft.model.RecordPlace;
import dev.weft.spi.RecordFormat;
import dev.weft.spi.Schemas;
import dev.weft.spi.WriterSchema;
import dev.weft.sql.format.PortJsonFactory;
import dev.weft.sql.format.PortKeyFactory;
import dev.weft.sql.format.PortRecordFactory;
import dev.weft.sql.format.RecentRecords;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The options of a port's table for Flink's Kafka connectors. These hold the credentials, so they
 * exist only while a job is planned and submitted, and are part of no plan that is kept.
 *
 * @param access how the gateway is reached
 * @param bounded whether reading ends where the ports end now
 * @param writing how ports are written
 * @param schemas by which records of ports that are not JSON are written
 * @param leftOut records that are not read
 */
record TableOptions(
    KafkaAccess access,
    boolean bounded,
    Launch.Writing writing,
    Schemas schemas,
    List<RecordPlace> leftOut) {
  private static final int SCHEMAS_MAX = 1_000;
  private static final String SHADED = "org.apache.flink.kafka.shaded.";
  private static final String JAAS = "sasl.jaas.config";

  /** Kafka's brokers allow 15 minutes by default. */
  private static final String TRANSACTION_MILLIS_MAX = "840000";

  /** For plans that are only looked at. */
  static TableOptions none(String query) {
    return new TableOptions(
        new KafkaAccess("localhost:0", Map.of()), false, as(query), Schemas.NONE, List.of());
  }

  /** Of a job that is launched. */
  static TableOptions of(Launch launch, boolean bounded, String query, Schemas schemas) {
    var named = !launch.writing().transactions().isEmpty();
    var writing = named ? launch.writing() : as(query);
    return new TableOptions(launch.gateway(), bounded, writing, schemas, launch.leftOut());
  }

  private static Launch.Writing as(String query) {
    return new Launch.Writing(query, false);
  }

  Map<String, String> read(PortTable table) {
    var options = common(table);
    options.put("properties.isolation.level", "read_committed");
    options.put("properties.interceptor.classes", RecentRecords.class.getName());
    var leftOut =
        RecentRecords.written(leftOut().stream().filter(at -> at.port().equals(table.port())));
    if (!leftOut.isEmpty()) {
      options.put("properties." + RecentRecords.LEFT_OUT, leftOut);
    }
    if (table.key().isEmpty()) {
      options.put("scan.startup.mode", "earliest-offset");
    }
    if (bounded) {
      options.put("scan.bounded.mode", "latest-offset");
    }
    var needed = new ArrayList<>(table.key());
    if (table.column(table.time()).isPresent() && !needed.contains(table.time())) {
      needed.add(table.time());
    }
    if (!needed.isEmpty()) {
      options.put(format(table) + "needed", String.join(";", needed));
    }
    return options;
  }

  Map<String, String> write(PortTable table) {
    var options = common(table);
    if (writing.upcoming()) {
      options.put("topic", table.port().upcomingTopic());
    }
    options.put("sink.delivery-guarantee", "exactly-once");
    options.put(
        "sink.transactional-id-prefix",
        "weft-query-" + writing.transactions() + "-" + table.port());
    options.put("properties.transaction.timeout.ms", TRANSACTION_MILLIS_MAX);
    return options;
  }

  private Map<String, String> common(PortTable table) {
    var options = new LinkedHashMap<String, String>();
    options.put("topic", table.port().topic());
    options.put("properties.bootstrap.servers", access.bootstrapServers());
    access
        .properties()
        .forEach((name, value) -> options.put("properties." + name, own(name, value)));
    if (table.key().isEmpty()) {
      options.put("connector", "kafka");
      options.put("format", factory(table));
    } else {
      options.put("connector", "upsert-kafka");
      options.put("key.format", PortKeyFactory.NAME);
      options.put("value.format", factory(table));
      options.put("value.fields-include", "ALL");
    }
    if (!table.hints().isEmpty()) {
      options.put(format(table) + "hints", Json.text(table.hints()));
    }
    table.format().ifPresent(format -> schemas(table, format, options));
    return options;
  }

  private void schemas(PortTable table, RecordFormat format, Map<String, String> options) {
    if (format == RecordFormat.JSON) {
      return;
    }
    var all = schemas.registered(table.port());
    var last = all.subList(Math.max(0, all.size() - SCHEMAS_MAX), all.size());
    var newest =
        schemas
            .newest(table.port())
            .filter(schema -> schema.format() == format)
            .map(WriterSchema::id)
            .orElse(0);
    options.put(
        format(table) + "written", PortRecordFactory.written(table.port(), format, newest, last));
    if (!table.key().isEmpty()) {
      options.put(
          "key." + PortKeyFactory.NAME + ".written",
          PortRecordFactory.written(table.port(), format, 0, last));
    }
  }

  private static String factory(PortTable table) {
    return table.format().filter(format -> format != RecordFormat.JSON).isPresent()
        ? PortRecordFactory.NAME
        : PortJsonFactory.NAME;
  }

  private static String format(PortTable table) {
    return (table.key().isEmpty() ? "" : "value.") + factory(table) + ".";
  }

  /** The connector carries Kafka's classes under names of its own. */
  private static String own(String name, String value) {
    return name.equals(JAAS) || name.endsWith(".class") || name.endsWith(".class.name")
        ? value.replaceAll("(?<![\\w.])org\\.apache\\.kafka\\.", SHADED + "org.apache.kafka.")
        : value;
  }
}
