package dev.weft.policy.cel;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.util.List;

/**
 * CEL over two variables: {@code record}, and one other that says who or what it is about. Safe for
 * any thread. Making one takes some milliseconds, so make it once.
 */
public final class Language {
  private static final int TEXT_LENGTH_MAX = 4_000;
  private static final int ITERATIONS_MAX = 10_000;

  private final Cel cel;
  private final String other;

  private Language(String other, CelType valueType) {
    this.other = other;
    cel =
        CelFactory.legacyCelBuilder()
            .setOptions(
                CelOptions.current()
                    .enableHeterogeneousNumericComparisons(true)
                    .enableQuotedIdentifierSyntax(true)
                    .maxExpressionCodePointSize(TEXT_LENGTH_MAX)
                    .comprehensionMaxIterations(ITERATIONS_MAX)
                    .build())
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("record", MapType.create(SimpleType.STRING, SimpleType.DYN))
            .addVar(other, MapType.create(SimpleType.STRING, valueType))
            .build();
  }

  /** Over {@code record} and {@code user}, whose attributes may be of any type. */
  public static Language ofRecordAndUser() {
    return new Language("user", SimpleType.DYN);
  }

  /** Over {@code record} and {@code attributes}, which are texts. */
  public static Language ofRecordAndAttributes() {
    return new Language("attributes", SimpleType.STRING);
  }

  /**
   * Parses and type-checks.
   *
   * @throws ProblemException with every problem of the text; line and column are within it
   */
  public Formula compile(String text) {
    return formula(text, checked(text));
  }

  /** As {@link #compile}, for an expression that must answer yes or no. */
  public Formula compileCondition(String text) {
    var checked = checked(text);
    var type = checked.getResultType();
    if (!type.equals(SimpleType.BOOL) && !type.equals(SimpleType.DYN)) {
      throw problem("it gives a value of type " + type.name() + ", not true or false.", 1, 1)
          .asException();
    }
    return formula(text, checked);
  }

  private CelAbstractSyntaxTree checked(String text) {
    try {
      return cel.compile(text).getAst();
    } catch (CelValidationException e) {
      throw new ProblemException(e.getErrors().stream().map(Language::problem).toList(), e);
    }
  }

  private Formula formula(String text, CelAbstractSyntaxTree checked) {
    var expression = checked.getExpr();
    try {
      return new Formula(
          text,
          RecordFields.of(expression),
          NodeCompiler.compile(expression, other),
          cel.createProgram(checked),
          other);
    } catch (CelEvaluationException e) {
      throw new ProblemException(List.of(problem(e.getMessage(), 1, 1)), e);
    }
  }

  private static Problem problem(CelIssue issue) {
    var place = issue.getSourceLocation();
    return problem(issue.getMessage(), place.getLine(), place.getColumn() + 1);
  }

  /** A problem of an expression at this line and column of its text, both from 1. */
  public static Problem problem(String message, int line, int column) {
    return Problem.input(
        "bad-expression",
        new Place("", line, column, ""),
        "The expression does not compile: " + message,
        "Expressions are CEL; docs/policies.md has examples.");
  }
}
