package dev.weft.server.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The examples of processors, as their files have them: a step a line, and a test of it. */
record ProcessorExamples(Map<String, Example> byType) {
  static final Path FOLDER = Path.of("../examples/processors");
  private static final Pattern STEP =
      Pattern.compile("  - (\\{name: ([\\w-]+), type: (\\w+), .*})");
  private static final Pattern TEST = Pattern.compile("  - name: (.*)");
  private static final Pattern OF = Pattern.compile("    processor: (.*)");
  private static final Pattern LINE = Pattern.compile("    ((at|given|expect): .*)");

  /** A step, and the lines of its test. */
  record Example(String file, String name, String step, List<String> test) {}

  static ProcessorExamples read() throws IOException {
    var byType = new LinkedHashMap<String, Example>();
    for (var file : List.of("steps", "outside", "command")) {
      var tests = tests(FOLDER.resolve(file + ".flowtest.yaml"));
      for (var line : Files.readAllLines(FOLDER.resolve(file + ".flow.yaml"))) {
        var step = STEP.matcher(line);
        if (step.matches()) {
          var test = tests.getOrDefault(step.group(2), List.of());
          var example = new Example(file + ".flow.yaml", step.group(2), "- " + step.group(1), test);
          if (!test.isEmpty() || !byType.containsKey(step.group(3))) {
            byType.put(step.group(3), example);
          }
        }
      }
    }
    return new ProcessorExamples(byType);
  }

  private static Map<String, List<String>> tests(Path file) throws IOException {
    var tests = new LinkedHashMap<String, List<String>>();
    var lines = new ArrayList<String>();
    for (var line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
      var name = TEST.matcher(line);
      var of = OF.matcher(line);
      var part = LINE.matcher(line);
      if (name.matches()) {
        lines = new ArrayList<>(List.of("# " + name.group(1)));
      } else if (of.matches()) {
        tests.put(of.group(1), lines);
      } else if (part.matches()) {
        lines.add(part.group(1));
      }
    }
    return tests;
  }

  /** What the page shows of a type. */
  Optional<String> markdown(String type) {
    return Optional.ofNullable(byType.get(type))
        .map(
            one -> {
              var lines = new ArrayList<String>();
              lines.add("In [%1$s](../examples/processors/%1$s):".formatted(one.file()));
              lines.add("");
              lines.add("```yaml");
              lines.add(one.step());
              lines.addAll(one.test());
              lines.add("```");
              return String.join("\n", lines) + "\n";
            });
  }
}
