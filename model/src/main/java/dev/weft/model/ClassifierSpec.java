package dev.weft.model;

import java.util.List;

/**
 * A classifier that somebody wrote as a document: what the names and values of a field must be for
 * it to get a tag. Of pattern, words and check digits all that are given must hold for a value.
 *
 * @param tag such as {@code pii.employee-number}
 * @param names words of a field's name that tell it, those of several words written together
 * @param pattern of a whole value, in RE2's syntax; empty for any
 * @param words of which a value must be one, capitals or not; empty for any
 * @param check the rule of its check digits; empty for none
 * @param inText whether the pattern is looked for in the middle of text as well
 * @param share of the values that must fit where the name does not tell, above 0 to 1
 * @param confidence of a field without a telling name all of whose values fit, 0 to 1
 */
public record ClassifierSpec(
    String name,
    String description,
    String tag,
    List<String> names,
    String pattern,
    List<String> words,
    String check,
    boolean inText,
    Double share,
    Double confidence) {
  private static final double SHARE = 0.8;
  private static final double CONFIDENCE = 0.9;

  public ClassifierSpec {
    description = Defaults.text(description);
    names = Defaults.list(names);
    pattern = Defaults.text(pattern);
    words = Defaults.list(words);
    check = Defaults.text(check);
    share = share == null ? SHARE : share;
    confidence = confidence == null ? CONFIDENCE : confidence;
  }
}
