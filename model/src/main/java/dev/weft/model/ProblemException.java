package dev.weft.model;

import java.util.List;
import java.util.stream.Collectors;

/** Carries problems to the edge of a request, a command or a thread; all of them at once. */
public final class ProblemException extends RuntimeException {
  private final transient List<Problem> problems;

  /** At least one problem; the first decides status and exit code. */
  public ProblemException(List<Problem> problems) {
    this(problems, null);
  }

  /** As {@link #ProblemException(List)}, keeping what caused it for the log. */
  public ProblemException(List<Problem> problems, Throwable cause) {
    super(problems.stream().map(ProblemException::line).collect(Collectors.joining("\n")), cause);
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }

  /** The first problem, which decides status and exit code. */
  public Problem first() {
    return problems.get(0);
  }

  private static String line(Problem problem) {
    var place = problem.place().toString();
    var hint = problem.hint().isEmpty() ? "" : " " + problem.hint();
    return (place.isEmpty() ? "" : place + ": ") + problem.message() + hint;
  }
}
