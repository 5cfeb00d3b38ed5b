package dev.weft.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a reader may read at all, and which fields.
 *
 * @param reason a sentence for the reader
 * @param override what override policies say; where they say something, nothing else counts
 * @param normal what the other policies say
 * @param grant what subscriptions give
 * @param because the policies and subscriptions that let the reader in, or keep them out
 * @param until when access, or what it covers, ends
 */
record Access(
    boolean allowed,
    String reason,
    AccessTier override,
    AccessTier normal,
    Optional<Grant> grant,
    Set<String> because,
    Optional<Instant> until) {

  /** Why a field is not for this reader; empty when it is. */
  Optional<FieldDecision> withheld(FieldFacts field) {
    var path = field.path();
    var denied = override.deniedFields().get(path);
    if (denied != null) {
      return Optional.of(denied);
    }
    if (!field.lookedAt() && !override.deniedByTag().isEmpty()) {
      return Optional.of(FieldDecision.notLookedAt(override.deniedByTag()));
    }
    if (override.wholePort() || override.allowedFields().contains(path)) {
      return Optional.empty();
    }
    return withheldByOthers(field);
  }

  private Optional<FieldDecision> withheldByOthers(FieldFacts field) {
    if (!normal.deniedBy().isEmpty()) {
      return Optional.of(FieldDecision.withhold(normal.deniedBy(), "", "it is denied"));
    }
    if (!grants(field.path())) {
      return Optional.of(FieldDecision.NOT_GRANTED);
    }
    var denied = normal.deniedFields().get(field.path());
    if (denied != null) {
      return Optional.of(denied);
    }
    return field.lookedAt() || normal.deniedByTag().isEmpty()
        ? Optional.empty()
        : Optional.of(FieldDecision.notLookedAt(normal.deniedByTag()));
  }

  /** Why a field that nobody has seen is not for this reader; empty when it is. */
  Optional<FieldDecision> unknownWithheld() {
    if (!override.unknownDenied().isEmpty()) {
      return Optional.of(FieldDecision.notLookedAt(override.unknownDenied()));
    }
    if (override.wholePort()) {
      return Optional.empty();
    }
    if (!normal.deniedBy().isEmpty() || !grantsAll()) {
      return Optional.of(FieldDecision.NOT_GRANTED);
    }
    return normal.unknownDenied().isEmpty()
        ? Optional.empty()
        : Optional.of(FieldDecision.notLookedAt(normal.unknownDenied()));
  }

  private boolean grantsAll() {
    return normal.wholePort() || grant.map(found -> found.fields().isEmpty()).orElse(false);
  }

  /** Whether the field, or one above it, was granted. */
  private boolean grants(String path) {
    return grantsAll()
        || normal.allowedFields().contains(path)
        || grant
            .map(found -> FieldFacts.upwards(path).stream().anyMatch(found.fields()::contains))
            .orElse(false);
  }

  /** On which terms; those of what applies. */
  List<Permit> permits() {
    var all = new ArrayList<>(override.permits());
    if (!override.wholePort() && normal.deniedBy().isEmpty()) {
      all.addAll(normal.permits());
      grant.ifPresent(found -> all.addAll(found.permits()));
    }
    return all;
  }
}
