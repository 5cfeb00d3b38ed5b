package dev.weft.policy;

import dev.weft.model.PolicySpec;
import dev.weft.policy.CompiledPolicy.Coverage;
import dev.weft.policy.CompiledRule.Effect;
import dev.weft.policy.cel.Formula;
import dev.weft.spi.RowFilter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides row filters: of each policy the first rule that names the reader, and a record must pass
 * all of them.
 */
final class FilterRules {
  private final Question question;
  private final FilterCache filters;
  private final Witness witness;
  private final Set<Formula> conditions = new LinkedHashSet<>();
  private final List<String> because = new ArrayList<>();
  private String defect = "";

  FilterRules(Question question, FilterCache filters, Witness witness) {
    this.question = question;
    this.filters = filters;
    this.witness = witness;
  }

  FilterRules consider() {
    question.coverages(PolicySpec.Type.ROW_FILTER).forEach(this::consider);
    return this;
  }

  /** Why nothing may be read, when a filter that applies cannot be evaluated; else empty. */
  String defect() {
    return defect;
  }

  List<String> because() {
    return because;
  }

  Optional<RowFilter> filter() {
    return conditions.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new UserFilter(List.copyOf(conditions), question.reader().asUser(question.port())));
  }

  private void consider(Coverage coverage) {
    var policy = coverage.policy().name();
    var rule = question.ruleOf(coverage.policy());
    if (rule.isEmpty()) {
      witness.considered(policy, false, () -> "no rule names " + question.who());
      return;
    }
    var filter = filters.filter(((Effect.Filter) rule.get().effect()).text());
    because.add(policy);
    if (filter.condition().isEmpty()) {
      defect = "The row filter of policy " + policy + " cannot be used. " + filter.problem();
      witness.considered(policy, true, filter::problem);
    } else {
      var condition = filter.condition().get();
      conditions.add(condition);
      witness.considered(
          policy,
          true,
          () -> "rule " + rule.get().number() + " keeps rows with " + condition.text());
    }
  }
}
