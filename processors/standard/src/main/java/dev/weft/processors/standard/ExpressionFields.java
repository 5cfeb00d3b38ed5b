package dev.weft.processors.standard;

import dev.weft.model.ProblemException;
import dev.weft.spi.Expressions;
import dev.weft.spi.flow.FieldMap;
import dev.weft.spi.flow.FieldMap.How;
import dev.weft.spi.flow.FieldMap.Made;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Which fields the value of an expression comes from. */
public final class ExpressionFields {
  private static final Pattern COPY = Pattern.compile("record((?:\\.[A-Za-z_][A-Za-z0-9_]*)+)");

  /** A hash of one field, as a text: nothing of the value is left. */
  private static final Pattern HASH =
      Pattern.compile(
          "(?:string\\()?record(?:\\.[A-Za-z_][A-Za-z0-9_]*)+\\)?"
              + "(?:\\.(?:trim|lower|upper|lowerAscii|upperAscii)\\(\\))*"
              + "\\.(?:sha256\\(\\)|sha512\\(\\)|hmacSha256\\('[^'\\\\]+'\\))"
              + "(?:\\.substring\\(\\d+(?:, ?\\d+)?\\))?");

  private static final Pattern ATTRIBUTES = Pattern.compile("\\battributes\\b");

  private ExpressionFields() {}

  /**
   * What an expression is made of, where the fields in {@code earlier} have been set before. An
   * attribute may hold what a processor has taken from a record: nobody knows of which field.
   */
  public static Made of(String text, Expressions expressions, Map<String, Made> earlier) {
    if (ATTRIBUTES.matcher(text).find()) {
      return new Made(Set.of(FieldMap.ANY), How.UNKNOWN);
    }
    Set<String> read;
    try {
      read = expressions.compile(text).fields();
    } catch (ProblemException e) {
      return new Made(Set.of(FieldMap.ANY), How.UNKNOWN);
    }
    var from = new HashSet<String>();
    var hows = new ArrayList<How>();
    for (var field : read) {
      for (var each : FieldMap.with(earlier, Set.of()).of(field)) {
        from.add(each.field());
        hows.add(each.how());
      }
    }
    return new Made(from, how(text.strip(), hows));
  }

  /** What is made of hidden values only is hidden too; beside one that can be seen it is not. */
  private static How how(String text, List<How> hows) {
    if (HASH.matcher(text).matches()) {
      return How.HIDDEN;
    }
    var own = COPY.matcher(text).matches() ? How.COPIED : How.DERIVED;
    return hows.stream().reduce(How::beside).map(own::then).orElse(own);
  }
}
