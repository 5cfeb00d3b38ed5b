package dev.weft.policy;

import dev.weft.spi.FieldRule;

/**
 * What happens to one field and why.
 *
 * @param policy which policy or subscription decided; may be empty
 * @param tag by which it came here; may be empty
 * @param why a sentence where policy and tag do not say it; may be empty
 */
record FieldDecision(FieldRule rule, String policy, String tag, String why) {
  static final FieldDecision SHOW = new FieldDecision(FieldRule.SHOW, "", "", "");

  static FieldDecision withhold(String policy, String tag, String why) {
    return new FieldDecision(FieldRule.WITHHOLD, policy, tag, why);
  }

  boolean shows() {
    return rule == FieldRule.SHOW;
  }
}
