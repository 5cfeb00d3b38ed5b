package dev.weft.gateway.wire;

import dev.weft.gateway.json.RuleTree;
import dev.weft.spi.FieldRule;
import dev.weft.spi.ReadTerms.Undecodable;
import dev.weft.spi.ReadView;
import dev.weft.spi.RecordFormat;
import java.util.IdentityHashMap;
import java.util.Set;

/** Views made ready for rewriting, kept while the views are. One thread at a time. */
final class CompiledViews {
  private static final int KEPT_MAX = 512;

  /**
   * A view made ready.
   *
   * @param keepHeaders whether records keep their headers, which no rule names: only if nothing is
   *     hidden from the reader
   * @param looksInside whether what a record holds matters; else only its time does
   * @param format how the port's records are written
   * @param failsOnUndecodable whether a record that cannot be decoded fails the fetch
   */
  record CompiledView(
      RuleTree fields,
      FieldRule key,
      boolean keepHeaders,
      boolean looksInside,
      boolean failsOnUndecodable,
      RecordFormat format,
      Set<String> known) {
    static CompiledView of(ReadView view, RecordFormat format, Set<String> known) {
      return new CompiledView(
          RuleTree.of(view, known),
          view.key(),
          hidesNothing(view),
          !hidesNothing(view) || view.filter().isPresent(),
          view.terms().undecodable() == Undecodable.FAIL,
          format,
          Set.copyOf(known));
    }

    private static boolean hidesNothing(ReadView view) {
      return view.key() instanceof FieldRule.Shown
          && view.otherFields() instanceof FieldRule.Shown
          && view.fields().values().stream().allMatch(FieldRule.Shown.class::isInstance);
    }
  }

  /** By identity: comparing views would cost more than what is saved. */
  private final IdentityHashMap<ReadView, CompiledView> views = new IdentityHashMap<>();

  CompiledView of(ReadView view, RecordFormat format, Set<String> known) {
    var kept = views.get(view);
    if (kept != null && kept.format == format && kept.known.equals(known)) {
      return kept;
    }
    if (views.size() >= KEPT_MAX) {
      views.clear();
    }
    var compiled = CompiledView.of(view, format, known);
    views.put(view, compiled);
    return compiled;
  }
}
