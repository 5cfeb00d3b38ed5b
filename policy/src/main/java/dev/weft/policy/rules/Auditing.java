package dev.weft.policy.rules;

import java.util.Optional;

/** Asks the audit rules once a decision has been made: those about tags first. */
final class Auditing {
  private final PolicySet.Parts parts;
  private final PolicySet set;

  Auditing(PolicySet.Parts parts, PolicySet set) {
    this.parts = parts;
    this.set = set;
  }

  /** Sets whether the ruling is recorded; where no rule speaks, it stays as it was. */
  void after(Asked asked, Ruling ruling) {
    byTags(asked, ruling)
        .or(() -> byResource(asked, ruling))
        .ifPresent(
            record -> {
              ruling.reopenAudit();
              ruling.setAudited(record);
            });
  }

  private Optional<Boolean> byTags(Asked asked, Ruling ruling) {
    if (parts.tags().isEmpty() || asked.tags().isEmpty()) {
      return Optional.empty();
    }
    for (var rule : parts.audit().tagRules()) {
      for (var tag : asked.tags()) {
        var resource = parts.tags().get().resource(tag, asked.request().resource().owner());
        if (tag.countsAt(asked.moment()) && covers(rule, resource, asked)) {
          var before = set.fresh(asked);
          if (before.isAuditDetermined()) {
            return Optional.of(before.isAudited());
          }
          if (isMet(tag, asked) && rule.speaksOf(asked, ruling)) {
            return rule.record();
          }
        }
      }
    }
    return Optional.empty();
  }

  /** A tag on what lies within counts for whoever asks about that too. */
  private static boolean isMet(Tag tag, Asked asked) {
    return tag.match() == MatchType.DESCENDANT
        ? asked.request().isAny() || asked.request().descendantsToo()
        : tag.match() != MatchType.NONE;
  }

  private Optional<Boolean> byResource(Asked asked, Ruling ruling) {
    for (var rule : parts.audit().rules()) {
      if (covers(rule, asked.request().resource(), asked) && rule.speaksOf(asked, ruling)) {
        return rule.record();
      }
    }
    return Optional.empty();
  }

  private static boolean covers(AuditRule rule, Resource resource, Asked asked) {
    if (rule.patterns().isEmpty()) {
      return true;
    }
    for (var pattern : rule.patterns()) {
      var match = pattern.match(resource, asked);
      var within =
          match == MatchType.DESCENDANT
              && (asked.request().isAny() || asked.request().descendantsToo());
      if (match.coversSelf() || within) {
        return true;
      }
    }
    return false;
  }
}
