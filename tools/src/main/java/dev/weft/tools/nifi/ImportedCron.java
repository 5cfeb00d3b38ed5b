package dev.weft.tools.nifi;

import dev.weft.tools.nifi.ExpressionLanguage.Unmapped;
import java.util.regex.Pattern;

/** A cron expression of NiFi, which is Quartz's, as a Unix one: without seconds and years. */
final class ImportedCron {
  private static final Pattern FIELD = Pattern.compile("[0-9A-Za-z*,/-]+");
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private ImportedCron() {}

  /** Throws Unmapped for what Unix's cannot say: seconds, years, last days and the like. */
  static String unix(String quartz) throws Unmapped {
    var fields = quartz.strip().split("\\s+");
    var hasYear = fields.length == 7 && !fields[6].equals("*");
    if (fields.length < 6 || fields.length > 7 || hasYear || !fields[0].matches("0+")) {
      throw new Unmapped("a schedule by seconds or years");
    }
    var unix = new StringBuilder();
    for (var i = 1; i <= 5; i++) {
      var field = fields[i].equals("?") ? "*" : fields[i];
      var special = (i == 3 || i == 5) && field.matches("(?i).*(L|W|#).*") && !named(field);
      if (!FIELD.matcher(field).matches() || special) {
        throw new Unmapped("a schedule that cron does not know");
      }
      unix.append(i == 1 ? "" : " ").append(i == 5 ? weekday(field) : field);
    }
    return unix.toString();
  }

  /** Names of days such as WED hold a letter that else means something. */
  private static boolean named(String field) {
    return field.matches("(?i)(MON|TUE|WED|THU|FRI|SAT|SUN|[,/*0-9-])+");
  }

  /** Quartz counts days from 1, Sunday; Unix from 0. What follows a slash is no day. */
  private static String weekday(String field) {
    var slash = field.indexOf('/');
    var days = slash < 0 ? field : field.substring(0, slash);
    var shifted =
        NUMBER
            .matcher(days)
            .replaceAll(day -> Integer.toString(Math.max(0, Integer.parseInt(day.group()) - 1)));
    return shifted + (slash < 0 ? "" : field.substring(slash));
  }
}
