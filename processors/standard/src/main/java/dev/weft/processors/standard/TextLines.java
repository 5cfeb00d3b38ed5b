package dev.weft.processors.standard;

import dev.weft.processors.standard.record.Limits;
import dev.weft.processors.standard.record.LineReader;
import dev.weft.processors.standard.record.LineReader.Line;
import dev.weft.spi.flow.Content.Bytes;
import java.io.IOException;
import java.util.Optional;

/** Walks through the lines of UTF-8 text without holding more than one. */
final class TextLines {
  private TextLines() {}

  /** What is done with each line. */
  interface Step {
    void take(Line line) throws IOException;
  }

  /**
   * All lines in order.
   *
   * @throws BadContentException at a line that is too long or not UTF-8
   */
  static void walk(Bytes bytes, Step step) throws IOException, BadContentException {
    try (var lines = new LineReader(bytes.opener().open())) {
      for (var next = lines.next(); next.isPresent(); next = lines.next()) {
        var problem = problem(next.get());
        if (problem.isPresent()) {
          throw new BadContentException("line " + next.get().number() + ": " + problem.get());
        }
        step.take(next.get());
      }
    }
  }

  private static Optional<String> problem(Line line) {
    if (line.tooLong()) {
      return Optional.of("the line is longer than " + Limits.RECORD_CHARACTERS + " characters");
    }
    return line.isUtf8() ? Optional.empty() : Optional.of("the text is not UTF-8");
  }
}
