package dev.weft.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What some work took: time on the wall, and CPU time of this whole process. */
record Cost(long records, long nanos, long cpuNanos) {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** Work that says how many records it has done. */
  interface Work {
    long run() throws Exception;
  }

  static Cost of(Work work) throws Exception {
    var cpu = SYSTEM.getProcessCpuTime();
    var start = System.nanoTime();
    var records = work.run();
    return new Cost(records, System.nanoTime() - start, SYSTEM.getProcessCpuTime() - cpu);
  }

  double perSecond() {
    return records * 1e9 / nanos;
  }

  /** CPU time of a record, in microseconds. */
  double cpuMicros() {
    return cpuNanos / 1e3 / records;
  }

  /** Per record of another count: of those offered when only some were delivered. */
  Cost per(long others) {
    return new Cost(others, nanos, cpuNanos);
  }

  static double median(List<Cost> costs, ToDoubleFunction<Cost> figure) {
    return Percentiles.median(costs.stream().mapToDouble(figure).toArray());
  }
}
