package dev.weft.policy.rules;

/**
 * A policy that was looked at for a request, and what came of it.
 *
 * @param policy its number
 * @param because what it says of whoever asks, or why it says nothing, in a sentence
 */
public record Considered(long policy, String name, String because) {}
