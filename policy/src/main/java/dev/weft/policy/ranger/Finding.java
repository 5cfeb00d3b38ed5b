package dev.weft.policy.ranger;

/**
 * Something that was not taken over, or not as it stands.
 *
 * @param policy the number of the policy it is in, -1 when in none
 * @param place where in it, such as {@code policyItems[2].conditions}
 * @param message what it is, and what happens instead, in a sentence
 */
public record Finding(long policy, String place, String message) {}
