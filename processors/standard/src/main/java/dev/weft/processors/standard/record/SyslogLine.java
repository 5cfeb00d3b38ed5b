package dev.weft.processors.standard.record;

import com.google.re2j.Pattern;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A line of syslog: RFC 5424, or the older form that RFC 3164 describes. Fields: {@code facility},
 * {@code severity}, {@code version} (5424), {@code timestamp} (an instant in 5424, else text
 * without a year), {@code hostname}, {@code appName}, {@code procId}, {@code messageId}, {@code
 * structuredData} (5424) and {@code message}. What is not given (-) is null.
 */
final class SyslogLine {
  private static final int PRIORITY_MAX = 191;

  private static final Pattern RFC_5424 =
      Pattern.compile(
          "<(\\d{1,3})>(\\d{1,2}) (\\S+) (\\S{1,255}) (\\S{1,48}) (\\S{1,128}) (\\S{1,32})"
              + " (-|(?:\\[(?:[^\"\\]]|\"(?:[^\"\\\\]|\\\\.)*\")*\\])+)(?: (.*))?");

  private static final Pattern RFC_3164 =
      Pattern.compile(
          "<(\\d{1,3})>([A-Z][a-z]{2} [ \\d]\\d \\d{2}:\\d{2}:\\d{2}) (\\S+)"
              + " (?:([^\\s:\\[]{1,48})(?:\\[([^\\]]{1,128})\\])?: ?)?(.*)");

  private static final Pattern ELEMENT =
      Pattern.compile(
          "\\[([^\\s\\]=\"]{1,32})((?: [^\\s\\]=\"]{1,32}=\"(?:[^\"\\\\]|\\\\.)*\")*)\\]");

  private static final Pattern PARAMETER =
      Pattern.compile(" ([^\\s\\]=\"]{1,32})=\"((?:[^\"\\\\]|\\\\.)*)\"");

  private SyslogLine() {}

  /** The fields; empty when the line is of neither form. */
  static Optional<Map<String, Object>> parse(String line) {
    var modern = RFC_5424.matcher(line);
    if (modern.matches()) {
      var fields = priority(modern.group(1));
      fields.put("version", Long.parseLong(modern.group(2)));
      fields.put("timestamp", time(modern.group(3)));
      fields.put("hostname", given(modern.group(4)));
      fields.put("appName", given(modern.group(5)));
      fields.put("procId", given(modern.group(6)));
      fields.put("messageId", given(modern.group(7)));
      fields.put("structuredData", structured(modern.group(8)));
      fields.put("message", withoutMark(modern.group(9)));
      return valid(fields);
    }
    var old = RFC_3164.matcher(line);
    if (old.matches()) {
      var fields = priority(old.group(1));
      fields.put("timestamp", old.group(2));
      fields.put("hostname", old.group(3));
      fields.put("appName", old.group(4));
      fields.put("procId", old.group(5));
      fields.put("message", old.group(6));
      return valid(fields);
    }
    return Optional.empty();
  }

  private static Map<String, Object> priority(String text) {
    var priority = Long.parseLong(text);
    var fields = new LinkedHashMap<String, Object>();
    fields.put("facility", priority / 8);
    fields.put("severity", priority % 8);
    return fields;
  }

  private static Optional<Map<String, Object>> valid(Map<String, Object> fields) {
    var priority = (Long) fields.get("facility") * 8 + (Long) fields.get("severity");
    return priority > PRIORITY_MAX ? Optional.empty() : Optional.of(fields);
  }

  private static String given(String text) {
    return text.equals("-") ? null : text;
  }

  /** What is no time stays text. */
  private static Object time(String text) {
    try {
      return text.equals("-") ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      return text;
    }
  }

  /** The message may begin with a byte order mark that says it is UTF-8. */
  private static String withoutMark(String message) {
    return message != null && message.startsWith("\uFEFF") ? message.substring(1) : message;
  }

  private static Map<String, Object> structured(String text) {
    var data = new LinkedHashMap<String, Object>();
    var elements = ELEMENT.matcher(text);
    while (elements.find()) {
      var values = new LinkedHashMap<String, Object>();
      var parameters = PARAMETER.matcher(elements.group(2));
      while (parameters.find()) {
        values.put(parameters.group(1), parameters.group(2).replaceAll("\\\\([\"\\\\\\]])", "$1"));
      }
      data.put(elements.group(1), values);
    }
    return data;
  }
}
