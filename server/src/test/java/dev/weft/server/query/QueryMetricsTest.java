package dev.weft.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.RecordPlace;
import dev.weft.sql.cluster.JobNumbers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueryMetricsTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

  @Test
  void eachQueryHasAllItsNumbers() {
    var checkpoint =
        new JobNumbers.Checkpoint("file:/chk-7", NOW.minus(Duration.ofSeconds(4)), 2_048, 30, 0);
    var numbers = new JobNumbers(100, 90, 7, 0.25, 0.5, Optional.of(checkpoint));
    var leftOut = List.of(RecordPlace.of("orders.orders/0/3"), RecordPlace.of("orders.orders/1/9"));
    var status =
        new QueryStatus(
            "totals",
            "totals",
            List.of("totals.by_customer"),
            QueryStatus.State.RUNNING,
            NOW,
            "",
            List.of(),
            "0a",
            "",
            numbers,
            Optional.of(new CpuShare(12.5, 0.25, 0.5, Optional.of(0.5), true, Duration.ZERO)),
            Optional.empty(),
            QueryStatus.LeftOut.of(leftOut),
            Optional.empty());

    var lines = QueryMetrics.of(List.of(status), NOW).lines().toList();

    assertThat(lines)
        .contains(
            "weft_query_running{query=\"totals\"} 1",
            "weft_query_records_in_total{query=\"totals\"} 100",
            "weft_query_records_out_total{query=\"totals\"} 90",
            "weft_query_lag_records{query=\"totals\"} 7",
            "weft_query_busy_ratio{query=\"totals\"} 0.250",
            "weft_query_back_pressure_ratio{query=\"totals\"} 0.500",
            "weft_query_cpu_seconds_total{query=\"totals\"} 12.500",
            "weft_query_cpu_cores{query=\"totals\"} 0.250",
            "weft_query_cpu_product_cores{query=\"totals\"} 0.500",
            "weft_query_cpu_held{query=\"totals\"} 1",
            "weft_query_left_out_records{query=\"totals\"} 2",
            "weft_query_state_bytes{query=\"totals\"} 2048",
            "weft_query_checkpoint_age_seconds{query=\"totals\"} 4");
  }
}
