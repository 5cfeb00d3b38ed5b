package dev.weft.tools.flowtest;

import dev.weft.tools.flowtest.FlowTests.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The results of tests: for people, for programs, and as JUnit's XML for build servers. */
record Report(List<Result> results) {

  boolean passed() {
    return results.stream().allMatch(Result::passed);
  }

  String forPeople() {
    var lines = new ArrayList<String>();
    var file = "";
    for (var result : results) {
      if (!result.file().equals(file)) {
        file = result.file();
        lines.add(file + "  (flow " + result.flow() + ")");
      }
      lines.add((result.passed() ? "  ok      " : "  FAILED  ") + result.name());
      for (var difference : result.differences()) {
        lines.add("            " + difference.where());
        difference.lines().forEach(line -> lines.add("              " + line));
      }
    }
    lines.add(count(true) + " passed, " + count(false) + " failed");
    return String.join("\n", lines);
  }

  Map<String, Object> forPrograms() {
    return Map.of("passed", count(true), "failed", count(false), "tests", results);
  }

  String junit() {
    var suites =
        results.stream()
            .collect(Collectors.groupingBy(Result::file, LinkedHashMap::new, Collectors.toList()));
    var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    suites.forEach(
        (file, all) -> {
          var failed = all.stream().filter(one -> !one.passed()).count();
          xml.append(
              "  <testsuite name=\"%s\" tests=\"%d\" failures=\"%d\">%n"
                  .formatted(escaped(file), all.size(), failed));
          all.forEach(one -> xml.append(testcase(one)));
          xml.append("  </testsuite>\n");
        });
    return xml.append("</testsuites>\n").toString();
  }

  private static String testcase(Result result) {
    var head =
        "    <testcase classname=\"%s\" name=\"%s\""
            .formatted(escaped(result.flow()), escaped(result.name()));
    if (result.passed()) {
      return head + "/>\n";
    }
    var lines =
        result.differences().stream()
            .map(one -> one.where() + "\n" + String.join("\n", one.lines()))
            .collect(Collectors.joining("\n"));
    return head
        + "><failure message=\"%s\">%s</failure></testcase>%n"
            .formatted(escaped(result.differences().get(0).where()), escaped(lines));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "\uFFFD");
  }

  private long count(boolean passed) {
    return results.stream().filter(one -> one.passed() == passed).count();
  }
}
