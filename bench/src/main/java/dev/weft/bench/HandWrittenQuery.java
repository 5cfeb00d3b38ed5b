package dev.weft.bench;

import dev.weft.model.KafkaAccess;
import dev.weft.model.PortName;
import dev.weft.sql.Launch;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.PipelineOptionsInternal;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;

/**
 * A query of {@link QueryProgram} as somebody writes it who has Flink and a broker only: tables by
 * {@code CREATE TABLE}, with Flink's own connector and JSON.
 */
final class HandWrittenQuery {
  private static final String JAAS = "sasl.jaas.config";

  private HandWrittenQuery() {}

  /** Submits its job. */
  static void start(String sql, PortName into, Launch launch) {
    var flink =
        TableEnvironment.create(
            EnvironmentSettings.newInstance()
                .inStreamingMode()
                .withConfiguration(settings(launch))
                .build());
    flink.getConfig().set("table.local-time-zone", "UTC");
    flink.executeSql(
        """
        CREATE TABLE payments (
          id BIGINT, region STRING, iban STRING, holder STRING, amount DECIMAL(38, 10),
          record_time TIMESTAMP_LTZ(3) METADATA FROM 'timestamp',
          WATERMARK FOR record_time AS record_time - INTERVAL '5' SECOND)
        WITH (%s)
        """
            .formatted(options(source(launch.gateway()))));
    var isKeyed = into.port().equals("aggregate");
    flink.executeSql(
        """
        CREATE TABLE results (%s id BIGINT, holder STRING, amount DECIMAL(38, 10)%s) WITH (%s)
        """
            .formatted(
                isKeyed ? "region STRING," : "",
                isKeyed ? ", PRIMARY KEY (region) NOT ENFORCED" : "",
                options(sink(launch, into, isKeyed))));
    var columns = isKeyed ? "(region, id, amount)" : columns(into.port());
    // What goes wrong with the job is seen by whoever looks at its numbers.
    var unused =
        flink.executeSql(
            "INSERT INTO results "
                + columns
                + " "
                + sql.replace("records.payments.payments", "payments"));
  }

  private static String columns(String port) {
    return port.equals("window") ? "(id, amount, holder)" : "(id, holder, amount)";
  }

  private static Configuration settings(Launch launch) {
    var all = Configuration.fromMap(Map.copyOf(launch.cluster().settings()));
    all.set(DeploymentOptions.TARGET, "remote");
    all.set(RestOptions.ADDRESS, launch.cluster().url().getHost());
    all.set(RestOptions.PORT, launch.cluster().url().getPort());
    all.set(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID, launch.jobId());
    all.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, launch.every());
    all.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
    all.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, launch.checkpoints());
    all.setString("parallelism.default", "1");
    return all;
  }

  private static Map<String, String> source(KafkaAccess access) {
    var all = kafka(access, "payments.payments");
    all.put("connector", "kafka");
    all.put("format", "json");
    all.put("scan.startup.mode", "earliest-offset");
    return all;
  }

  private static Map<String, String> sink(Launch launch, PortName into, boolean isKeyed) {
    var all = kafka(launch.gateway(), into.topic());
    all.put("connector", isKeyed ? "upsert-kafka" : "kafka");
    if (isKeyed) {
      all.put("key.format", "json");
      all.put("value.format", "json");
    } else {
      all.put("format", "json");
    }
    all.put("sink.delivery-guarantee", "exactly-once");
    all.put("sink.transactional-id-prefix", "by-hand-" + launch.jobId());
    all.put("properties.transaction.timeout.ms", "840000");
    return all;
  }

  private static Map<String, String> kafka(KafkaAccess access, String topic) {
    var all = new LinkedHashMap<String, String>();
    all.put("topic", topic);
    all.put("properties.bootstrap.servers", access.bootstrapServers());
    access
        .properties()
        .forEach(
            (name, value) ->
                all.put(
                    "properties." + name,
                    name.equals(JAAS)
                        ? value.replace(
                            "org.apache.kafka.", "org.apache.flink.kafka.shaded.org.apache.kafka.")
                        : value));
    return all;
  }

  private static String options(Map<String, String> all) {
    return all.entrySet().stream()
        .map(one -> "'" + one.getKey() + "' = '" + one.getValue().replace("'", "''") + "'")
        .collect(Collectors.joining(", "));
  }
}
