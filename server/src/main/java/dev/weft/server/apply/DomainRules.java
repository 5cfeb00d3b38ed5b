package dev.weft.server.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.DataProduct;
import dev.weft.model.DataRecord;
import dev.weft.model.Domain;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.Known;
import dev.weft.spi.Expressions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Holds documents against the computational policies of their domain. A rule that has no value for
 * a document, such as for want of a key, is broken.
 */
final class DomainRules {
  private static final int VALUES_MAX = 5;
  private static final int VALUE_LENGTH_MAX = 80;

  private final Known known;
  private final Expressions expressions;
  private final Map<String, Expressions.Compiled> compiled = new HashMap<>();
  private final Map<String, List<Domain.Rule>> byDomain = new HashMap<>();

  /** As the mesh would be. */
  DomainRules(Known known, Expressions expressions) {
    this.known = known;
    this.expressions = expressions;
  }

  /** What is wrong with the rules themselves. */
  static List<Problem> problems(Domain domain, Expressions expressions) {
    var problems = new ArrayList<Problem>();
    var rules = domain.governance().rules();
    for (var i = 0; i < rules.size(); i++) {
      try {
        var unused = expressions.compile(rules.get(i).expression());
      } catch (ProblemException e) {
        var place = Place.field("governance.rules[" + i + "].expression");
        e.problems()
            .forEach(
                one -> problems.add(Problem.input(one.code(), place, one.message(), one.hint())));
      }
    }
    return problems;
  }

  /** The rules that a document of a product breaks. */
  List<Problem> broken(DataProduct product, ResourceKey key, ObjectNode document, Place place) {
    var isPublished = product.status().equals("active");
    return of(product.domain()).stream()
        .filter(rule -> applies(rule, key.kind()))
        .filter(rule -> isPublished || rule.on().equals("apply"))
        .flatMap(rule -> broken(rule, product, key, document, place).stream())
        .toList();
  }

  private List<Domain.Rule> of(String domain) {
    return byDomain.computeIfAbsent(
        domain,
        name ->
            known
                .find(ResourceKind.DOMAIN, name, Domain.class)
                .map(found -> found.governance().rules())
                .orElse(List.of()));
  }

  private static boolean applies(Domain.Rule rule, ResourceKind kind) {
    return switch (kind) {
      case DATA_PRODUCT -> rule.applies().equals("product");
      case DATA_CONTRACT -> rule.applies().equals("contract");
      case FLOW -> rule.applies().equals("flow");
      case QUERY -> rule.applies().equals("query");
      default -> false;
    };
  }

  @SuppressWarnings("unchecked") // an object is a map from text
  private Optional<Problem> broken(
      Domain.Rule rule, DataProduct product, ResourceKey key, ObjectNode document, Place place) {
    String why;
    try {
      var formula = compiled.computeIfAbsent(rule.expression(), expressions::compile);
      var record = new DataRecord(Json.MAPPER.convertValue(document, Map.class));
      var attributes =
          Map.of("domain", product.domain(), "product", product.id(), "name", key.name());
      if (Boolean.TRUE.equals(formula.evaluate(record, attributes))) {
        return Optional.empty();
      }
      why = values(formula, document);
    } catch (Expressions.EvaluationException e) {
      why = " It could not be told: " + e.getMessage() + ".";
    } catch (ProblemException e) {
      why = " The rule does not compile.";
    }
    return Optional.of(
        Problem.input(
            "rule-broken",
            place,
            "%s breaks the rule '%s' of the domain '%s': %s%s"
                .formatted(key, rule.name(), product.domain(), sentence(rule.message()), why),
            "The rule is: " + rule.expression()));
  }

  private static String sentence(String message) {
    return message.matches("(?s).*[.!?]") ? message : message + ".";
  }

  /** What the rule has looked at, as far as it can be shown. */
  private static String values(Expressions.Compiled formula, ObjectNode document) {
    var shown =
        formula.fields().stream()
            .filter(path -> !path.equals("*"))
            .limit(VALUES_MAX)
            .map(path -> path + " is " + shown(at(document, path)))
            .collect(Collectors.joining(", "));
    return shown.isEmpty() ? "" : " (" + shown + ")";
  }

  private static JsonNode at(JsonNode document, String path) {
    var node = document;
    for (var part : path.split("\\.")) {
      node = node.path(part);
    }
    return node;
  }

  private static String shown(JsonNode value) {
    if (value.isMissingNode()) {
      return "not there";
    }
    var text = value.isContainerNode() ? value.toString() : "'" + value.asText() + "'";
    return text.length() > VALUE_LENGTH_MAX ? text.substring(0, VALUE_LENGTH_MAX) + "..." : text;
  }
}
