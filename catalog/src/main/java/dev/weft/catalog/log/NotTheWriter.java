package dev.weft.catalog.log;

import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.util.Optional;

/** What a server says that does not decide commands. */
final class NotTheWriter {
  private NotTheWriter() {}

  static ProblemException problem(Optional<String> writerUrl) {
    return Problem.environment(
            "not-the-writer",
            "This server does not decide changes at the moment.",
            writerUrl
                .map(url -> "The writer is " + url + ".")
                .orElse("A writer is being chosen; try again in a few seconds."))
        .asException();
  }
}
