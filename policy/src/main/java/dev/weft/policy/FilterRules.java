package dev.weft.policy;

import dev.weft.model.PolicySpec;
import dev.weft.policy.CompiledRule.Effect.Filter;
import dev.weft.policy.cel.Formula;
import dev.weft.spi.RowFilter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides row filters: of each policy the first rule that applies, and a record must pass all of
 * them. Where an override policy filters, the others are not asked.
 */
final class FilterRules {
  private final Question question;
  private final FilterCache filters;
  private final Witness witness;
  private final List<Applying> override = new ArrayList<>();
  private final List<Applying> normal = new ArrayList<>();
  private final List<Applying> possible = new ArrayList<>();

  /** A filter that applies, of a policy. */
  private record Applying(CompiledPolicy policy, CompiledRule rule) {
    String text() {
      return ((Filter) rule.effect()).text();
    }
  }

  FilterRules(Question question, FilterCache filters, Witness witness) {
    this.question = question;
    this.filters = filters;
    this.witness = witness;
  }

  FilterRules consider() {
    question.coverages(PolicySpec.Type.ROW_FILTER).forEach(this::consider);
    return this;
  }

  private List<Applying> applying() {
    var all = new ArrayList<>(override.isEmpty() ? normal : override);
    all.addAll(possible);
    return all;
  }

  /** Why nothing may be read, when a filter that applies cannot be evaluated; else empty. */
  String defect() {
    return applying().stream()
        .filter(one -> filters.filter(one.text()).condition().isEmpty())
        .findFirst()
        .map(
            one ->
                "The row filter of policy "
                    + one.policy().name()
                    + " cannot be used. "
                    + filters.filter(one.text()).problem())
        .orElse("");
  }

  List<String> because() {
    return applying().stream().map(one -> one.policy().name()).toList();
  }

  Optional<RowFilter> filter() {
    Set<Formula> conditions = new LinkedHashSet<>();
    applying().forEach(one -> filters.filter(one.text()).condition().ifPresent(conditions::add));
    return conditions.isEmpty()
        ? Optional.empty()
        : Optional.of(new UserFilter(List.copyOf(conditions), question.judge().user()));
  }

  /** Whether every policy that filters has chosen that filters see what was written. */
  boolean onRaw() {
    var all = applying();
    return !all.isEmpty()
        && all.stream().allMatch(one -> one.policy().spec().filterOn() == PolicySpec.FilterOn.RAW);
  }

  boolean undecodableFails() {
    return applying().stream()
        .anyMatch(one -> one.policy().spec().undecodable() == PolicySpec.Undecodable.FAIL);
  }

  private void consider(Coverage coverage) {
    var policy = coverage.policy();
    if (question.isUnconcerned(policy)) {
      witness.considered(policy.name(), false, () -> "no rule names " + question.who());
      return;
    }
    var verdict = question.judge().ofRecords(coverage);
    verdict.possible().forEach(rule -> possible.add(new Applying(policy, rule)));
    verdict
        .certain()
        .ifPresent(
            rule -> (policy.isOverride() ? override : normal).add(new Applying(policy, rule)));
    if (verdict.isNothing()) {
      witness.considered(policy.name(), false, () -> question.judge().whyNot(coverage));
    } else {
      verdict.rules().forEach(rule -> witness.considered(policy.name(), true, () -> said(rule)));
    }
  }

  private String said(CompiledRule rule) {
    var filter = filters.filter(((Filter) rule.effect()).text());
    return filter
        .condition()
        .map(condition -> "rule " + rule.number() + " keeps rows with " + condition.text())
        .orElse(filter.problem());
  }
}
