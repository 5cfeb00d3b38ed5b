package dev.weft.server.audit;

import dev.weft.spi.FieldRule;
import dev.weft.spi.ReadView;
import dev.weft.spi.RowFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What one reader would see otherwise.
 *
 * @param effect loses, gains, changes, or nothing
 * @param fields whose rule is another
 * @param filter when it is another; a text is empty where there is none
 * @param terms when they are others, as a sentence
 */
public record Difference(
    String effect, List<Field> fields, Optional<Filter> filter, Optional<String> terms) {
  /** One field's rules: {@code show}, {@code withhold}, or {@code mask:NAME}. */
  public record Field(String path, String before, String after) {}

  /** The row filters' expressions. */
  public record Filter(String before, String after) {}

  private static final String OTHERS = "(other fields)";
  private static final String KEY = "(record key)";

  static Difference between(ReadView before, ReadView after) {
    if (!before.allowed() && !after.allowed()) {
      return new Difference("nothing", List.of(), Optional.empty(), Optional.empty());
    }
    if (before.allowed() != after.allowed()) {
      var effect = before.allowed() ? "loses" : "gains";
      return new Difference(effect, List.of(), Optional.empty(), Optional.empty());
    }
    var fields = fields(before, after);
    var filter = filter(text(before), text(after));
    var terms =
        before.terms().equals(after.terms())
            ? Optional.<String>empty()
            : Optional.of(before.terms() + " -> " + after.terms());
    var same = fields.isEmpty() && filter.isEmpty() && terms.isEmpty();
    return new Difference(same ? "nothing" : "changes", fields, filter, terms);
  }

  boolean isNothing() {
    return effect.equals("nothing");
  }

  private static List<Field> fields(ReadView before, ReadView after) {
    var paths = new TreeSet<>(before.fields().keySet());
    paths.addAll(after.fields().keySet());
    var fields = new ArrayList<Field>();
    for (var path : paths) {
      add(path, rule(before, path), rule(after, path), fields);
    }
    add(OTHERS, before.otherFields(), after.otherFields(), fields);
    add(KEY, before.key(), after.key(), fields);
    return fields;
  }

  private static void add(String path, FieldRule before, FieldRule after, List<Field> fields) {
    if (!word(before).equals(word(after))) {
      fields.add(new Field(path, word(before), word(after)));
    }
  }

  /** The field's own rule, or that of what is above it, or that of all fields without one. */
  private static FieldRule rule(ReadView view, String path) {
    for (var at = path; !at.isEmpty(); at = at.substring(0, Math.max(0, at.lastIndexOf('.')))) {
      var rule = view.fields().get(at);
      if (rule != null) {
        return rule;
      }
    }
    return view.otherFields();
  }

  private static String word(FieldRule rule) {
    if (rule instanceof FieldRule.Masked masked) {
      return "mask:" + masked.mask().name();
    }
    return rule == FieldRule.SHOW ? "show" : "withhold";
  }

  private static Optional<Filter> filter(String before, String after) {
    return before.equals(after) ? Optional.empty() : Optional.of(new Filter(before, after));
  }

  private static String text(ReadView view) {
    return view.filter().map(RowFilter::text).orElse("");
  }
}
