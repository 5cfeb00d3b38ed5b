package dev.weft.processors.connect;

import java.util.Map;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** What a source task sees of the worker, which Weft is. */
record TaskContext(SourceTasks tasks, Map<String, String> configs) implements SourceTaskContext {
  @Override
  public OffsetStorageReader offsetStorageReader() {
    return tasks.reader();
  }

  @Override
  public PluginMetrics pluginMetrics() {
    return tasks.metrics();
  }
}
