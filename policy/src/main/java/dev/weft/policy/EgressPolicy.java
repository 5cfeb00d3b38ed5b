package dev.weft.policy;

import dev.weft.model.NamePattern;
import dev.weft.model.PolicySpec;
import dev.weft.spi.Egress.TagRule;
import java.util.ArrayList;
import java.util.List;

/** A policy of where flows may send, with its patterns compiled. Immutable. */
final class EgressPolicy {
  static final String SEND = "send";

  private final PolicySpec spec;
  private final ResourceMatch about;
  private final ResourceMatch excluded;
  private final List<Rule> rules;

  /** One rule; it denies, or allows without some tags. */
  private record Rule(List<EgressPattern> to, boolean denies, List<String> denyTags) {
    boolean covers(String place) {
      return to.stream().anyMatch(pattern -> pattern.covers(place));
    }

    boolean meets(String place) {
      return to.stream().anyMatch(pattern -> pattern.meets(place));
    }
  }

  /** What it says of a place: nothing, when no rule does. */
  record Saying(boolean allows, boolean denies, int rule, List<TagRule> withoutTags) {}

  EgressPolicy(PolicySpec spec) {
    this.spec = spec;
    about = ResourceMatch.of(spec.resources(), text -> List.of(NamePattern.of(text)));
    excluded = ResourceMatch.of(spec.resources().excludes(), text -> List.of(NamePattern.of(text)));
    rules = spec.rules().stream().map(EgressPolicy::rule).toList();
  }

  /** A rule that does not say that it allows denies. */
  private static Rule rule(PolicySpec.Rule rule) {
    var allows = rule.deny().isEmpty() && rule.allow().contains(SEND);
    return new Rule(rule.to().stream().map(EgressPattern::of).toList(), !allows, rule.denyTags());
  }

  String name() {
    return spec.name();
  }

  boolean isAbout(String domain, String product) {
    return spec.enabled()
        && about.namesProduct(domain, product)
        && !excluded.namesProduct(domain, product);
  }

  /**
   * The first rule that names the place decides. Of a place that is known in part only, rules that
   * may be about it close as if they were, and do not open.
   */
  Saying of(String place) {
    var without = new ArrayList<TagRule>();
    for (var i = 0; i < rules.size(); i++) {
      var rule = rules.get(i);
      var covers = rule.covers(place);
      if (covers || rule.meets(place)) {
        if (rule.denies()) {
          return new Saying(false, true, i + 1, List.of());
        }
        if (!rule.denyTags().isEmpty()) {
          without.add(new TagRule(name(), rule.denyTags()));
        }
      }
      if (covers) {
        return new Saying(true, false, i + 1, without);
      }
    }
    return new Saying(false, false, 0, without);
  }
}
