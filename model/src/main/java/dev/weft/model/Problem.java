package dev.weft.model;

import java.util.List;

/**
 * What went wrong, for people and programs alike: a stable code, a place, a sentence and a way out.
 *
 * @param kind decides exit code and HTTP status, in this one table
 * @param code stable, kebab-case, such as {@code unknown-field}
 * @param message one sentence
 * @param hint a way out, may be empty
 */
public record Problem(Kind kind, String code, Place place, String message, String hint) {

  /** The one table of HTTP statuses and exit codes. */
  public enum Kind {
    INPUT(400, 2),
    UNAUTHENTICATED(401, 3),
    REFUSED(403, 3),
    MISSING(404, 2),
    CONFLICT(409, 2),
    TOO_LARGE(413, 2),
    TOO_MANY(429, 3),
    INTERNAL(500, 1),
    ENVIRONMENT(503, 3);

    private final int status;
    private final int exitCode;

    Kind(int status, int exitCode) {
      this.status = status;
      this.exitCode = exitCode;
    }

    /** The HTTP status. */
    public int status() {
      return status;
    }

    /** The exit code of the command line. */
    public int exitCode() {
      return exitCode;
    }
  }

  public Problem {
    if (kind == null || code == null || code.isBlank() || message == null || message.isBlank()) {
      throw new IllegalArgumentException("a problem needs a kind, a code and a message");
    }
    place = place == null ? Place.NOWHERE : place;
    hint = hint == null ? "" : hint;
  }

  public static Problem input(String code, Place place, String message, String hint) {
    return new Problem(Kind.INPUT, code, place, message, hint);
  }

  public static Problem refused(String code, String message, String hint) {
    return new Problem(Kind.REFUSED, code, Place.NOWHERE, message, hint);
  }

  public static Problem missing(String code, String message, String hint) {
    return new Problem(Kind.MISSING, code, Place.NOWHERE, message, hint);
  }

  public static Problem conflict(String code, String message, String hint) {
    return new Problem(Kind.CONFLICT, code, Place.NOWHERE, message, hint);
  }

  public static Problem environment(String code, String message, String hint) {
    return new Problem(Kind.ENVIRONMENT, code, Place.NOWHERE, message, hint);
  }

  /** This problem as an exception, to carry it to the edge. */
  public ProblemException asException() {
    return new ProblemException(List.of(this));
  }
}
