package dev.weft.model;

import java.util.Arrays;
import java.util.Optional;

/**
 * How one term relates to another: the thirteen relations of Apache Atlas' glossary. Each has an
 * inverse, so that it is written at one of the two terms and seen at both.
 */
public enum TermRelation {
  SEE_ALSO("seeAlso", "seeAlso"),
  SYNONYMS("synonyms", "synonyms"),
  ANTONYMS("antonyms", "antonyms"),
  /** What to say instead, though this one is not wrong. */
  PREFERRED_TERMS("preferredTerms", "preferredToTerms"),
  PREFERRED_TO_TERMS("preferredToTerms", "preferredTerms"),
  /** What to use instead of this one, which is not used any more. */
  REPLACED_BY("replacedBy", "replacementTerms"),
  REPLACEMENT_TERMS("replacementTerms", "replacedBy"),
  TRANSLATION_TERMS("translationTerms", "translatedTerms"),
  TRANSLATED_TERMS("translatedTerms", "translationTerms"),
  /** The wider term, of which this is a kind. */
  IS_A("isA", "classifies"),
  CLASSIFIES("classifies", "isA"),
  /** The terms that are values of this one, such as the countries of "country". */
  VALID_VALUES("validValues", "validValuesFor"),
  VALID_VALUES_FOR("validValuesFor", "validValues");

  private final String word;
  private final String inverse;

  TermRelation(String word, String inverse) {
    this.word = word;
    this.inverse = inverse;
  }

  /** As written in files and answers. */
  public String word() {
    return word;
  }

  /** The same relation, seen from the other term. */
  public TermRelation inverse() {
    return parse(inverse).orElseThrow();
  }

  public static Optional<TermRelation> parse(String word) {
    return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
  }
}
