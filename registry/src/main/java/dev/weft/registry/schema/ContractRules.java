package dev.weft.registry.schema;

import dev.weft.model.Contract;
import dev.weft.model.Contract.QualityRule;
import dev.weft.model.Contract.SchemaObject;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.SchemaRules;
import dev.weft.model.SchemaRules.Rule;
import dev.weft.spi.Expressions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The rules of a registered schema that the mesh itself keeps, as quality rules of the contract:
 * conditions in CEL about what is written. In them the record is called {@code message}. Others are
 * for the clients; so are those that are disabled, or that only say {@code CLIENT}.
 */
public final class ContractRules {
  private static final Set<String> PLACES = Set.of("", "ALL", "GATEWAY", "SERVER");
  private static final Set<String> MODES = Set.of("", "WRITE", "WRITEREAD");
  private static final Set<String> KINDS = Set.of("", "CONDITION");
  private static final String NAMED = "message";
  private static final String OURS = "record";

  private ContractRules() {}

  /** The contract with those rules beside its own. */
  public static Contract joined(Contract contract, SchemaRules rules) {
    var kept = kept(rules);
    if (kept.isEmpty()) {
      return contract;
    }
    var schema = new ArrayList<>(contract.schema());
    var first =
        schema.isEmpty()
            ? new SchemaObject("record", "object", null, null, null, null, null)
            : schema.remove(0);
    var quality = new ArrayList<>(first.quality());
    kept.forEach(rule -> quality.add(quality(rule)));
    schema.add(
        0,
        new SchemaObject(
            first.name(),
            first.logicalType(),
            first.description(),
            first.tags(),
            quality,
            first.authoritativeDefinitions(),
            first.properties()));
    return new Contract(
        contract.id(),
        contract.name(),
        contract.version(),
        contract.status(),
        contract.domain(),
        contract.dataProduct(),
        contract.description(),
        contract.tags(),
        schema,
        contract.slaProperties(),
        contract.customProperties(),
        contract.servers());
  }

  /**
   * Refuses rules that the mesh would have to keep, and cannot.
   *
   * @throws ProblemException {@code bad-rules}
   */
  static void check(SchemaRules rules, Expressions expressions) {
    for (var rule : kept(rules)) {
      try {
        expressions.compile(translated(rule.expr()));
      } catch (ProblemException e) {
        throw Problem.input(
                "bad-rules",
                Place.field("ruleSet"),
                "The rule '" + rule.name() + "' cannot be kept here: " + e.first().message(),
                "With enableAt: CLIENT it is for the clients alone.")
            .asException();
      }
    }
  }

  private static List<Rule> kept(SchemaRules rules) {
    return PLACES.contains(rules.enableAt())
        ? rules.domainRules().stream()
            .filter(rule -> rule.type().equalsIgnoreCase("CEL") && KINDS.contains(rule.kind()))
            .filter(rule -> MODES.contains(rule.mode()) && !rule.disabled())
            .filter(rule -> !rule.onFailure().startsWith("NONE"))
            .toList()
        : List.of();
  }

  private static QualityRule quality(Rule rule) {
    var quality =
        Json.object()
            .put("name", rule.name())
            .put("type", "custom")
            .put("description", rule.doc())
            .put("engine", "cel")
            .put("implementation", translated(rule.expr()));
    return Json.read(quality, QualityRule.class);
  }

  /** The expression with our name for the record, outside of texts and of paths. */
  static String translated(String expression) {
    var out = new StringBuilder();
    for (int at = 0; at < expression.length(); ) {
      var next = expression.charAt(at);
      var end = at + 1;
      if (next == '"' || next == '\'') {
        end = endOfText(expression, at);
        out.append(expression, at, end);
      } else if (Character.isJavaIdentifierStart(next)) {
        while (end < expression.length()
            && Character.isJavaIdentifierPart(expression.charAt(end))) {
          end++;
        }
        var word = expression.substring(at, end);
        var isPart = out.toString().stripTrailing().endsWith(".");
        out.append(word.equals(NAMED) && !isPart ? OURS : word);
      } else {
        out.append(next);
      }
      at = end;
    }
    return out.toString();
  }

  private static int endOfText(String expression, int from) {
    for (int at = from + 1; at < expression.length(); at++) {
      if (expression.charAt(at) == '\\') {
        at++;
      } else if (expression.charAt(at) == expression.charAt(from)) {
        return at + 1;
      }
    }
    return expression.length();
  }
}
