package dev.weft.sql.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads sentences out of what a JVM prints of an exception. */
final class Causes {
  private static final Pattern HEAD =
      Pattern.compile("^(?:Caused by: )?((?:[\\w$]+\\.)+[\\w$]+)(?:: (.*))?$");
  private static final int LENGTH_MAX = 500;
  private static final int COUNT_MAX = 20;

  private Causes() {}

  /**
   * The same of a failure that Flink tells of, with the step of the job that it came up in, which
   * begins with the port where that was read.
   */
  static List<String> of(JsonNode failure) {
    var all = new ArrayList<>(of(failure.path("stacktrace").asText()));
    var task = failure.path("taskName").asText("");
    if (!all.isEmpty() && !task.isEmpty() && !task.equals("null")) {
      all.add(shortened(all.remove(all.size() - 1) + " (in " + task + ")"));
    }
    return List.copyOf(all);
  }

  /** The messages of an exception and its causes, the deepest last; none that is empty. */
  static List<String> of(String stacktrace) {
    var all = new ArrayList<String>();
    for (var line : stacktrace.split("\n")) {
      var head = HEAD.matcher(line.strip());
      if (all.size() < COUNT_MAX && !line.startsWith("\t") && head.matches()) {
        var name = head.group(1).substring(head.group(1).lastIndexOf('.') + 1);
        var message = head.group(2) == null ? "" : head.group(2).strip();
        all.add(shortened(message.isEmpty() ? name : name + ": " + message));
      }
    }
    return all;
  }

  /** What an answer with errors says, as one line. */
  static String sentence(String answer) {
    var causes = of(answer.replace("\\n", "\n").replace("\\t", "\t"));
    return shortened(
        causes.isEmpty() ? answer.replaceAll("\\s+", " ") : causes.get(causes.size() - 1));
  }

  private static String shortened(String text) {
    return text.length() <= LENGTH_MAX ? text : text.substring(0, LENGTH_MAX) + "…";
  }
}
