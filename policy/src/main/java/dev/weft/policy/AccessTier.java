package dev.weft.policy;

import dev.weft.model.ReadLimits;
import dev.weft.policy.CompiledRule.Effect;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the access policies of one priority say together: any deny beats every allow. */
final class AccessTier {
  private final Judge judge;
  private final PortFacts port;
  private final Set<String> because = new TreeSet<>();
  private final Set<String> allowedFields = new HashSet<>();
  private final Map<String, FieldDecision> deniedFields = new LinkedHashMap<>();
  private final List<Permit> permits = new ArrayList<>();
  private boolean wholePort;
  private String deniedBy = "";
  private String deniedByTag = "";
  private String unknownDenied = "";

  AccessTier(Judge judge, PortFacts port) {
    this.judge = judge;
    this.port = port;
  }

  /** What a policy comes to: a sentence; empty when it says nothing to the reader. */
  String consider(Coverage coverage) {
    var about = coverage.wholePort() ? judge.ofPort(coverage) : Verdict.NOTHING;
    var policy = coverage.policy().name();
    if (about.denies() && deniedBy.isEmpty()) {
      deniedBy = policy;
    }
    about.allows().ifPresent(allow -> allowAll(policy, allow));
    var allowed = new TreeSet<String>();
    var denied = new TreeSet<String>();
    for (var field : port.fields()) {
      if (coverage.fields().containsKey(field.path())) {
        consider(coverage, field, allowed, denied);
      }
    }
    var unknown = coverage.unknownFields() && ofUnknown(coverage).denies();
    if (unknown && unknownDenied.isEmpty()) {
      unknownDenied = policy;
    }
    return said(about, allowed, denied, unknown);
  }

  private Verdict ofUnknown(Coverage coverage) {
    return judge.ofUnknown(coverage.policy(), coverage.certain());
  }

  private void consider(
      Coverage coverage, FieldFacts field, Set<String> allowed, Set<String> denied) {
    var policy = coverage.policy().name();
    var path = field.path();
    var verdict = judge.ofField(coverage, field);
    if (verdict.denies()) {
      denied.add(path);
      deniedFields.putIfAbsent(
          path, FieldDecision.withhold(policy, coverage.tagOf(path), "it is denied"));
    } else if (verdict.allows().isPresent() && !coverage.fields().get(path).doubtful()) {
      allowed.add(path);
      allowedFields.add(path);
      because.add(policy);
      if (!coverage.wholePort()) {
        var allow = verdict.allows().get();
        permits.add(new Permit(Set.of(path), allow.limits(), allow.audited()));
      }
    }
  }

  private static String said(
      Verdict about, Set<String> allowed, Set<String> denied, boolean unknown) {
    if (about.denies()) {
      return rule(about) + "denies the port";
    }
    if (about.allows().isPresent()) {
      var audited = about.allows().get().audited();
      return rule(about) + "allows the port" + (audited ? "" : ", and reading leaves no events");
    }
    var parts = new ArrayList<String>();
    if (!denied.isEmpty()) {
      parts.add("denies " + denied);
    }
    if (!allowed.isEmpty()) {
      parts.add("allows " + allowed);
    }
    if (parts.isEmpty() && unknown) {
      parts.add("denies fields that nobody has seen");
    }
    return String.join(" and ", parts);
  }

  private static String rule(Verdict verdict) {
    return verdict
        .rules()
        .filter(rule -> !verdict.denies() || rule.effect() instanceof Effect.Deny)
        .findFirst()
        .filter(rule -> rule.number() > 0)
        .map(rule -> "rule " + rule.number() + " ")
        .orElse("else ");
  }

  private void allowAll(String policy, Effect.Allow allow) {
    wholePort = true;
    because.add(policy);
    permits.add(new Permit(Set.of(), allow.limits(), allow.audited()));
  }

  /** The product reads what it has written itself. */
  void allowOwn() {
    wholePort = true;
    permits.add(new Permit(Set.of(), ReadLimits.NONE, true));
  }

  /** Takes in a policy that may deny a field by a tag which nobody has found out yet. */
  void considerTags(CompiledPolicy policy) {
    if (deniedByTag.isEmpty() && judge.ofUnknown(policy, true).denies()) {
      deniedByTag = policy.name();
    }
  }

  /** The policy that denies the port as a whole; may be empty. */
  String deniedBy() {
    return deniedBy;
  }

  boolean allowsSome() {
    return wholePort || !allowedFields.isEmpty();
  }

  boolean wholePort() {
    return wholePort;
  }

  Set<String> allowedFields() {
    return allowedFields;
  }

  Map<String, FieldDecision> deniedFields() {
    return deniedFields;
  }

  /** The policy that may deny a field by a tag which nobody has found out yet; may be empty. */
  String deniedByTag() {
    return deniedByTag;
  }

  /** The policy that may deny a field which nobody has seen yet; may be empty. */
  String unknownDenied() {
    return unknownDenied.isEmpty() ? deniedByTag : unknownDenied;
  }

  Set<String> because() {
    return because;
  }

  List<Permit> permits() {
    return permits;
  }
}
