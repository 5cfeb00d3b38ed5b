package dev.weft.server.identity.people;

import dev.weft.model.Problem;
import dev.weft.model.ProblemException;

/** Why somebody from outside is not let in. */
final class Refusals {
  private static final int SHOWN_MAX = 100;

  private Refusals() {}

  static ProblemException disabled(String name) {
    return Problem.refused(
            "user-disabled",
            "The user '" + name + "' is disabled.",
            "An administrator, or whoever keeps the directory, can enable them.")
        .asException();
  }

  static ProblemException badName(String name) {
    var shown = name.length() > SHOWN_MAX ? name.substring(0, SHOWN_MAX) + "…" : name;
    return Problem.refused(
            "bad-name",
            "'" + shown + "' cannot be a user's name here.",
            "Have another claim or attribute name people; docs/identity.md says which names can be.")
        .asException();
  }

  static ProblemException nameTaken(String name) {
    return Problem.refused(
            "name-taken",
            "There is a user '"
                + name
                + "' of this mesh's own, whom nobody from outside takes over.",
            "Have an administrator delete that user, or see 'existing' in docs/identity.md.")
        .asException();
  }

  static ProblemException anotherPerson(String name) {
    return Problem.refused(
            "another-person",
            "The name '" + name + "' belongs to another person of the same directory.",
            "An administrator deletes the user who has left, with what they were granted.")
        .asException();
  }
}
