package dev.weft.policy;

import dev.weft.model.NamePattern;
import dev.weft.model.PolicySpec;
import dev.weft.model.PolicySpec.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides as docs/policies.md says, slowly and in plain sight: no index, no cache, no shared code
 * with the engine. It knows one port, {@code p.o} of domain {@code d}.
 */
final class ObviousOracle {
  private static final List<String> STRICTER =
      List.of(
          "none", "date-show-year", "show-first-4", "show-last-4", "hash", "redact", "null", "?");

  /** A field: its tags, those of the port included, and whether it has been classified. */
  record Field(String path, Set<String> tags, boolean lookedAt) {}

  /** A subscription that is approved; no end means for ever. */
  record Grant(List<String> fields, Optional<Instant> until) {}

  private final List<PolicySpec> policies;
  private final Set<String> portTags;
  private final List<Field> fields;
  private final String user;
  private final Set<String> groups;
  private final List<Grant> grants;
  private final Instant now;

  ObviousOracle(
      List<PolicySpec> policies,
      Set<String> portTags,
      List<Field> fields,
      String user,
      Set<String> groups,
      List<Grant> grants,
      Instant now) {
    this.policies = policies;
    this.portTags = portTags;
    this.fields = fields;
    this.user = user;
    this.groups = groups;
    this.grants = grants;
    this.now = now;
  }

  boolean allowed() {
    for (var policy : of(PolicySpec.Type.ACCESS)) {
      if (wholePort(policy) && says(policy, "deny")) {
        return false;
      }
    }
    return !activeGrants().isEmpty()
        || of(PolicySpec.Type.ACCESS).stream()
            .anyMatch(
                policy ->
                    says(policy, "allow")
                        && (wholePort(policy)
                            || fields.stream().anyMatch(f -> isAbout(policy, f))));
  }

  /** {@code show}, {@code withhold} or a mask, for each field; {@code *} for any other. */
  String rule(Field field) {
    if (!granted(Optional.of(field))) {
      return "withhold";
    }
    var mask = "none";
    for (var policy : policies) {
      var about = isAbout(policy, field);
      var mightBe = !field.lookedAt() && !policy.resources().tags().isEmpty();
      if (policy.type() == PolicySpec.Type.ACCESS && says(policy, "deny") && (about || mightBe)) {
        return "withhold";
      }
      if (policy.type() == PolicySpec.Type.MASK && rule(policy).isPresent()) {
        var wanted = known(rule(policy).get().mask());
        if (mightBe && !wanted.equals("none")) {
          return "withhold";
        }
        if (about && STRICTER.indexOf(wanted) > STRICTER.indexOf(mask)) {
          mask = wanted;
        }
      }
    }
    return mask.equals("none") ? "show" : mask.equals("?") ? "withhold" : mask;
  }

  String ruleOfOthers() {
    if (!granted(Optional.empty())) {
      return "withhold";
    }
    for (var policy : policies) {
      var mightBe =
          !policy.resources().tags().isEmpty()
              || wholePort(policy)
              || policy.resources().fields().stream().anyMatch(ObviousOracle::mayReach);
      var hides =
          policy.type() == PolicySpec.Type.ACCESS
              ? says(policy, "deny")
              : policy.type() == PolicySpec.Type.MASK
                  && rule(policy).map(rule -> !rule.mask().equals("none")).orElse(false);
      if (mightBe && hides) {
        return "withhold";
      }
    }
    return "show";
  }

  Set<String> filters() {
    var all = new HashSet<String>();
    for (var policy : of(PolicySpec.Type.ROW_FILTER)) {
      var about =
          wholePort(policy)
              || fields.stream().anyMatch(field -> isAbout(policy, field))
              || policy.resources().fields().stream().anyMatch(ObviousOracle::mayReach);
      if (about) {
        rule(policy).ifPresent(rule -> all.add(rule.filter()));
      }
    }
    return all;
  }

  private boolean granted(Optional<Field> field) {
    for (var grant : activeGrants()) {
      if (grant.fields().isEmpty()
          || field
              .map(f -> grant.fields().stream().anyMatch(g -> within(g, f.path())))
              .orElse(false)) {
        return true;
      }
    }
    return of(PolicySpec.Type.ACCESS).stream()
        .filter(policy -> says(policy, "allow"))
        .anyMatch(policy -> wholePort(policy) || field.map(f -> isAbout(policy, f)).orElse(false));
  }

  private List<Grant> activeGrants() {
    return grants.stream().filter(grant -> grant.until().map(now::isBefore).orElse(true)).toList();
  }

  private List<PolicySpec> of(PolicySpec.Type type) {
    var all = new ArrayList<PolicySpec>();
    policies.stream().filter(policy -> policy.type() == type).forEach(all::add);
    all.sort(Comparator.comparing(PolicySpec::name));
    return all;
  }

  private boolean says(PolicySpec policy, String what) {
    var rule = rule(policy);
    var denies = rule.map(r -> r.deny().contains("read")).orElse(false);
    return what.equals("deny")
        ? denies
        : !denies && rule.map(r -> r.allow().contains("read")).orElse(false);
  }

  private Optional<Rule> rule(PolicySpec policy) {
    for (var rule : policy.rules()) {
      var who = rule.principals();
      if (who.everyone()
          || who.users().contains(user)
          || who.groups().stream().anyMatch(groups::contains)) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }

  private boolean wholePort(PolicySpec policy) {
    var about = policy.resources();
    return matches(about.domains(), "d")
        || matches(about.products(), "p")
        || matches(about.ports(), "p.o")
        || portTags.stream().anyMatch(tag -> matches(about.tags(), tag));
  }

  private boolean isAbout(PolicySpec policy, Field field) {
    if (wholePort(policy)) {
      return true;
    }
    for (var path = field.path(); ; path = path.substring(0, path.lastIndexOf('.'))) {
      if (matches(policy.resources().fields(), "p.o." + path)) {
        return true;
      }
      if (!path.contains(".")) {
        break;
      }
    }
    return field.tags().stream().anyMatch(tag -> matches(policy.resources().tags(), tag));
  }

  private static boolean within(String granted, String path) {
    return path.equals(granted) || path.startsWith(granted + ".");
  }

  private static boolean matches(List<String> patterns, String name) {
    return patterns.stream().anyMatch(pattern -> NamePattern.of(pattern).matches(name));
  }

  /** Patterns of the test that could name a field of {@code p.o} which does not exist yet. */
  private static boolean mayReach(String pattern) {
    return Map.of("p.o.a", true, "p.o.*", true, "*.b", true, "p.o.n", true, "q.o.a", false)
        .get(pattern);
  }

  private static String known(String mask) {
    return STRICTER.contains(mask) ? mask : "?";
  }
}
