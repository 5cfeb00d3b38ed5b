package dev.weft.classification;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.weft.model.ClassifierSpec;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.spi.Classifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A classifier by a document. Its pattern is somebody else's, so it is matched by RE2/J, whose time
 * grows with the length of the value only, and may not be longer than {@link PatternSize} allows.
 */
public final class OwnClassifier implements Classifier {
  private static final double OFTEN_IN_TEXT = 0.02;

  private final ClassifierSpec spec;
  private final Weighed weighed;
  private final Hint hint;
  private final Set<String> words = new HashSet<>();
  private final Pattern pattern;
  private final Predicate<String> check;

  /**
   * Makes it ready.
   *
   * @throws PatternSyntaxException what {@link #problems} would have said
   */
  public OwnClassifier(ClassifierSpec spec) {
    this.spec = spec;
    this.weighed = new Weighed(spec.tag(), "'" + spec.name() + "'");
    var phrases = new HashSet<String>();
    spec.names().forEach(name -> phrases.add(String.join("", Words.of(name).list())));
    this.hint = new Hint(phrases, Set.of());
    spec.words().forEach(word -> words.add(word.toLowerCase(Locale.ROOT)));
    this.pattern = spec.pattern().isEmpty() ? null : Pattern.compile(spec.pattern());
    this.check = rule(spec.check());
  }

  /** What is wrong with the document beyond its shape. */
  public static List<Problem> problems(ClassifierSpec spec) {
    try {
      if (PatternSize.of(spec.pattern()) > PatternSize.MOST) {
        return List.of(
            problem("The pattern repeats too much.", "Keep the product of its repetitions small."));
      }
      var unused = Pattern.compile(spec.pattern());
      return List.of();
    } catch (PatternSyntaxException e) {
      return List.of(
          problem(
              "The pattern is not understood: " + e.getDescription() + ".",
              "Patterns are in RE2's syntax: no back references, no look-around."));
    }
  }

  private static Problem problem(String message, String hint) {
    return Problem.input("bad-pattern", Place.field("pattern"), message, hint);
  }

  @Override
  public List<Finding> classify(Candidate candidate) {
    var findings = new ArrayList<Finding>();
    var whole = Tally.of(candidate.values(), "as '" + spec.name() + "' says", this::fits);
    if (hint.in(Words.ofField(candidate.path()))) {
      findings.addAll(
          hasValues()
              ? weighed.named(whole)
              : List.of(new Finding(spec.tag(), spec.confidence(), "name says " + weighed.noun())));
    } else if (hasValues()) {
      findings.addAll(weighed.unnamed(whole, spec.confidence(), spec.share()));
    }
    if (spec.inText() && findings.isEmpty()) {
      findings.addAll(inText(candidate));
    }
    return findings;
  }

  private boolean hasValues() {
    return pattern != null || !words.isEmpty() || !spec.check().isEmpty();
  }

  private boolean fits(String value) {
    return (pattern == null || pattern.matches(value))
        && (words.isEmpty() || words.contains(value.toLowerCase(Locale.ROOT)))
        && check.test(value);
  }

  private List<Finding> inText(Candidate candidate) {
    var texts = Tally.of(candidate.values(), "", value -> !find(value).isEmpty());
    return texts.ratio() >= OFTEN_IN_TEXT
        ? List.of(
            new Finding(
                spec.tag(),
                Math.round(spec.confidence() * (0.85 + 0.1 * texts.ratio()) * 100) / 100.0,
                "'%s' in the middle of text in %d of %d values"
                    .formatted(spec.name(), texts.matching(), texts.total())))
        : List.of();
  }

  /** Where the pattern stands in a text, with right check digits. */
  List<Located> find(String text) {
    var found = new ArrayList<Located>();
    if (!spec.inText() || pattern == null) {
      return found;
    }
    var matcher = pattern.matcher(text);
    while (matcher.find()) {
      if (matcher.end() > matcher.start() && check.test(matcher.group())) {
        found.add(
            new Located(
                spec.tag(),
                matcher.start(),
                matcher.end() - matcher.start(),
                spec.confidence(),
                "'" + spec.name() + "'"));
      }
    }
    return found;
  }

  private static Predicate<String> rule(String check) {
    return check.isEmpty()
        ? value -> true
        : value -> {
          var bare = CheckDigits.bare(value).replaceAll("[^0-9X]", "");
          return bare.length() >= 2 && CheckDigits.holds(check, bare);
        };
  }
}
