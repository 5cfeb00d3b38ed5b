package dev.weft.policy.rules;

import java.util.Optional;

/** What a mask or filter policy does to what its readers see. */
public sealed interface Effect {

  /**
   * Values are shown changed.
   *
   * @param type the name of the way to hide, as the service knows it
   * @param expression what to show instead, for types that need to be told
   * @param condition when to hide, in the language of the service
   */
  record Mask(String type, Optional<Template> expression, Optional<Template> condition)
      implements Effect {}

  /** Only rows for which this is true are shown; an empty one lets every row pass. */
  record Filter(Template expression) implements Effect {}

  /** Nothing happens, though somebody is named: the policy leaves the question to others. */
  record Nothing() implements Effect {}
}
