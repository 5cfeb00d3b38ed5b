package dev.weft.policy;

import dev.weft.policy.mask.MaskKind;
import dev.weft.policy.mask.Masks;
import dev.weft.spi.FieldRule;
import dev.weft.spi.ReadTerms;
import dev.weft.spi.ReadTerms.FilterOn;
import dev.weft.spi.ReadTerms.Undecodable;
import dev.weft.spi.ReadView;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

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
  record Result(
      ReadView view,
      Map<String, FieldDecision> fields,
      FieldDecision other,
      Collection<String> deciding) {
    /** A denial too ends when a policy begins to hold, or a condition may be met. */
    static Result denied(Question question, String reason, Collection<String> deciding) {
      var none = FieldDecision.withhold("", "", reason);
      var view =
          new ReadView(
              question.port().name(),
              false,
              reason,
              Map.of(),
              FieldRule.WITHHOLD,
              FieldRule.WITHHOLD,
              Optional.empty(),
              question.circumstances().until(),
              List.of());
      return new Result(view, Map.of(), none, deciding);
    }
  }

  Result compile(Question question, Witness witness) {
    var port = question.port();
    var access = new AccessRules(question, witness).decide();
    var masking = new MaskRules(question, masks, witness).consider();
    var rows = new FilterRules(question, filters, witness).consider();
    if (!port.defect().isEmpty()) {
      return Result.denied(question, port.defect(), List.of());
    }
    if (!access.allowed()) {
      return Result.denied(question, access.reason(), access.because());
    }
    if (!rows.defect().isEmpty()) {
      return Result.denied(question, rows.defect(), rows.because());
    }
    var fields = new LinkedHashMap<String, FieldDecision>();
    port.fields().forEach(field -> fields.put(field.path(), decide(field, access, masking)));
    var other = others(access, masking);
    var terms =
        new Terms(question.circumstances())
            .of(
                access.permits(),
                masking.undecodableFails() || rows.undecodableFails()
                    ? Undecodable.FAIL
                    : Undecodable.WITHHOLD,
                rows.onRaw() ? FilterOn.RAW : FilterOn.MASKED);
    var view = view(question, access, rows, fields, other, terms);
    return new Result(view, fields, other, view.policies());
  }

  private static FieldDecision decide(FieldFacts field, Access access, MaskRules masking) {
    var withheld = access.withheld(field);
    if (withheld.isPresent()) {
      return withheld.get();
    }
    var decision = masking.decide(field);
    if (field.lookedAt() || decision.rule() == FieldRule.WITHHOLD) {
      return decision;
    }
    var hider = masking.hidesByTag(field);
    return hider.isEmpty() ? decision : FieldDecision.notLookedAt(hider);
  }

  private static FieldDecision others(Access access, MaskRules masking) {
    var withheld = access.unknownWithheld();
    if (withheld.isPresent()) {
      return withheld.get();
    }
    var hider = masking.hidesUnknown();
    return hider.isEmpty() ? FieldDecision.SHOW : FieldDecision.notLookedAt(hider);
  }

  private ReadView view(
      Question question,
      Access access,
      FilterRules rows,
      Map<String, FieldDecision> fields,
      FieldDecision other,
      ReadTerms terms) {
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
        earliest(access.until(), question.circumstances().until()),
        List.copyOf(policies),
        terms);
  }

  private static Optional<Instant> earliest(Optional<Instant> one, Optional<Instant> other) {
    return Stream.concat(one.stream(), other.stream()).min(Instant::compareTo);
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
