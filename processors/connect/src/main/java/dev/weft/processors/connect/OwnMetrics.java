package dev.weft.processors.connect;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;

/**
 * Where a connector keeps metrics of its own (KIP-877). They are kept for it, and shown to nobody.
 */
final class OwnMetrics implements PluginMetrics, AutoCloseable {
  private final Metrics metrics = new Metrics();
  private final String group;

  OwnMetrics(String group) {
    this.group = group;
  }

  @Override
  @SuppressWarnings("NonApiType") // The interface has it so.
  public MetricName metricName(
      String name, String description, LinkedHashMap<String, String> tags) {
    return metrics.metricName(name, group, description, Map.copyOf(tags));
  }

  @Override
  public void addMetric(MetricName name, MetricValueProvider<?> provider) {
    metrics.addMetric(name, provider);
  }

  @Override
  public void removeMetric(MetricName name) {
    metrics.removeMetric(name);
  }

  @Override
  public Sensor addSensor(String name) {
    return metrics.sensor(name);
  }

  @Override
  public void removeSensor(String name) {
    metrics.removeSensor(name);
  }

  @Override
  public void close() {
    metrics.close();
  }
}
