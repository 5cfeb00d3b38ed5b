package dev.weft.engines;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * How much of the processor each job of the embedded Flink uses. Flink has a class loader for each
 * job, which the job's tasks have as their context's, and with them all threads that they start:
 * those of Kafka's clients, for example. So a thread is a job's when its context's class loader is.
 *
 * <p>What Flink does for all jobs, the broker and the gateway do for them, and the JVM, is
 * nobody's. Safe for any thread.
 */
public final class JobThreads {
  /** There is one Flink in a process, and it makes its reporters of metrics itself. */
  static final JobThreads OF_THIS_PROCESS = new JobThreads();

  private static final int ROOM = 16;

  private final ThreadMXBean clock = ManagementFactory.getThreadMXBean();
  private final Map<ClassLoader, String> jobs = new WeakHashMap<>();
  private Map<Long, Long> seen = Map.of();
  private Map<String, Long> used = Map.of();
  private ThreadGroup tasks;

  private JobThreads() {}

  /** The thread that calls is one of this job, and all that have its class loader are. */
  synchronized void isOf(String job) {
    var self = Thread.currentThread();
    tasks = self.getThreadGroup();
    if (self.getContextClassLoader() != null) {
      jobs.putIfAbsent(self.getContextClassLoader(), job);
    }
  }

  /** What jobs that have threads have used, in nanoseconds of CPU time, by their ids. */
  public synchronized Map<String, Long> cpuNanos() {
    var nowSeen = new HashMap<Long, Long>();
    var nowUsed = new HashMap<String, Long>();
    for (var thread : threads()) {
      var job = thread == null ? null : jobs.get(thread.getContextClassLoader());
      if (job != null) {
        var id = thread.getId();
        var nanos = Math.max(0, clock.getThreadCpuTime(id));
        nowUsed.computeIfAbsent(job, any -> used.getOrDefault(job, 0L));
        nowUsed.merge(job, Math.max(0, nanos - seen.getOrDefault(id, 0L)), Long::sum);
        nowSeen.put(id, nanos);
      }
    }
    seen = nowSeen;
    used = nowUsed;
    return Map.copyOf(used);
  }

  private Thread[] threads() {
    if (tasks == null) {
      return new Thread[0];
    }
    var all = new Thread[tasks.activeCount() * 2 + ROOM];
    var unused = tasks.enumerate(all);
    return all;
  }
}
