package dev.weft.policy.cel;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * CEL over {@code record} and other variables that say who or what it is about. Safe for any
 * thread. Making one takes some milliseconds, so make it once.
 */
public final class Language {
  private static final int TEXT_LENGTH_MAX = 4_000;
  private static final int ITERATIONS_MAX = 10_000;
  private static final CelType ANY = MapType.create(SimpleType.STRING, SimpleType.DYN);
  private static final CelType TEXTS = MapType.create(SimpleType.STRING, SimpleType.STRING);
  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .enableQuotedIdentifierSyntax(true)
          .maxExpressionCodePointSize(TEXT_LENGTH_MAX)
          .comprehensionMaxIterations(ITERATIONS_MAX)
          .build();
  private static final String IP_IN_RANGE = "ipInRange";

  private final Cel cel;
  private final Set<String> others;

  private Language(Map<String, CelType> variables) {
    this(variables, none -> {});
  }

  private Language(Map<String, CelType> variables, Consumer<CelBuilder> further) {
    var builder =
        CelFactory.legacyCelBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addFunctionDeclarations(
                CelFunctionDecl.newFunctionDeclaration(
                    IP_IN_RANGE,
                    CelOverloadDecl.newGlobalOverload(
                        "ip_in_range", SimpleType.BOOL, SimpleType.STRING, SimpleType.STRING),
                    CelOverloadDecl.newMemberOverload(
                        "text_ip_in_range", SimpleType.BOOL, SimpleType.STRING, SimpleType.STRING)),
                TextParts.declaration())
            .addFunctionBindings(
                CelFunctionBinding.from(
                    "ip_in_range", String.class, String.class, IpRange::contains),
                CelFunctionBinding.from(
                    "text_ip_in_range", String.class, String.class, IpRange::contains))
            .addFunctionBindings(TextParts.bindings());
    variables.forEach(builder::addVar);
    further.accept(builder);
    cel = builder.build();
    others =
        variables.keySet().stream()
            .filter(name -> !name.equals("record"))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Over {@code record} and {@code user}, whose attributes may be of any type. */
  public static Language ofRecordAndUser() {
    return new Language(Map.of("record", ANY, "user", ANY));
  }

  /**
   * Over {@code record} and {@code attributes}, which are texts, with the functions that flows
   * need; docs/expressions.md lists them.
   */
  public static Language ofRecordAndAttributes(Clock clock) {
    return new Language(
        Map.of("record", ANY, "attributes", TEXTS),
        builder -> new FlowFunctions(clock).addTo(builder, OPTIONS));
  }

  /** Over {@code user}, {@code resource}, {@code tag} and {@code env}: who asks for what, when. */
  public static Language ofCircumstances() {
    return new Language(Map.of("user", ANY, "resource", ANY, "tag", ANY, "env", ANY));
  }

  /** Over {@code request}: who asks for what, and for which purpose. */
  public static Language ofRequest() {
    return new Language(Map.of("request", ANY));
  }

  /** Over the {@code value} of one field, of whatever type, and {@code user}. */
  public static Language ofValueAndUser() {
    return new Language(Map.of("value", SimpleType.DYN, "user", ANY));
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
          NodeCompiler.compile(expression, others),
          cel.createProgram(checked),
          VariableUses.of(expression, others));
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
