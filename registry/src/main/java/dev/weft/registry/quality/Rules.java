package dev.weft.registry.quality;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.weft.model.Contract;
import dev.weft.model.Contract.QualityRule;
import dev.weft.model.DataRecord;
import dev.weft.registry.quality.Objective.Measure;
import dev.weft.spi.Expressions;
import dev.weft.spi.QualityQueries;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The quality rules of ODCS: the library's metrics, and expressions in CEL. Those that allow no
 * exception are kept at the door and measured too: what came before them may still be there.
 */
final class Rules {
  private final Contract contract;
  private final Duration window;
  private final Expressions expressions;
  private final Optional<QualityQueries> queries;
  private final Objectives.Found found;

  Rules(
      Contract contract,
      Duration window,
      Expressions expressions,
      Optional<QualityQueries> queries,
      Objectives.Found found) {
    this.contract = contract;
    this.window = window;
    this.expressions = expressions;
    this.queries = queries;
    this.found = found;
  }

  void read() {
    if (!contract.schema().isEmpty()) {
      contract.schema().get(0).quality().forEach(rule -> read(rule, ""));
      fields("", contract.fields());
    }
  }

  private void fields(String parent, List<Contract.Field> fields) {
    for (var field : fields) {
      var path = parent + field.name();
      field.quality().forEach(rule -> read(rule, path));
      fields(path + ".", field.properties());
    }
  }

  private void read(QualityRule rule, String field) {
    switch (rule.type() == null ? "library" : rule.type()) {
      case "library" -> library(rule, field);
      case "custom" -> custom(rule, field);
      case SqlRules.TYPE -> sql(rule, field);
      case "text" -> say(rule, field, "it is for people to read");
      default -> say(rule, field, "rules of type " + rule.type() + " are not measured");
    }
  }

  private void library(QualityRule rule, String field) {
    var path = FieldPath.of(field);
    var isOfField = !field.isEmpty();
    switch (rule.metric() == null ? "" : rule.metric()) {
      case "nullValues" ->
          counted(rule, field, Measure.NULL_VALUES, isOfField, () -> RecordTest.nullValue(path));
      case "missingValues" ->
          counted(
              rule,
              field,
              Measure.MISSING_VALUES,
              isOfField,
              () -> RecordTest.missingValue(rule, path));
      case "invalidValues" ->
          counted(
              rule,
              field,
              Measure.INVALID_VALUES,
              isOfField,
              () -> RecordTest.invalidValue(rule, path, field));
      case "duplicateValues" -> duplicates(rule, field);
      case "rowCount" ->
          Limit.of(rule)
              .ifPresentOrElse(
                  limit -> add(rule, field, Measure.VOLUME, limit, Optional.empty(), List.of()),
                  () -> say(rule, field, "it says no number"));
      default -> say(rule, field, "there is no metric of this name");
    }
  }

  private interface Test {
    RecordTest make();
  }

  private void counted(
      QualityRule rule, String field, Measure measure, boolean isOfField, Test test) {
    if (isOfField) {
      add(rule, field, measure, limit(rule), Optional.of(test.make()), List.of());
    } else {
      say(rule, field, "it is about no field");
    }
  }

  private void duplicates(QualityRule rule, String field) {
    var named =
        rule.arguments() == null
            ? List.<String>of()
            : StreamSupport.stream(
                    rule.arguments()
                        .getOrDefault("properties", MissingNode.getInstance())
                        .spliterator(),
                    false)
                .map(JsonNode::asText)
                .toList();
    var fields = field.isEmpty() ? named : List.of(field);
    if (fields.isEmpty()) {
      say(rule, field, "its arguments name no properties");
      return;
    }
    var keys = fields.stream().map(FieldPath::of).toList();
    add(rule, field, Measure.DUPLICATE_VALUES, limit(rule), Optional.empty(), keys);
  }

  private void custom(QualityRule rule, String field) {
    if (!"cel".equalsIgnoreCase(rule.engine())) {
      say(rule, field, "the engine " + rule.engine() + " is not part of Weft");
      return;
    }
    var text = rule.implementation() == null ? "" : rule.implementation().asText();
    if (text.isBlank()) {
      return; // The check of records says so.
    }
    var expression = expressions.compile(text);
    RecordTest broken = (DataRecord record) -> !expression.isTrue(record, Map.of());
    add(rule, field, Measure.EXPRESSION, limit(rule), Optional.of(broken), List.of());
  }

  /** What is wrong with a query was said when the contract was applied, unless it is older. */
  private void sql(QualityRule rule, String field) {
    var limit = Limit.of(rule);
    if (queries.isEmpty()) {
      say(rule, field, "nothing here understands SQL");
    } else if (rule.query() == null || rule.query().isBlank()) {
      say(rule, field, "it has no query");
    } else if (limit.isEmpty()) {
      say(rule, field, "it says no number");
    } else {
      var query = new QualityQueries.Query(rule.query(), field);
      var wrong = queries.get().problems(SqlRules.table(contract), query);
      if (wrong.isEmpty()) {
        found.add(objective(rule, field, Measure.QUERY, limit.get()), query);
      } else {
        say(rule, field, wrong.get(0).message());
      }
    }
  }

  /** Without a number no record may count against it. */
  private static Limit limit(QualityRule rule) {
    return Limit.of(rule).orElse(Limit.atMost(0));
  }

  private void add(
      QualityRule rule,
      String field,
      Measure measure,
      Limit limit,
      Optional<RecordTest> against,
      List<FieldPath> keys) {
    found.add(objective(rule, field, measure, limit), against, Optional.empty(), keys);
  }

  private Objective objective(QualityRule rule, String field, Measure measure, Limit limit) {
    var name = name(rule, field);
    return new Objective(
        name,
        name,
        field,
        measure,
        limit,
        unit(rule, measure),
        window,
        text(rule.dimension()),
        text(rule.severity()));
  }

  private static Unit unit(QualityRule rule, Measure measure) {
    var isShare = "percent".equalsIgnoreCase(rule.unit()) || "%".equals(rule.unit());
    if (measure == Measure.QUERY) {
      return isShare ? Unit.PERCENT : Unit.NUMBER;
    }
    return isShare && Objectives.countsAgainst(measure) ? Unit.PERCENT : Unit.RECORDS;
  }

  private static String name(QualityRule rule, String field) {
    if (rule.name() != null && !rule.name().isBlank()) {
      return rule.name();
    }
    var what = rule.metric() == null ? "rule" : rule.metric();
    return field.isEmpty() ? what : field + "." + what;
  }

  private void say(QualityRule rule, String field, String why) {
    found.say(name(rule, field), text(rule.description()), why);
  }

  private static String text(String text) {
    return text == null ? "" : text;
  }
}
