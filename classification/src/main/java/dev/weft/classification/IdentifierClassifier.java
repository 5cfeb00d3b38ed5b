package dev.weft.classification;

import dev.weft.spi.Classifier;
import java.util.HashSet;
import java.util.List;

/**
 * Finds the numbers of one list of {@link Identifier}s: by their own names, by a name that all of
 * them share, and without any name where check digits leave no doubt.
 */
abstract class IdentifierClassifier implements Classifier {
  private static final int DIGITS_MIN = 5;
  private static final double NEARLY_ALL = 0.8;

  private final Weighed weighed;
  private final List<Identifier> identifiers;
  private final Hint hint;

  IdentifierClassifier(Weighed weighed, List<Identifier> identifiers, String shared) {
    this.weighed = weighed;
    this.identifiers = identifiers;
    var names = new HashSet<>(Hint.words(shared));
    identifiers.forEach(one -> names.addAll(one.names()));
    this.hint =
        new Hint(
            names,
            Hint.words(
                "type typ kind status country issued issuer issue expiry expires expiration valid"
                    + " verified flag has is count rate class hash url product order request session"
                    + " device system external"));
  }

  @Override
  public final List<Finding> classify(Candidate candidate) {
    if (!Types.mayBeDigits(candidate.type())) {
      return List.of();
    }
    var values = candidate.values();
    if (hint.inName(candidate.path())) {
      var tally = Tally.of(values, "numbers of a known kind", this::isAny);
      return weighed.named(
          tally.ratio() > 0.5
              ? tally
              : Tally.of(values, "written like such numbers", IdentifierClassifier::isLoose));
    }
    var mayBe = Tally.of(values, "", value -> CheckDigits.digits(value) >= DIGITS_MIN);
    if (mayBe.ratio() < NEARLY_ALL) {
      return List.of();
    }
    for (var one : identifiers) {
      if (one.explains(values)) {
        return weighed.unnamed(Tally.of(values, one.plural(), one::fits), 0.93, 0.8);
      }
    }
    return List.of();
  }

  private boolean isAny(String value) {
    return identifiers.stream().anyMatch(one -> one.fits(value));
  }

  /** Numbers of countries that are not in the list: mostly digits, of some length. */
  private static boolean isLoose(String value) {
    var digits = value.chars().filter(Character::isDigit).count();
    return digits >= 6 && value.length() <= 24 && digits * 2 >= value.length();
  }
}
