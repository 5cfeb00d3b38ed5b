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
  static final FieldDecision NOT_GRANTED =
      withhold("", "", "it was not asked for and is not granted");

  static FieldDecision withhold(String policy, String tag, String why) {
    return new FieldDecision(FieldRule.WITHHOLD, policy, tag, why);
  }

  static FieldDecision notLookedAt(String policy) {
    return withhold(policy, "", "nobody has looked at it yet, and the policy might hide it");
  }

  boolean shows() {
    return rule == FieldRule.SHOW;
  }
}
