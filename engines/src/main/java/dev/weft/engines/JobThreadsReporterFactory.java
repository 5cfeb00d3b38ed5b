package dev.weft.engines;

import java.util.Properties;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * Reports no metrics: learns which threads are of which job. Flink tells a reporter of each metric
 * on the thread that adds it, and the operators of a task add theirs on the task's.
 */
public final class JobThreadsReporterFactory implements MetricReporterFactory {
  private static final String TASKS = "Flink Task Threads";
  private static final String JOB = "<job_id>";

  @Override
  public MetricReporter createMetricReporter(Properties properties) {
    return new Learning();
  }

  private static final class Learning implements MetricReporter {
    @Override
    public void open(MetricConfig config) {}

    @Override
    public void close() {}

    @Override
    public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
      var threads = Thread.currentThread().getThreadGroup();
      var job = group.getAllVariables().get(JOB);
      if (job != null && threads != null && threads.getName().equals(TASKS)) {
        JobThreads.OF_THIS_PROCESS.isOf(job);
      }
    }

    @Override
    public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {}
  }
}
