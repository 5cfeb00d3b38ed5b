package dev.weft.policy.rules;

import java.util.Optional;

/**
 * What is decided so far about one request. An allow stays open for denies that come later; a deny
 * is final until something opens the question again.
 */
final class Ruling {
  private boolean allowed;
  private boolean determined;
  private boolean audited;
  private boolean auditDetermined;
  private long policy = Decision.NO_POLICY;
  private int priority;
  private Decision.Masked mask;
  private Decision.Filtered filter;

  boolean isAllowed() {
    return allowed;
  }

  boolean isDetermined() {
    return determined;
  }

  boolean isAudited() {
    return audited;
  }

  boolean isAuditDetermined() {
    return auditDetermined;
  }

  boolean isFinished() {
    return determined && auditDetermined;
  }

  long policy() {
    return policy;
  }

  int priority() {
    return priority;
  }

  Optional<Decision.Masked> mask() {
    return Optional.ofNullable(mask);
  }

  Optional<Decision.Filtered> filter() {
    return Optional.ofNullable(filter);
  }

  void setAllowed(boolean now) {
    determined |= !now;
    allowed = now;
  }

  void setDetermined(boolean now) {
    determined = now;
  }

  void setAudited(boolean now) {
    audited = now;
    auditDetermined = true;
  }

  void reopenAudit() {
    audited = false;
    auditDetermined = false;
  }

  void decidedBy(long id, int itsPriority) {
    policy = id;
    priority = itsPriority;
  }

  void setMask(Decision.Masked its) {
    mask = its;
  }

  void setFilter(Decision.Filtered its) {
    filter = its;
  }

  void takeAccess(Ruling other) {
    allowed = other.allowed;
    determined = other.determined;
    policy = other.policy;
    priority = other.priority;
    mask = other.mask;
    filter = other.filter;
  }

  void takeAudit(Ruling other) {
    audited = other.audited;
    auditDetermined = other.auditDetermined;
  }
}
