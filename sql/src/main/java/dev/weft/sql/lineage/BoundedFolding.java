package dev.weft.sql.lineage;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexExecutor;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.flink.table.functions.BuiltInFunctionDefinition;
import org.apache.flink.table.planner.functions.bridging.BridgingSqlFunction;

/**
 * Computes the constants of a query while it is planned, as Flink does, within limits: this is
 * Weft's own process. What could become longer than {@link #LENGTH_MAX} is refused. Functions from
 * jars and patterns, which may take any time, are not called; they are left for the job.
 */
final class BoundedFolding implements RexExecutor {
  /** What the message of a refusal begins with: exceptions of this class loader have no name. */
  static final String REFUSED = "A constant of the query would be too long: ";

  static final long LENGTH_MAX = 1_000_000;

  private static final long NUMBER_LENGTH = 64;
  private static final Pattern DIGITS = Pattern.compile("\\d+");
  private static final int DIGITS_MAX = 15;

  /** By how much some functions make a text longer. */
  private static final Map<String, Long> GROWTH =
      Map.of(
          "HEX",
          2L,
          "TO_BASE64",
          2L,
          "URL_ENCODE",
          9L,
          "ENCODE",
          4L,
          "JSON_QUOTE",
          6L,
          "JSON_STRING",
          6L,
          "UPPER",
          3L,
          "LOWER",
          3L);

  private final RexExecutor flink;

  private BoundedFolding(RexExecutor flink) {
    this.flink = flink;
  }

  /** From now on for all that is planned with this cluster's planner. */
  static void in(RelOptCluster cluster) {
    var before = cluster.getPlanner().getExecutor();
    if (before != null && !(before instanceof BoundedFolding)) {
      cluster.getPlanner().setExecutor(new BoundedFolding(before));
    }
  }

  @Override
  public void reduce(RexBuilder builder, List<RexNode> constants, List<RexNode> reduced) {
    var computed = new ArrayList<RexNode>();
    for (var constant : constants) {
      if (!isLeft(constant)) {
        length(constant);
        computed.add(constant);
      }
    }
    var values = new ArrayList<RexNode>();
    if (!computed.isEmpty()) {
      flink.reduce(builder, computed, values);
    }
    var next = values.iterator();
    for (var constant : constants) {
      reduced.add(isLeft(constant) ? constant : next.next());
    }
  }

  /** Whether the job is to compute it. */
  private static boolean isLeft(RexNode node) {
    if (!(node instanceof RexCall call)) {
      return false;
    }
    var name = name(call);
    return (call.getOperator() instanceof BridgingSqlFunction function
            && !(function.getDefinition() instanceof BuiltInFunctionDefinition))
        || name.startsWith("REGEXP")
        || name.startsWith("SIMILAR")
        || name.equals("RLIKE")
        || call.getOperands().stream().anyMatch(BoundedFolding::isLeft);
  }

  private static String name(RexCall call) {
    return call.getOperator().getName().toUpperCase(Locale.ROOT);
  }

  /** How long the value is at most, in characters. */
  private static long length(RexNode node) {
    if (node instanceof RexLiteral literal) {
      var text = text(literal);
      return text == null ? NUMBER_LENGTH : text.length();
    }
    if (!(node instanceof RexCall call)) {
      return NUMBER_LENGTH;
    }
    var operands = call.getOperands();
    var lengths = operands.stream().map(BoundedFolding::length).toList();
    var all = lengths.stream().mapToLong(Long::longValue).sum();
    var name = name(call);
    var length =
        switch (name) {
          case "REPEAT" -> times(lengths.get(0), most(operands.get(1)));
          case "LPAD", "RPAD" -> Math.max(0, most(operands.get(1)));
          case "PRINTF" -> all + width(operands.get(0));
          case "REPLACE" -> times(lengths.get(0) + 1, Math.max(1, lengths.get(2)));
          case "CAST", "TRY_CAST" -> Math.max(all, padded(call)) + NUMBER_LENGTH;
          default -> all * GROWTH.getOrDefault(name, 1L) + NUMBER_LENGTH;
        };
    if (length > LENGTH_MAX) {
      throw new IllegalArgumentException(
          REFUSED + name + " could make more than " + LENGTH_MAX + " characters.");
    }
    return length;
  }

  /** A CHAR is as long as its type says, with blanks at the end. */
  private static long padded(RexCall call) {
    var type = call.getType().getSqlTypeName();
    return type == SqlTypeName.CHAR || type == SqlTypeName.BINARY
        ? call.getType().getPrecision()
        : 0;
  }

  private static long times(long one, long other) {
    return one <= 0 || other <= 0 ? 0 : one > Long.MAX_VALUE / other ? Long.MAX_VALUE : one * other;
  }

  /** How large a number is at most; what is not plainly a number may be any. */
  private static long most(RexNode node) {
    if (node instanceof RexLiteral literal) {
      var number =
          literal.getTypeName().getFamily() == SqlTypeFamily.NUMERIC
              ? literal.getValueAs(BigDecimal.class)
              : null;
      return number == null ? 0 : number.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue();
    }
    if (node instanceof RexCall call && name(call).equals("CAST")) {
      return most(call.getOperands().get(0));
    }
    return Long.MAX_VALUE;
  }

  /** Of a format, the widest field that it asks for. */
  private static long width(RexNode format) {
    var text = format instanceof RexLiteral literal ? text(literal) : null;
    if (text == null) {
      return Long.MAX_VALUE / 2;
    }
    return DIGITS
        .matcher(text)
        .results()
        .mapToLong(
            found ->
                found.group().length() > DIGITS_MAX
                    ? Long.MAX_VALUE / 4
                    : Long.parseLong(found.group()))
        .max()
        .orElse(0);
  }

  private static String text(RexLiteral literal) {
    return literal.getTypeName().getFamily() == SqlTypeFamily.CHARACTER
        ? literal.getValueAs(String.class)
        : null;
  }
}
