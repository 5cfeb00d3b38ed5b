package dev.weft.policy.ranger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.policy.rules.Recurrence;
import dev.weft.policy.rules.Schedule;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;

/** Reads validity schedules. Recurrences are on the clock of the host, as in Ranger's plug-ins. */
final class RangerSchedules {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu/M/d H:m:s", Locale.ROOT);

  private final ZoneId host;
  private final Findings findings;

  RangerSchedules(ZoneId host, Findings findings) {
    this.host = host;
    this.findings = findings;
  }

  List<Schedule> read(List<JsonNode> nodes, long policy) {
    var all = new ArrayList<Schedule>();
    for (var node : nodes) {
      all.add(read(node, policy));
    }
    return all;
  }

  private Schedule read(JsonNode node, long policy) {
    var zone = zone(Json.text(node, "timeZone"));
    var from = moment(Json.text(node, "startTime"), zone, policy);
    var until = moment(Json.text(node, "endTime"), zone, policy);
    if (from.isPresent() && until.isPresent() && until.get().isBefore(from.get())) {
      findings.add(policy, "validitySchedules", "A schedule ends before it begins: never valid.");
      return new Schedule(Optional.empty(), Optional.of(Instant.MIN), host, List.of());
    }
    return new Schedule(from, until, host, recurrences(node, policy));
  }

  private static ZoneId zone(String name) {
    return TimeZone.getTimeZone(name.isBlank() ? "GMT" : name).toZoneId();
  }

  private Optional<Instant> moment(String text, ZoneId zone, long policy) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDateTime.parse(text, TIME).atZone(zone).toInstant());
    } catch (DateTimeException e) {
      findings.add(policy, "validitySchedules", "'" + text + "' is no time, so it is no limit.");
      return Optional.empty();
    }
  }

  private List<Recurrence> recurrences(JsonNode node, long policy) {
    var all = new ArrayList<Recurrence>();
    for (var one : Json.list(node, "recurrences")) {
      try {
        all.add(RangerRecurrence.read(one));
      } catch (IllegalArgumentException e) {
        findings.add(
            policy, "validitySchedules", "A recurrence never happens: " + e.getMessage() + ".");
        all.add(RangerRecurrence.never());
      }
    }
    return all;
  }
}
