package dev.weft.policy;

import dev.weft.model.NamePattern;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Places that a policy names: {@code *} stands for any text. Schemes and hosts are compared in
 * small letters, and a host without a port has the usual one of its scheme.
 *
 * <p>A place may have a star too, for what only a record says. It lies within a pattern that covers
 * it letter by letter, that star included; and it may lie within more.
 */
record EgressPattern(NamePattern pattern) {
  private static final Pattern AUTHORITY = Pattern.compile("((?:[^:/*]+:)+//)([^/]*)(/.*)?");
  private static final Map<String, Integer> PORTS =
      Map.of(
          "http://", 80,
          "https://", 443,
          "sftp://", 22,
          "mqtt://", 1883,
          "mqtts://", 8883,
          "redis://", 6379,
          "kafka://", 9092,
          "jdbc:postgresql://", 5432,
          "jdbc:mysql://", 3306,
          "jdbc:mariadb://", 3306);

  static EgressPattern of(String text) {
    var parts = AUTHORITY.matcher(text);
    if (!parts.matches()) {
      return new EgressPattern(NamePattern.of(text));
    }
    var scheme = parts.group(1).toLowerCase(Locale.ROOT);
    var host = parts.group(2).toLowerCase(Locale.ROOT);
    var path = parts.group(3) == null ? "" : parts.group(3);
    var port = PORTS.get(scheme);
    var complete = port == null || host.endsWith("*") || host.matches(".*:[0-9*]+");
    return new EgressPattern(NamePattern.of(scheme + host + (complete ? "" : ":" + port) + path));
  }

  boolean covers(String place) {
    return pattern.matches(place);
  }

  /** Whether some text is meant by both. */
  boolean meets(String place) {
    var mine = pattern.text();
    var reached = new boolean[mine.length() + 1][place.length() + 1];
    for (var i = mine.length(); i >= 0; i--) {
      for (var j = place.length(); j >= 0; j--) {
        reached[i][j] = meets(mine, i, place, j, reached);
      }
    }
    return reached[0][0];
  }

  private static boolean meets(String mine, int i, String place, int j, boolean[][] later) {
    var mineStar = i < mine.length() && mine.charAt(i) == '*';
    var placeStar = j < place.length() && place.charAt(j) == '*';
    if (i == mine.length() && j == place.length()) {
      return true;
    }
    if (mineStar && (later[i + 1][j] || (j < place.length() && later[i][j + 1]))) {
      return true;
    }
    if (placeStar && (later[i][j + 1] || (i < mine.length() && later[i + 1][j]))) {
      return true;
    }
    return i < mine.length()
        && j < place.length()
        && mine.charAt(i) == place.charAt(j)
        && later[i + 1][j + 1];
  }
}
