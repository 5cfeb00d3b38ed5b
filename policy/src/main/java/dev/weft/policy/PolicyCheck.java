package dev.weft.policy;

import dev.weft.model.Place;
import dev.weft.model.PolicySpec;
import dev.weft.model.PolicySpec.Excludes;
import dev.weft.model.PolicySpec.Rule;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.policy.mask.MaskExpressions;
import dev.weft.policy.mask.MaskKind;
import dev.weft.policy.mask.MaskOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds what is wrong with a policy before it is applied. */
final class PolicyCheck {
  private static final List<String> ACTIONS = List.of("read");

  private final FilterCache filters;
  private final Conditions conditions;
  private final MaskExpressions masks;
  private final List<Problem> problems = new ArrayList<>();

  PolicyCheck(FilterCache filters, Conditions conditions, MaskExpressions masks) {
    this.filters = filters;
    this.conditions = conditions;
    this.masks = masks;
  }

  List<Problem> check(PolicySpec policy) {
    if (policy.type() == null) {
      add(
          "missing-key",
          "type",
          "A policy needs a type.",
          "Types: access, mask, row-filter, egress.");
      return problems;
    }
    if (isAboutNothing(policy)) {
      add(
          "empty-policy",
          "resources",
          "The policy names no resource, so it would never matter.",
          "Name domains, products, ports, fields or tags.");
    }
    if (policy.rules().isEmpty()) {
      add("empty-policy", "rules", "The policy has no rule.", "");
    }
    if (policy.type() == PolicySpec.Type.EGRESS) {
      for (var i = 0; i < policy.rules().size(); i++) {
        sending(policy.rules().get(i), "rules[" + i + "]");
      }
      return problems;
    }
    var windows = Windows.of(policy);
    if (!windows.defect().isEmpty()) {
      add("bad-validity", "validity", "The policy's times: " + windows.defect() + ".", "");
    }
    condition(policy.when(), "when");
    delegation(policy);
    for (var i = 0; i < policy.rules().size(); i++) {
      check(policy.type(), policy.rules().get(i), "rules[" + i + "]");
    }
    return problems;
  }

  private static boolean isAboutNothing(PolicySpec policy) {
    var all = policy.resources();
    return Stream.of(all.domains(), all.products(), all.ports(), all.fields(), all.tags())
        .allMatch(List::isEmpty);
  }

  private void check(PolicySpec.Type type, Rule rule, String path) {
    principals(rule, path);
    condition(rule.when(), path + ".when");
    switch (type) {
      case ACCESS -> access(rule, path);
      case MASK -> mask(rule, path);
      case ROW_FILTER -> filter(rule, path);
      case EGRESS -> sending(rule, path);
    }
    refuseOthers(type, rule, path);
  }

  /** The format says the rest: it is a place that is forgotten most easily. */
  private void sending(Rule rule, String path) {
    if (rule.to().isEmpty()) {
      add(
          "missing-key",
          path + ".to",
          "The rule names no place.",
          "Name places such as https://host or s3://bucket; '*' stands for any text.");
    }
  }

  private void principals(Rule rule, String path) {
    var who = rule.principals();
    if (who.isNobody()) {
      add(
          "missing-principals",
          path + ".principals",
          "The rule names nobody.",
          "Name users, groups, roles or products, or say everyone: true.");
    }
  }

  private void delegation(PolicySpec policy) {
    var delegates = policy.rules().stream().anyMatch(Rule::delegate);
    var always = policy.validity().isEmpty() && policy.when().isBlank();
    var plain = policy.resources().excludes().equals(new Excludes(null, null, null, null, null));
    if (delegates && !(always && plain)) {
      add(
          "misplaced-key",
          "rules",
          "Only a policy that always holds, and takes nothing out, can delegate.",
          "Delegate in a policy of its own.");
    }
  }

  private void condition(String text, String path) {
    if (!text.isBlank()) {
      compiles(path, () -> conditions.compile(text));
    }
  }

  private void compiles(String path, Runnable compile) {
    try {
      compile.run();
    } catch (ProblemException e) {
      e.problems().forEach(problem -> problems.add(at(path, problem)));
    }
  }

  private void access(Rule rule, String path) {
    if (rule.allow().isEmpty() && rule.deny().isEmpty()) {
      add("missing-key", path, "A rule of an access policy needs allow or deny.", "allow: [read]");
    }
    Stream.concat(rule.allow().stream(), rule.deny().stream())
        .filter(action -> !ACTIONS.contains(action))
        .forEach(
            action ->
                add(
                    "unknown-action",
                    path,
                    "'" + action + "' is not an action that a policy can allow or deny.",
                    "Actions: read."));
  }

  private void mask(Rule rule, String path) {
    rule.mask()
        .expression()
        .ifPresent(text -> compiles(path + ".mask.expression", () -> masks.compile(text)));
    if (MaskOrder.of(rule.mask()).kind().isEmpty()) {
      add(
          "unknown-mask",
          path + ".mask",
          rule.mask().isNothing()
              ? "A rule of a mask policy needs a mask."
              : "There is no mask '" + rule.mask() + "'.",
          "Masks: " + String.join(", ", MaskKind.words()) + ".");
    }
  }

  private void filter(Rule rule, String path) {
    if (rule.filter().isBlank()) {
      add(
          "missing-key",
          path + ".filter",
          "A rule of a row-filter policy needs a filter.",
          "filter: \"true\" lets every row pass.");
      return;
    }
    compiles(path + ".filter", () -> filters.compile(rule.filter()));
  }

  private void refuseOthers(PolicySpec.Type type, Rule rule, String path) {
    if (type != PolicySpec.Type.ACCESS && !(rule.allow().isEmpty() && rule.deny().isEmpty())) {
      misplaced(path, "allow and deny belong", "access");
    }
    if (type != PolicySpec.Type.MASK && !rule.mask().isNothing()) {
      misplaced(path + ".mask", "mask belongs", "mask");
    }
    if (type != PolicySpec.Type.ROW_FILTER && !rule.filter().isEmpty()) {
      misplaced(path + ".filter", "filter belongs", "row-filter");
    }
  }

  private void misplaced(String path, String what, String type) {
    add("misplaced-key", path, what + " to policies of type " + type + " only.", "");
  }

  /** Line and column of an expression's problem are within its text, so they go to the sentence. */
  private static Problem at(String path, Problem problem) {
    var place = problem.place();
    var where = " (line " + place.line() + ", column " + place.column() + ")";
    return Problem.input(
        problem.code(), Place.field(path), problem.message() + where, problem.hint());
  }

  private void add(String code, String path, String message, String hint) {
    problems.add(Problem.input(code, Place.field(path), message, hint));
  }
}
