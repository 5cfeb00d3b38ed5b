package dev.weft.gateway.wire;

import dev.weft.gateway.json.RuleTree;
import dev.weft.spi.FieldRule;
import dev.weft.spi.ReadTerms.Undecodable;
import dev.weft.spi.ReadView;
import dev.weft.spi.RecordFormat;
import dev.weft.spi.SealedFields;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Optional;
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
   * @param sealed the port's fields that stand encrypted: they are opened before they are shown
   * @param failsOnUndecodable whether a record that cannot be decoded fails the fetch
   */
  record CompiledView(
      RuleTree fields,
      FieldRule key,
      boolean keepHeaders,
      boolean looksInside,
      boolean failsOnUndecodable,
      RecordFormat format,
      Set<String> known,
      Set<String> sealed) {
    static CompiledView of(
        ReadView view, RecordFormat format, Set<String> known, SealedFields fields) {
      var sealed = fields.of(view.port());
      return new CompiledView(
          RuleTree.of(opened(view, sealed, fields), known),
          view.key(),
          hidesNothing(view),
          !hidesNothing(view) || view.filter().isPresent() || !sealed.isEmpty(),
          view.terms().undecodable() == Undecodable.FAIL,
          format,
          Set.copyOf(known),
          Set.copyOf(sealed));
    }

    /** The same view of a port whose fields are encrypted; a field that is withheld stays so. */
    private static ReadView opened(ReadView view, Set<String> sealed, SealedFields fields) {
      if (sealed.isEmpty()) {
        return view;
      }
      var rules = new HashMap<>(view.fields());
      for (var field : sealed) {
        var rule = rules.getOrDefault(field, view.otherFields());
        if (rule instanceof FieldRule.Shown) {
          var opening = fields.opening(view.port(), field, Optional.empty());
          rules.put(field, new FieldRule.Masked(opening, "", ""));
        } else if (rule instanceof FieldRule.Masked hidden) {
          var opening = fields.opening(view.port(), field, Optional.of(hidden.mask()));
          rules.put(field, new FieldRule.Masked(opening, hidden.policy(), hidden.tag()));
        }
      }
      return new ReadView(
          view.port(),
          view.allowed(),
          view.reason(),
          rules,
          view.otherFields(),
          view.key(),
          view.filter(),
          view.until(),
          view.policies(),
          view.terms());
    }

    private static boolean hidesNothing(ReadView view) {
      return view.key() instanceof FieldRule.Shown
          && view.otherFields() instanceof FieldRule.Shown
          && view.fields().values().stream().allMatch(FieldRule.Shown.class::isInstance);
    }
  }

  /** By identity: comparing views would cost more than what is saved. */
  private final IdentityHashMap<ReadView, CompiledView> views = new IdentityHashMap<>();

  private final SealedFields fields;

  CompiledViews(SealedFields fields) {
    this.fields = fields;
  }

  CompiledView of(ReadView view, RecordFormat format, Set<String> known) {
    var kept = views.get(view);
    if (kept != null
        && kept.format == format
        && kept.known.equals(known)
        && kept.sealed.equals(fields.of(view.port()))) {
      return kept;
    }
    if (views.size() >= KEPT_MAX) {
      views.clear();
    }
    var compiled = CompiledView.of(view, format, known, fields);
    views.put(view, compiled);
    return compiled;
  }
}
