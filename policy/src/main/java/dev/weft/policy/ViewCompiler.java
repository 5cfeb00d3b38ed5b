package dev.weft.policy;

import dev.weft.policy.mask.MaskKind;
import dev.weft.policy.mask.Masks;
import dev.weft.spi.FieldRule;
import dev.weft.spi.ReadView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Decides what one reader sees of one port. A pure function of the question; safe for any thread.
 *
 * <p>For each field: not granted or denied, it is withheld; else it has the strictest mask that a
 * policy asks for; and a field that nobody has looked at is withheld as long as some policy might
 * hide it once its tags are known.
 */
final class ViewCompiler {
  private final Masks masks;
  private final FilterCache filters;

  ViewCompiler(Masks masks, FilterCache filters) {
    this.masks = masks;
    this.filters = filters;
  }

  /** The answer, and for each known field how it came to be; {@code other} is for all others. */
  record Result(ReadView view, Map<String, FieldDecision> fields, FieldDecision other) {
    static Result denied(PortFacts port, String reason) {
      var none = FieldDecision.withhold("", "", reason);
      return new Result(ReadView.denied(port.name(), reason), Map.of(), none);
    }
  }

  Result compile(Question question, Witness witness) {
    var port = question.port();
    var access = new AccessRules(question, witness).decide();
    var masking = new MaskRules(question, masks, witness).consider();
    var rows = new FilterRules(question, filters, witness).consider();
    if (!port.defect().isEmpty()) {
      return Result.denied(port, port.defect());
    }
    if (!access.allowed()) {
      return Result.denied(port, access.reason());
    }
    if (!rows.defect().isEmpty()) {
      return Result.denied(port, rows.defect());
    }
    var fields = new LinkedHashMap<String, FieldDecision>();
    port.fields().forEach(field -> fields.put(field.path(), decide(field, access, masking)));
    var other = others(access, masking);
    return new Result(view(question, access, rows, fields, other), fields, other);
  }

  private static FieldDecision decide(FieldFacts field, Access access, MaskRules masking) {
    if (!access.grants(field.path())) {
      return FieldDecision.withhold("", "", "it was not asked for and is not granted");
    }
    var denied = access.denied().get(field.path());
    if (denied != null) {
      return denied;
    }
    var decision = masking.decide(field);
    if (field.lookedAt() || decision.rule() == FieldRule.WITHHOLD) {
      return decision;
    }
    var hider = access.deniedByTag().isEmpty() ? masking.hidesByTag() : access.deniedByTag();
    return hider.isEmpty() ? decision : notLookedAt(hider);
  }

  private static FieldDecision others(Access access, MaskRules masking) {
    if (access.granted().isPresent()) {
      return FieldDecision.withhold("", "", "it was not asked for and is not granted");
    }
    var hider = access.unknownDenied().isEmpty() ? masking.hidesUnknown() : access.unknownDenied();
    return hider.isEmpty() ? FieldDecision.SHOW : notLookedAt(hider);
  }

  private static FieldDecision notLookedAt(String policy) {
    return FieldDecision.withhold(
        policy, "", "nobody has looked at it yet, and the policy might hide it");
  }

  private ReadView view(
      Question question,
      Access access,
      FilterRules rows,
      Map<String, FieldDecision> fields,
      FieldDecision other) {
    var policies = new TreeSet<>(access.because());
    policies.addAll(rows.because());
    var rules = new LinkedHashMap<String, FieldRule>();
    fields.forEach(
        (path, decision) -> {
          rules.put(path, decision.rule());
          policies.add(decision.policy());
        });
    policies.add(other.policy());
    policies.remove("");
    return new ReadView(
        question.port().name(),
        true,
        access.reason(),
        rules,
        other.rule(),
        key(question.port(), fields, other),
        rows.filter(),
        access.until(),
        List.copyOf(policies));
  }

  /** The key holds the primary key's values, so it is shown only if all of them are. */
  private FieldRule key(PortFacts port, Map<String, FieldDecision> fields, FieldDecision other) {
    var hidden = fields.values().stream().filter(decision -> !decision.shows()).findFirst();
    if (hidden.isEmpty() && other.shows()) {
      return FieldRule.SHOW;
    }
    var keyShown =
        !port.keyFields().isEmpty()
            && port.keyFields().stream().allMatch(path -> shows(path, fields));
    return keyShown
        ? FieldRule.SHOW
        : token(hiddenKey(port, fields).or(() -> hidden).orElse(other));
  }

  private static boolean shows(String path, Map<String, FieldDecision> fields) {
    var within =
        fields.entrySet().stream().filter(field -> isWithin(path, field.getKey())).toList();
    return !within.isEmpty() && within.stream().allMatch(field -> field.getValue().shows());
  }

  private static Optional<FieldDecision> hiddenKey(
      PortFacts port, Map<String, FieldDecision> fields) {
    return fields.entrySet().stream()
        .filter(field -> port.keyFields().stream().anyMatch(key -> isWithin(key, field.getKey())))
        .map(Map.Entry::getValue)
        .filter(decision -> !decision.shows())
        .findFirst();
  }

  private static boolean isWithin(String path, String field) {
    return field.equals(path) || field.startsWith(path + ".");
  }

  private FieldRule token(FieldDecision because) {
    return new FieldRule.Masked(masks.of(MaskKind.HASH, "string"), because.policy(), because.tag());
  }
}
