package dev.weft.policy;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a reader may read at all, and which fields.
 *
 * @param reason a sentence for the reader
 * @param granted the paths that are granted; empty: all of them
 * @param denied the paths that a policy denies, each with that policy and the tag
 * @param deniedByTag the policy that denies fields by a tag, and so may deny one which nobody has
 *     looked at; may be empty
 * @param unknownDenied the policy that may deny a field which nobody has seen; may be empty
 * @param because the policies and subscriptions that let the reader in
 * @param until when access, or what it covers, ends
 */
record Access(
    boolean allowed,
    String reason,
    Optional<Set<String>> granted,
    Map<String, FieldDecision> denied,
    String deniedByTag,
    String unknownDenied,
    Set<String> because,
    Optional<Instant> until) {

  static Access deny(String reason) {
    return new Access(
        false, reason, Optional.empty(), Map.of(), "", "", Set.of(), Optional.empty());
  }

  /** Whether the field, or one above it, was granted. */
  boolean grants(String path) {
    return granted.isEmpty() || FieldFacts.upwards(path).stream().anyMatch(granted.get()::contains);
  }
}
