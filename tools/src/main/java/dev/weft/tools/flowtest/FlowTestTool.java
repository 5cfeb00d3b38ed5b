package dev.weft.tools.flowtest;

import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.tools.Arguments;
import dev.weft.tools.InstalledTypes;
import dev.weft.tools.flowtest.FlowTests.Result;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;

/**
 * {@code weft flow test}: tests in, a report out. Exit code 0 when all have passed, else 2; what is
 * wrong with the input is thrown as problems.
 */
public final class FlowTestTool implements ToolProvider {
  private static final String SUFFIX = ".flowtest.yaml";

  @Override
  public String name() {
    return "weft-flow-test";
  }

  /** Files or folders, {@code --format table|json}, {@code --junit FILE}, {@code --plugins DIR}. */
  @Override
  public int run(PrintWriter out, PrintWriter err, String... arguments) {
    var asked = Arguments.parse(Set.of("format", "junit", "plugins"), arguments);
    var folders = new ArrayList<Path>();
    asked.option("plugins").ifPresent(folder -> folders.add(Path.of(folder)));
    var home = System.getProperty("weft.home");
    if (home != null) {
      folders.add(Path.of(home, "plugins"));
    }
    var tests = new FlowTests(InstalledTypes.with(folders));
    var results = new ArrayList<Result>();
    for (var file : files(asked.rest())) {
      results.addAll(tests.run(file));
    }
    var report = new Report(results);
    asked.option("junit").ifPresent(file -> write(Path.of(file), report.junit()));
    out.println(
        asked.option("format").orElse("table").equals("json")
            ? Json.tree(report.forPrograms()).toPrettyString()
            : report.forPeople());
    out.flush();
    return report.passed() ? 0 : Problem.Kind.INPUT.exitCode();
  }

  private static List<Path> files(List<String> paths) {
    var files = new ArrayList<Path>();
    for (var path : paths) {
      var at = Path.of(path);
      if (Files.isDirectory(at)) {
        files.addAll(below(at));
      } else {
        files.add(at);
      }
    }
    if (files.isEmpty()) {
      throw Problem.input(
              "no-tests",
              Place.NOWHERE,
              "There is no test of a flow.",
              "Name a file, or a folder with files *" + SUFFIX + ".")
          .asException();
    }
    return files;
  }

  private static List<Path> below(Path folder) {
    try (var all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    } catch (IOException e) {
      throw Problem.input(
              "file-not-readable", new Place(folder.toString(), 0, 0, ""), e.toString() + ".", "")
          .asException();
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw Problem.environment(
              "not-written", "'" + file + "' cannot be written: " + e + ".", "Name another file.")
          .asException();
    }
  }
}
