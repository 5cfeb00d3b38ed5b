package dev.weft.registry.schema;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.util.Arrays;

/** What may be done with the subjects of the registry. */
public enum RegistryMode {
  /** Everything, but nobody chooses ids. */
  READWRITE,
  /** Nothing is registered or deleted. */
  READONLY,
  /** The same, whatever the subjects themselves say; for all subjects only. */
  READONLY_OVERRIDE,
  /** Schemas come from elsewhere with their ids and versions, and are not compared. */
  IMPORT;

  /**
   * The mode of this name.
   *
   * @throws dev.weft.model.ProblemException {@code bad-mode}
   */
  static RegistryMode of(String name) {
    return Arrays.stream(values())
        .filter(mode -> mode.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.input(
                        "bad-mode",
                        Place.field("mode"),
                        "'" + name + "' is no mode.",
                        "One of " + Arrays.toString(values()) + ".")
                    .asException());
  }

  boolean isReadOnly() {
    return this == READONLY || this == READONLY_OVERRIDE;
  }
}
