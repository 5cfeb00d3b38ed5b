package dev.weft.processors.net;

import dev.weft.model.DataRecord;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes records of syslog messages. All have the same fields; what a message does not say is null.
 *
 * @param zone of times without one; RFC 3164 has the sender's own time
 */
record SyslogParser(ZoneId zone) {
  private static final List<String> SEVERITIES =
      List.of(
          "emergency", "alert", "critical", "error", "warning", "notice", "informational", "debug");

  /** RFC 5424, section 6, up to the structured data. */
  private static final Pattern RFC_5424 =
      Pattern.compile(
          "<(\\d{1,3})>(\\d{1,3}) (\\S+) (\\S+) (\\S+) (\\S+) (\\S+) (.*)", Pattern.DOTALL);

  /** RFC 3164, section 4; many senders write an ISO time instead. */
  private static final Pattern RFC_3164 =
      Pattern.compile(
          "<(\\d{1,3})>([A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d|\\d{4}-\\d\\d-\\d\\dT\\S+)"
              + " (\\S+) (.*)",
          Pattern.DOTALL);

  private static final Pattern TAG =
      Pattern.compile("([^\\s:\\[]{1,48})(?:\\[([^\\]\\s]{1,128})\\])?: ?(.*)", Pattern.DOTALL);

  private static final DateTimeFormatter MONTH_DAY_TIME =
      new DateTimeFormatterBuilder().appendPattern("MMM ppd HH:mm:ss").toFormatter(Locale.ENGLISH);

  private static final int PRIORITY_MAX = 191;

  DataRecord record(Message message) {
    var text = new String(message.bytes(), StandardCharsets.UTF_8);
    var fields = empty(message, text);
    var modern = RFC_5424.matcher(text);
    if (modern.matches() && number(modern, 1) <= PRIORITY_MAX && modern(modern, fields)) {
      return new DataRecord(fields);
    }
    var old = RFC_3164.matcher(text);
    if (old.matches() && number(old, 1) <= PRIORITY_MAX) {
      old(old, fields, message.received());
    }
    return new DataRecord(fields);
  }

  private static Map<String, Object> empty(Message message, String text) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("format", "unknown");
    for (var name :
        List.of(
            "facility",
            "severity",
            "severityName",
            "time",
            "host",
            "app",
            "process",
            "messageId",
            "data")) {
      fields.put(name, null);
    }
    fields.put("message", text);
    fields.put("sender", message.sender());
    fields.put("received", message.received());
    return fields;
  }

  private static long number(Matcher matcher, int group) {
    return Long.parseLong(matcher.group(group));
  }

  private static boolean modern(Matcher parts, Map<String, Object> fields) {
    var data = StructuredData.at(parts.group(8));
    var time = orNull(parts.group(3));
    try {
      var instant = time == null ? null : OffsetDateTime.parse(time).toInstant();
      if (data.isEmpty()) {
        return false;
      }
      fields.put("format", "rfc5424");
      priority(number(parts, 1), fields);
      fields.put("time", instant);
      fields.put("host", orNull(parts.group(4)));
      fields.put("app", orNull(parts.group(5)));
      fields.put("process", orNull(parts.group(6)));
      fields.put("messageId", orNull(parts.group(7)));
      fields.put("data", data.get().elements().isEmpty() ? null : data.get().elements());
      fields.put("message", data.get().rest());
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private void old(Matcher parts, Map<String, Object> fields, Instant received) {
    try {
      var time = time(parts.group(2), received);
      fields.put("format", "rfc3164");
      priority(number(parts, 1), fields);
      fields.put("time", time);
      fields.put("host", parts.group(3));
      var tag = TAG.matcher(parts.group(4));
      var tagged = tag.matches();
      fields.put("app", tagged ? tag.group(1) : null);
      fields.put("process", tagged ? tag.group(2) : null);
      fields.put("message", tagged ? tag.group(3) : parts.group(4));
    } catch (DateTimeException e) {
      // The 31st of February: the text stays as it is, in the format unknown.
    }
  }

  /** A time without year is the latest such time that is not beyond tomorrow. */
  private Instant time(String text, Instant received) {
    if (Character.isDigit(text.charAt(0))) {
      return OffsetDateTime.parse(text).toInstant();
    }
    var parsed = MONTH_DAY_TIME.parse(text);
    var day = MonthDay.from(parsed);
    var latest = LocalDateTime.ofInstant(received, zone).plusDays(1);
    for (var year = latest.getYear(); year > latest.getYear() - 5; year--) {
      var time =
          LocalDateTime.of(
              year,
              day.getMonthValue(),
              1,
              parsed.get(ChronoField.HOUR_OF_DAY),
              parsed.get(ChronoField.MINUTE_OF_HOUR),
              parsed.get(ChronoField.SECOND_OF_MINUTE));
      if (day.isValidYear(year) && !time.withDayOfMonth(day.getDayOfMonth()).isAfter(latest)) {
        return time.withDayOfMonth(day.getDayOfMonth()).atZone(zone).toInstant();
      }
    }
    throw new DateTimeException("no such day");
  }

  private static void priority(long priority, Map<String, Object> fields) {
    fields.put("facility", priority / 8);
    fields.put("severity", priority % 8);
    fields.put("severityName", SEVERITIES.get((int) (priority % 8)));
  }

  private static String orNull(String value) {
    return value.equals("-") ? null : value;
  }
}
