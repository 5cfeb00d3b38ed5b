package dev.weft.classification;

import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.regex.Pattern;

/**
 * How long a pattern becomes when its repetitions are written out, which is what it costs to run.
 */
final class PatternSize {
  static final long MOST = 2_000;
  private static final int DIGITS_MAX = 4;
  private static final int DEPTH_MAX = 50;
  private static final Pattern REPEATED =
      Pattern.compile("\\{([0-9]+)(?:,([0-9]*))?\\}.*", Pattern.DOTALL);

  private PatternSize() {}

  /** Characters, classes and groups, each as often as it may be repeated. */
  static long of(String pattern) {
    var outer = new ArrayDeque<Long>();
    var sum = 0L;
    var last = 0L;
    for (var i = 0; i < pattern.length(); i++) {
      var c = pattern.charAt(i);
      if (c == '(') {
        if (outer.size() >= DEPTH_MAX) {
          throw new PatternSyntaxException("groups are nested too deep", pattern);
        }
        outer.push(sum);
        sum = 0;
        last = 0;
      } else if (c == ')' && !outer.isEmpty()) {
        last = sum;
        sum += outer.pop();
      } else if (c == '{') {
        var times = times(pattern.substring(i, Math.min(pattern.length(), i + 20)));
        sum += last * (times - 1);
        last *= times;
      } else {
        i = c == '\\' ? i + 1 : c == '[' ? endOfClass(pattern, i) : i;
        last = 1;
        sum += last;
      }
      sum = Math.min(sum, Integer.MAX_VALUE);
      last = Math.min(last, Integer.MAX_VALUE);
    }
    return sum;
  }

  private static long times(String repetition) {
    var found = REPEATED.matcher(repetition);
    if (!found.matches()) {
      return 1;
    }
    var most = found.group(2) == null || found.group(2).isEmpty() ? found.group(1) : found.group(2);
    return most.length() > DIGITS_MAX ? MOST + 1 : Math.max(1, Long.parseLong(most));
  }

  private static int endOfClass(String pattern, int from) {
    for (var i = from + 2; i < pattern.length(); i++) {
      if (pattern.charAt(i) == '\\') {
        i++;
      } else if (pattern.charAt(i) == ']') {
        return i;
      }
    }
    return pattern.length();
  }
}
