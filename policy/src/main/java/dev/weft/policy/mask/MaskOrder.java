package dev.weft.policy.mask;

import dev.weft.model.MaskChoice;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * The mask that a rule asks for, and how strict it is beside others.
 *
 * @param kind empty when there is no such mask; then the field is withheld
 * @param choice as the rule describes it
 * @param compat whether it shall look as Apache Ranger's
 */
public record MaskOrder(Optional<MaskKind> kind, MaskChoice choice, boolean compat) {
  private static final List<String> DATES = List.of("month", "quarter", "year");
  private static final MaskOrder REDACT =
      new MaskOrder(Optional.of(MaskKind.REDACT), MaskChoice.named(MaskKind.REDACT.word()), false);

  /** A mask of Weft's own. */
  public static MaskOrder of(MaskChoice choice) {
    return of(choice, false);
  }

  public static MaskOrder of(MaskChoice choice, boolean compat) {
    if (choice.step().isPresent() || choice.date().isPresent()) {
      return new MaskOrder(Optional.of(MaskKind.GENERALISE), choice, false);
    }
    return choice.expression().isPresent()
        ? new MaskOrder(Optional.of(MaskKind.EXPRESSION), choice, false)
        : new MaskOrder(MaskKind.of(choice.word()), choice, compat);
  }

  /** Whether it hides anything. */
  public boolean hides() {
    return !kind.equals(Optional.of(MaskKind.NONE));
  }

  /**
   * The stricter of both. Of two generalisations it is the coarser; where neither is, and of two
   * different expressions, nobody can say which shows less, so the value is redacted.
   */
  public MaskOrder or(MaskOrder other) {
    if (strictness() != other.strictness()) {
      return strictness() > other.strictness() ? this : other;
    }
    if (choice.equals(other.choice)) {
      return compat ? other : this;
    }
    if (kind.equals(Optional.of(MaskKind.GENERALISE))) {
      return coversAll(other) ? this : other.coversAll(this) ? other : REDACT;
    }
    return kind.equals(Optional.of(MaskKind.EXPRESSION)) ? REDACT : this;
  }

  private int strictness() {
    return kind.map(MaskKind::ordinal).orElse(Integer.MAX_VALUE);
  }

  /** Whether it is at least as coarse, for numbers and for dates. */
  private boolean coversAll(MaskOrder other) {
    return choice.date().map(DATES::indexOf).orElse(DATES.size())
            >= other.choice.date().map(DATES::indexOf).orElse(DATES.size())
        && isMultiple(choice.step(), other.choice.step());
  }

  /** Without a step numbers are redacted, which is coarser than any. */
  private static boolean isMultiple(Optional<BigDecimal> step, Optional<BigDecimal> of) {
    return step.isEmpty() || of.filter(one -> step.get().remainder(one).signum() == 0).isPresent();
  }

  /** As explanations say it. */
  public String word() {
    return kind.map(one -> one.isNamed() ? one.word() : choice.toString())
        .orElse("an unknown mask, so withhold");
  }
}
