package dev.weft.model.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Golden file: all that is said about a file in which nearly everything is wrong. What was said
 * last is in {@code target/broken.txt}.
 */
class MessagesTest {
  @Test
  void saysEverythingThatIsWrongAtOnce() throws IOException {
    var problems = new Problems();

    new Documents()
        .load(
            List.of(new SourceText("broken.yaml", resource("broken.yaml"))),
            Known.NOTHING,
            problems);

    var said = problems.all().stream().map(MessagesTest::lines).collect(Collectors.joining());
    Files.writeString(Path.of("target", "broken.txt"), said);
    assertThat(said).isEqualTo(resource("broken.txt"));
  }

  private static String lines(Problem problem) {
    var hint = problem.hint().isEmpty() ? "" : " " + problem.hint();
    return String.format(
        "%s %s %s%n    %s%s%n",
        problem.place(), problem.code(), problem.place().path(), problem.message(), hint);
  }

  private String resource(String name) throws IOException {
    try (var in = getClass().getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
