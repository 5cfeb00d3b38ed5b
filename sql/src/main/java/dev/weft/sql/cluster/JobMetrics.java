package dev.weft.sql.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Adds up what the tasks of a job measure. The lag is that of {@code pendingRecords}: {@code
 * records-lag-max} of the Kafka client says what was true at some earlier fetch.
 */
final class JobMetrics {
  private static final int NAMES_MAX = 100;
  private static final double PER_SECOND = 1000.0;

  private final Function<String, Optional<JsonNode>> get;

  JobMetrics(Function<String, Optional<JsonNode>> get) {
    this.get = get;
  }

  JobNumbers of(String id, JsonNode job) {
    var in = 0L;
    var out = 0L;
    var lag = 0L;
    var busy = 0.0;
    var held = 0.0;
    for (var vertex : job.path("vertices")) {
      var path = "/jobs/" + id + "/vertices/" + vertex.path("id").asText() + "/subtasks/metrics";
      for (var metric : metrics(path)) {
        var name = metric.path("id").asText();
        if (name.endsWith(".pendingRecords")) {
          lag += Math.max(0, metric.path("sum").asLong());
        } else if (name.startsWith("Source__") && name.endsWith(".numRecordsIn")) {
          in += metric.path("sum").asLong();
        } else if (name.endsWith(".numRecordsSend")) {
          out += metric.path("sum").asLong();
        } else if (name.equals("busyTimeMsPerSecond")) {
          busy = Math.max(busy, share(metric));
        } else if (name.equals("backPressuredTimeMsPerSecond")) {
          held = Math.max(held, share(metric));
        }
      }
    }
    return new JobNumbers(in, out, lag, busy, held, checkpoint(id));
  }

  /** A share of NaN is one of a task that has not measured yet. */
  private static double share(JsonNode metric) {
    var millis = metric.path("max").asDouble();
    return Double.isNaN(millis) ? 0 : Math.min(1, millis / PER_SECOND);
  }

  private List<JsonNode> metrics(String path) {
    var names = new ArrayList<String>();
    for (var each : get.apply(path).<Iterable<JsonNode>>map(it -> it).orElse(List.of())) {
      var name = each.path("id").asText();
      if (isWanted(name) && names.size() < NAMES_MAX) {
        names.add(name);
      }
    }
    if (names.isEmpty()) {
      return List.of();
    }
    var wanted = URLEncoder.encode(String.join(",", names), StandardCharsets.UTF_8);
    var found = new ArrayList<JsonNode>();
    get.apply(path + "?agg=sum,max&get=" + wanted).ifPresent(all -> all.forEach(found::add));
    return found;
  }

  private static boolean isWanted(String name) {
    return name.endsWith(".pendingRecords")
        || (name.startsWith("Source__") && name.endsWith(".numRecordsIn"))
        || name.endsWith(".numRecordsSend")
        || name.equals("busyTimeMsPerSecond")
        || name.equals("backPressuredTimeMsPerSecond");
  }

  private Optional<JobNumbers.Checkpoint> checkpoint(String id) {
    return get.apply("/jobs/" + id + "/checkpoints")
        .flatMap(
            all -> {
              var last = all.path("latest").path("completed");
              return last.hasNonNull("external_path")
                  ? Optional.of(
                      new JobNumbers.Checkpoint(
                          last.path("external_path").asText(),
                          Instant.ofEpochMilli(last.path("latest_ack_timestamp").asLong()),
                          last.path("state_size").asLong(),
                          last.path("end_to_end_duration").asLong(),
                          all.path("counts").path("failed").asLong()))
                  : Optional.empty();
            });
  }
}
