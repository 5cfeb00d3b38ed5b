package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every {@code *.golden} file is one conversation: the command, what the server answers, and what
 * is printed. {@code -Dgolden.write=true} writes what is printed now into the files, to be
 * reviewed.
 *
 * <pre>
 * $ weft whoami
 * --- GET /api/v1/whoami 200
 * {"name": "ada"}
 * --- exit 0
 * name: ada
 * </pre>
 */
class GoldenTest {
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  @TempDir Path home;

  @TestFactory
  Stream<DynamicTest> printsWhatTheGoldenFilesSay() throws IOException {
    try (var files = Files.list(FOLDER)) {
      var sorted = files.filter(file -> file.toString().endsWith(".golden")).sorted().toList();
      return sorted.stream()
          .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
    }
  }

  private void check(Path file) throws IOException {
    var text = Files.readString(file);
    var conversation = text.substring(0, text.indexOf("\n--- exit") + 1);
    var sections = List.of(conversation.split("(?m)^--- "));
    try (var server = new AnsweringServer()) {
      for (var section : sections.subList(1, sections.size())) {
        prepare(server, section);
      }
      var arguments = arguments(sections.get(0).lines().findFirst().orElseThrow());

      var run = Run.of(server.url(), home, "t0ken", "", arguments);

      var printed =
          (conversation + "--- exit " + run.exitCode() + "\n" + run.out() + run.err())
              .replace(server.url(), "http://SERVER");
      if (System.getProperty("golden.write") != null) {
        Files.writeString(file, printed);
      }
      assertThat(printed).isEqualTo(Files.readString(file));
    }
  }

  private static void prepare(AnsweringServer server, String section) {
    var head = section.lines().findFirst().orElseThrow();
    var status = head.lastIndexOf(' ');
    server.on(
        head.substring(0, status),
        Integer.parseInt(head.substring(status + 1)),
        section.substring(head.length()).strip());
  }

  /** Words of a command line; single quotes hold one together. */
  private static String[] arguments(String line) {
    var words = new ArrayList<String>();
    var parts = line.substring("$ weft".length()).strip().split("'");
    for (int i = 0; i < parts.length; i++) {
      if (i % 2 == 1) {
        words.add(parts[i]);
      } else if (!parts[i].isBlank()) {
        words.addAll(List.of(parts[i].strip().split(" +")));
      }
    }
    return words.toArray(String[]::new);
  }
}
