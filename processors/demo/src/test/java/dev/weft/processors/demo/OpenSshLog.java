package dev.weft.processors.demo;

import dev.weft.model.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Counts what is in a log of OpenSSH by other means than the flows of the example do. */
final class OpenSshLog {
  private static final Pattern FAILED =
      Pattern.compile(
          "(\\w{3} +\\d+ [\\d:]{8}) .*?(?:message repeated (\\d+) times: \\[ )?Failed \\w+ for .*"
              + " from ([\\d.]+) port \\d+.*");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy MMM d HH:mm:ss", Locale.ENGLISH);

  private OpenSshLog() {}

  /** Failed logins by address and minute. */
  static Map<String, Long> failuresByMinute(Path log) throws IOException {
    var counts = new TreeMap<String, Long>();
    for (var line : Files.readAllLines(log, StandardCharsets.UTF_8)) {
      var found = FAILED.matcher(line);
      if (found.matches()) {
        var times = found.group(2) == null ? 1 : Long.parseLong(found.group(2));
        var minute = time(found.group(1)).truncatedTo(ChronoUnit.MINUTES);
        counts.merge(found.group(3) + " " + minute, times, Long::sum);
      }
    }
    return counts;
  }

  static Map<String, Long> atLeast(long limit, Map<String, Long> counts) {
    var many = new TreeMap<>(counts);
    many.values().removeIf(count -> count < limit);
    return many;
  }

  /** What a port of the example says, in the same form. */
  static Map<String, Long> counted(Iterable<ConsumerRecord<byte[], byte[]>> records) {
    var counts = new TreeMap<String, Long>();
    for (var each : records) {
      var record = Json.parse(each.value());
      var start = Instant.parse(record.path("window_start").asText());
      counts.merge(
          record.path("address").asText() + " " + start,
          record.path("failures").asLong(),
          Long::sum);
    }
    return counts;
  }

  /** The log has no year: the latest that is not ahead. */
  private static Instant time(String text) {
    var now = Instant.now();
    var year = LocalDateTime.ofInstant(now, ZoneOffset.UTC).getYear();
    var time = parse(year, text);
    return time.isAfter(now.plus(1, ChronoUnit.DAYS)) ? parse(year - 1, text) : time;
  }

  private static Instant parse(int year, String text) {
    return LocalDateTime.parse(year + " " + text.replaceAll(" +", " "), TIME)
        .toInstant(ZoneOffset.UTC);
  }
}
