package dev.weft.connect;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;

/**
 * One flow of a Weft mesh, on a Kafka Connect cluster. The server writes its settings; people do
 * not. It has one task: what makes a flow faster is in the flow.
 */
public final class FlowConnector extends SourceConnector {
  static final String VERSION =
      Optional.ofNullable(FlowConnector.class.getPackage().getImplementationVersion())
          .orElse("unreleased");

  private Map<String, String> settings = Map.of();

  @Override
  public String version() {
    return VERSION;
  }

  @Override
  public void start(Map<String, String> its) {
    settings = Map.copyOf(its);
  }

  @Override
  public Class<? extends Task> taskClass() {
    return FlowTask.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    return List.of(settings);
  }

  @Override
  public void stop() {
    // The task is all there is.
  }

  @Override
  public ConfigDef config() {
    return HostSettings.DEFINITION;
  }

  /** Whatever the worker does, the flow's records and position are one transaction. */
  @Override
  public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> its) {
    return ExactlyOnceSupport.SUPPORTED;
  }
}
