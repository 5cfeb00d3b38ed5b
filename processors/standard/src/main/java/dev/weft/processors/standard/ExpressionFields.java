package dev.weft.processors.standard;

import dev.weft.model.ProblemException;
import dev.weft.spi.Expressions;
import dev.weft.spi.flow.FieldMap;
import dev.weft.spi.flow.FieldMap.How;
import dev.weft.spi.flow.FieldMap.Made;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Which fields the value of an expression comes from. */
public final class ExpressionFields {
  private static final Pattern COPY = Pattern.compile("record((?:\\.[A-Za-z_][A-Za-z0-9_]*)+)");
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
    var how = COPY.matcher(text.strip()).matches() ? How.COPIED : How.DERIVED;
    for (var field : read) {
      var known = FieldMap.with(earlier, Set.of()).of(field);
      for (var each : known) {
        from.add(each.field());
        how = how.then(each.how());
      }
    }
    return new Made(from, how);
  }
}
