package dev.weft.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which part of one process has used how much CPU time since this was made, by the names of its
 * threads; of threads that have ended in the meantime nothing is known.
 */
final class ThreadShares {
  private static final Map<String, String> PARTS = new LinkedHashMap<>();

  static {
    PARTS.put("weft-gateway", "gateway");
    PARTS.put("weft-", "audit and other parts of Weft");
    PARTS.put("changer", "changing policies");
    PARTS.put("crowd", "benchmark's readers");
    PARTS.put("probe", "benchmark's probes");
    PARTS.put("sender", "benchmark's producer");
    PARTS.put("kafka-producer", "benchmark's producer");
  }

  private final Map<Long, Long> before = nanos();
  private final long beforeInAll = inAll();

  private static Map<Long, Long> nanos() {
    var threads = ManagementFactory.getThreadMXBean();
    var all = new HashMap<Long, Long>();
    for (var id : threads.getAllThreadIds()) {
      all.put(id, Math.max(0, threads.getThreadCpuTime(id)));
    }
    return all;
  }

  /** CPU seconds by part. */
  Map<String, Double> seconds() {
    var shares = new LinkedHashMap<String, Double>();
    PARTS.values().forEach(part -> shares.put(part, 0.0));
    for (var one : nanos().entrySet()) {
      var thread = ManagementFactory.getThreadMXBean().getThreadInfo(one.getKey());
      if (thread != null) {
        var used = one.getValue() - before.getOrDefault(one.getKey(), 0L);
        shares.merge(part(thread.getThreadName()), used / 1e9, Double::sum);
      }
    }
    var known = shares.values().stream().mapToDouble(Double::doubleValue).sum();
    shares.put("compiling and collecting (JVM)", (inAll() - beforeInAll) / 1e9 - known);
    return shares;
  }

  private static long inAll() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static String part(String thread) {
    return PARTS.entrySet().stream()
        .filter(part -> thread.startsWith(part.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("Kafka broker and the rest");
  }
}
