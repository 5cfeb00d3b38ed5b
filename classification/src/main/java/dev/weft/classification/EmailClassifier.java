package dev.weft.classification;

import dev.weft.spi.Classifier;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds email addresses: {@code pii.email}. Their form tells; the name alone is enough. Those
 * within texts are found by {@link TextClassifier}.
 */
public final class EmailClassifier implements Classifier {
  private static final String ADDRESS =
      "[A-Za-z0-9._%+'-]{1,64}@(?:[A-Za-z0-9-]{1,63}\\.){1,8}[A-Za-z]{2,24}";
  private static final Pattern WHOLE = Pattern.compile("(?:mailto:)?" + ADDRESS);
  private static final Hint HINT =
      Hint.of(
          "email emails emailaddress mail mailaddress emailadresse mailadresse courriel correo"
              + " correoelectronico",
          "domain server host box list chimp");
  private static final Weighed EMAIL = new Weighed("pii.email", "email");

  @Override
  public List<Finding> classify(Candidate candidate) {
    var values = candidate.values();
    var whole = Tally.of(values, "email addresses", value -> WHOLE.matcher(value).matches());
    if (HINT.inName(candidate.path()) && Types.mayBeText(candidate.type())) {
      return EMAIL.named(whole);
    }
    return EMAIL.unnamed(whole, 0.97, 0.1);
  }
}
