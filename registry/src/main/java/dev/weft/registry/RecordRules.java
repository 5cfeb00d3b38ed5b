package dev.weft.registry;

import dev.weft.model.Contract;
import dev.weft.model.Contract.Field;
import dev.weft.model.Contract.QualityRule;
import dev.weft.model.DataRecord;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.registry.ContractChecks.Violations;
import dev.weft.registry.quality.Limit;
import dev.weft.spi.Expressions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The quality rules that are expressions: {@code type: custom, engine: cel}. Each is about the
 * whole record, wherever in the contract it stands, and kept only if its answer is exactly true: a
 * missing field or a wrong type breaks it. Rules for other engines are not decided here, nor those
 * that allow some records to break them: these are measured.
 */
final class RecordRules {
  private static final String ENGINE = "cel";
  private static final String STANDARD_NAME = "quality";

  private record Rule(String path, String name, String promise, Expressions.Compiled expression) {}

  private final List<Rule> rules = new ArrayList<>();

  private RecordRules() {}

  static RecordRules of(Contract contract, Expressions expressions) {
    var found = new RecordRules();
    for (int i = 0; i < Math.min(1, contract.schema().size()); i++) {
      found.add("", contract.schema().get(i).quality(), expressions);
    }
    found.addFields("", contract.fields(), expressions);
    return found;
  }

  void check(DataRecord record, Violations violations) {
    for (var rule : rules) {
      if (!rule.expression.isTrue(record, Map.of())) {
        violations.add(rule.path, rule.name, rule.promise);
      }
    }
  }

  private void addFields(String parent, List<Field> fields, Expressions expressions) {
    for (var field : fields) {
      var path = parent + field.name();
      add(path, field.quality(), expressions);
      addFields(path + ".", field.properties(), expressions);
    }
  }

  private void add(String path, List<QualityRule> quality, Expressions expressions) {
    for (var rule : quality) {
      var isOurs = "custom".equals(rule.type()) && ENGINE.equalsIgnoreCase(rule.engine());
      if (isOurs && !Limit.allowsSome(rule)) {
        rules.add(rule(path, rule, expressions));
      }
    }
  }

  private static Rule rule(String path, QualityRule rule, Expressions expressions) {
    var text = rule.implementation() == null ? "" : rule.implementation().asText();
    if (text.isBlank()) {
      throw Problem.input(
              "bad-rule",
              Place.field(path.isEmpty() ? STANDARD_NAME : path + "." + STANDARD_NAME),
              "A rule of the engine cel has no expression.",
              "Write implementation: record.total > 0.")
          .asException();
    }
    var name = rule.name() == null || rule.name().isBlank() ? STANDARD_NAME : rule.name();
    var promise = "The record must keep the rule '" + name + "': " + text + ".";
    return new Rule(path, name, promise, expressions.compile(text));
  }
}
