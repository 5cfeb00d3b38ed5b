package dev.weft.gateway.json;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.util.List;

/** Says where a record does not fit its schema. Quotes nothing of the record but names. */
public final class UnfitRecord {
  private UnfitRecord() {}

  /** The problem at a path of which the innermost name comes last. */
  public static ProblemException at(List<String> path, String sentence) {
    return Problem.input(
            "record-does-not-fit",
            Place.field(String.join(".", path)),
            sentence,
            "The newest schema of the port's subject says how its records are written.")
        .asException();
  }
}
