package dev.weft.spi;

/**
 * What happens to one field on its way to one reader.
 *
 * <p>There are three: {@link #SHOW} as it is, {@link #WITHHOLD} (the field is left out, and so is
 * its name), and {@link Masked}.
 */
public sealed interface FieldRule {
  FieldRule SHOW = new Shown();
  FieldRule WITHHOLD = new Withheld();

  /** As it is. Use {@link FieldRule#SHOW}. */
  record Shown() implements FieldRule {}

  /** Left out. Use {@link FieldRule#WITHHOLD}. */
  record Withheld() implements FieldRule {}

  /**
   * Shown in masked form.
   *
   * @param policy the policy that says so, for audit and explain
   * @param tag the tag by which the policy came here; empty if it named the field
   */
  record Masked(Mask mask, String policy, String tag) implements FieldRule {}
}
