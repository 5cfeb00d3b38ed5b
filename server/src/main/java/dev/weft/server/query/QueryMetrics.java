package dev.weft.server.query;

import dev.weft.sql.cluster.JobNumbers;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What queries do, in the Prometheus text format 0.0.4. */
final class QueryMetrics {
  private static final double MILLIS = 1000;

  private QueryMetrics() {}

  static String of(List<QueryStatus> all, Instant now) {
    var text = new StringBuilder();
    each(
        text,
        all,
        "weft_query_running",
        "gauge",
        "1 while a query runs.",
        one -> one.state() == QueryStatus.State.RUNNING ? 1 : 0);
    number(
        text,
        all,
        "records_in_total",
        "counter",
        "Read since the job began.",
        JobNumbers::recordsIn);
    number(
        text,
        all,
        "records_out_total",
        "counter",
        "Written since the job began.",
        JobNumbers::recordsOut);
    number(text, all, "lag_records", "gauge", "Not read yet.", JobNumbers::lag);
    number(
        text,
        all,
        "busy_ratio",
        "gauge",
        "Share of time its busiest task works.",
        JobNumbers::busy);
    number(
        text,
        all,
        "back_pressure_ratio",
        "gauge",
        "Share of time its most hindered task waits for the next.",
        JobNumbers::backPressure);
    share(
        text,
        all,
        "cpu_seconds_total",
        "counter",
        "CPU time that its threads have used in this process.",
        CpuShare::seconds);
    share(text, all, "cpu_cores", "gauge", "Cores that it keeps busy.", CpuShare::cores);
    share(
        text,
        all,
        "cpu_product_cores",
        "gauge",
        "Cores that the queries which share a limit with it keep busy together.",
        CpuShare::productCores);
    share(
        text,
        all,
        "cpu_held",
        "gauge",
        "1 while it reads more slowly because these want more than they may have.",
        share -> share.held() ? 1 : 0);
    each(
        text,
        all,
        "weft_query_left_out_records",
        "gauge",
        "Records that it cannot compute with and goes on without.",
        one -> one.leftOut().count());
    number(
        text,
        all,
        "state_bytes",
        "gauge",
        "Size of the last checkpoint.",
        numbers -> numbers.checkpoint().map(JobNumbers.Checkpoint::bytes).orElse(0L));
    number(
        text,
        all,
        "checkpoint_age_seconds",
        "gauge",
        "Since the last checkpoint was completed.",
        numbers ->
            numbers
                .checkpoint()
                .map(last -> (now.toEpochMilli() - last.at().toEpochMilli()) / MILLIS)
                .orElse(0.0));
    return text.toString();
  }

  private static void number(
      StringBuilder text,
      List<QueryStatus> all,
      String name,
      String type,
      String help,
      ToDoubleFunction<JobNumbers> value) {
    each(text, all, "weft_query_" + name, type, help, one -> value.applyAsDouble(one.numbers()));
  }

  /** Of queries whose part of the processor is measured. */
  private static void share(
      StringBuilder text,
      List<QueryStatus> all,
      String name,
      String type,
      String help,
      ToDoubleFunction<CpuShare> value) {
    var measured = all.stream().filter(one -> one.cpu().isPresent()).toList();
    each(
        text,
        measured,
        "weft_query_" + name,
        type,
        help,
        one -> value.applyAsDouble(one.cpu().get()));
  }

  private static void each(
      StringBuilder text,
      List<QueryStatus> all,
      String name,
      String type,
      String help,
      ToDoubleFunction<QueryStatus> value) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    for (var one : all) {
      // Names of queries are letters, digits, '-' and '_': nothing to escape.
      text.append(
          String.format(
              Locale.ROOT,
              "%s{query=\"%s\"} %s\n",
              name,
              one.name(),
              plain(value.applyAsDouble(one))));
    }
  }

  private static String plain(double value) {
    return value == Math.rint(value)
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, "%.3f", value);
  }
}
