package dev.weft.sql;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.PipelineOptionsInternal;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.table.api.config.ExecutionConfigOptions;
import org.apache.flink.table.api.config.TableConfigOptions;

/** Flink's settings for a query: how it is planned, and how its job runs. */
final class JobSettings {
  /** After this long without a record a partition no longer holds back the others' time. */
  private static final Duration IDLE = Duration.ofSeconds(5);

  private static final Duration CHECKPOINT_MAX = Duration.ofMinutes(10);
  private static final Duration RESTART_FIRST = Duration.ofSeconds(1);
  private static final Duration RESTART_LATER = Duration.ofMinutes(1);

  private JobSettings() {}

  /** Of every query, whether it runs or not. */
  static Configuration planning() {
    var settings = new Configuration();
    settings.set(TableConfigOptions.LOCAL_TIME_ZONE, "UTC");
    // A hint in the text could send records, and a login, to another place.
    settings.set(TableConfigOptions.TABLE_DYNAMIC_TABLE_OPTIONS_ENABLED, false);
    settings.set(
        TableConfigOptions.PLAN_COMPILE_CATALOG_OBJECTS,
        TableConfigOptions.CatalogPlanCompilation.IDENTIFIER);
    settings.set(
        TableConfigOptions.PLAN_RESTORE_CATALOG_OBJECTS,
        TableConfigOptions.CatalogPlanRestore.IDENTIFIER);
    settings.set(ExecutionConfigOptions.TABLE_EXEC_SOURCE_IDLE_TIMEOUT, IDLE);
    // A row without its key is no row of the port; the check of the query warns of it.
    settings.set(
        ExecutionConfigOptions.TABLE_EXEC_SINK_NOT_NULL_ENFORCER,
        ExecutionConfigOptions.NotNullEnforcer.DROP);
    settings.set(ExecutionConfigOptions.TABLE_EXEC_SINK_REQUIRE_ON_CONFLICT, false);
    return settings;
  }

  /** Of a job that somebody looks at: it keeps nothing. */
  static Configuration looking(String name, Launch launch, boolean bounded) {
    var settings = running(name, launch);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    // What ends can be sorted; what goes on cannot.
    settings.setString("table.exec.non-temporal-sort.enabled", String.valueOf(bounded));
    return settings;
  }

  /** Of a job that fills ports. */
  static Configuration filling(String name, Launch launch) {
    var settings = running(name, launch);
    settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, launch.every());
    settings.set(
        CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
    settings.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, CHECKPOINT_MAX);
    settings.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, folder(launch.checkpoints()));
    settings.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    settings.set(StateBackendOptions.STATE_BACKEND, "hashmap");
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    settings.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, RESTART_FIRST);
    settings.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, RESTART_LATER);
    launch
        .restore()
        .ifPresent(
            from -> {
              settings.set(StateRecoveryOptions.SAVEPOINT_PATH, from);
              settings.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.NO_CLAIM);
              settings.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, false);
            });
    return settings;
  }

  private static Configuration running(String name, Launch launch) {
    var settings = Configuration.fromMap(Map.copyOf(launch.cluster().settings()));
    settings.addAll(planning());
    settings.set(DeploymentOptions.TARGET, "remote");
    settings.set(RestOptions.ADDRESS, launch.cluster().url().getHost());
    settings.set(RestOptions.PORT, port(launch.cluster().url()));
    settings.set(PipelineOptions.NAME, name);
    settings.set(
        PipelineOptions.JARS,
        launch.cluster().jars().stream().map(jar -> jar.toUri().toString()).toList());
    settings.set(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID, launch.jobId());
    settings.set(CoreOptions.DEFAULT_PARALLELISM, launch.parallelism());
    settings.set(ExecutionConfigOptions.IDLE_STATE_RETENTION, launch.stateTtl());
    return settings;
  }

  private static int port(URI url) {
    return url.getPort() >= 0 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
  }

  /** A folder of this machine, or the URL of a store, as it is. */
  private static String folder(String checkpoints) {
    return checkpoints.contains("://") ? checkpoints : Path.of(checkpoints).toUri().toString();
  }
}
