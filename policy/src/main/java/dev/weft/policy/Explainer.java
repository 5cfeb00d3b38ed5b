package dev.weft.policy;

import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.policy.Explanation.Considered;
import dev.weft.policy.Explanation.Field;
import dev.weft.policy.FieldFacts.TagFacts;
import dev.weft.policy.ViewCompiler.Result;
import dev.weft.spi.FieldRule;
import dev.weft.spi.RowFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compiles an answer once more and writes down how it came about. */
final class Explainer {
  private Explainer() {}

  static Explanation refused(PrincipalId principal, PortName port, String reason) {
    return new Explanation(
        principal.toString(),
        port.topic(),
        false,
        reason,
        List.of(),
        Optional.empty(),
        List.of(),
        List.of(),
        true);
  }

  static Explanation explain(Question question, ViewCompiler compiler, Optional<String> field) {
    var notes = new Witness.Notes();
    var result = compiler.compile(question, notes);
    var view = result.view();
    return new Explanation(
        question.who(),
        question.port().name().topic(),
        view.allowed(),
        view.reason(),
        view.policies(),
        view.filter().map(RowFilter::text),
        fields(question, result, field),
        notes.notes().stream().map(note -> weighed(note, question, result)).toList(),
        view.terms().audited());
  }

  private static Considered weighed(Considered note, Question question, Result result) {
    var override =
        question.coverages().stream()
            .anyMatch(
                one -> one.policy().name().equals(note.policy()) && one.policy().isOverride());
    var decides = note.matched() && result.deciding().contains(note.policy());
    return new Considered(note.policy(), note.matched(), note.why(), override, decides);
  }

  private static List<Field> fields(Question question, Result result, Optional<String> field) {
    var evidence = evidence(question);
    var all = new ArrayList<Field>();
    result.fields().entrySet().stream()
        .filter(one -> field.map(path -> isWithin(path, one.getKey())).orElse(true))
        .forEach(one -> all.add(describe(one.getKey(), one.getValue(), evidence)));
    if (all.isEmpty()) {
      field.ifPresent(path -> all.add(describe(path, result.other(), evidence)));
    }
    return all;
  }

  private static boolean isWithin(String path, String field) {
    return field.equals(path) || field.startsWith(path + ".");
  }

  private static Map<String, Map<String, TagFacts>> evidence(Question question) {
    var all = new HashMap<String, Map<String, TagFacts>>();
    question.port().fields().forEach(field -> all.put(field.path(), field.tags()));
    return all;
  }

  private static Field describe(
      String path, FieldDecision decision, Map<String, Map<String, TagFacts>> evidence) {
    var tag = evidence.getOrDefault(path, Map.of()).get(decision.tag());
    var why = tag == null ? decision.why() : tag.evidence();
    return new Field(
        path,
        word(decision.rule()),
        decision.rule() instanceof FieldRule.Masked masked
            ? Optional.of(masked.mask().name())
            : Optional.empty(),
        text(decision.policy()),
        text(decision.tag()),
        text(why));
  }

  private static String word(FieldRule rule) {
    if (rule instanceof FieldRule.Masked) {
      return "mask";
    }
    return rule == FieldRule.SHOW ? "show" : "withhold";
  }

  private static Optional<String> text(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
