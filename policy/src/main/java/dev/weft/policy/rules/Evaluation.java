package dev.weft.policy.rules;

/**
 * One question of one kind, put to the policies of one zone: first to those about the resource's
 * tags, then to those about the resource itself.
 */
final class Evaluation {
  private final PolicySet set;
  private final PolicyKind kind;
  private final Asked asked;
  private AccessAsked accesses;

  Evaluation(PolicySet set, PolicyKind kind, Asked asked) {
    this.set = set;
    this.kind = kind;
    this.asked = asked;
  }

  /** The ruling of a zone's policies; of those in no zone, when the name is empty. */
  Ruling in(String zone) {
    var ruling = set.fresh(asked);
    var superUser = set.isSuperUser(asked.request());
    if (superUser || asked.request().access().equals(Request.SUPER_USER)) {
      ruling.setAllowed(superUser);
      ruling.setDetermined(true);
      ruling.decidedBy(Decision.NO_POLICY, Integer.MAX_VALUE);
    }
    if (!asked.tags().isEmpty()) {
      askTags(zone, ruling);
    }
    set.zone(zone).filter(ZonePolicies::isListed).ifPresent(its -> askResource(its, ruling));
    return ruling;
  }

  private void askTags(String zone, Ruling ruling) {
    for (var one : set.tagPolicies(kind, zone, asked)) {
      var tagAsked = asked.about(one.tag());
      var its = set.fresh(asked);
      its.takeAccess(ruling);
      its.takeAudit(ruling);
      ask(one.policy(), tagAsked, its);
      if (its.isAllowed() && !one.policy().deniesFirst()) {
        its.setDetermined(true);
      }
      if (its.isAudited()) {
        ruling.takeAudit(its);
      }
      if (!ruling.isDetermined()
          && (its.isDetermined() || (!ruling.isAllowed() && its.isAllowed()))) {
        ruling.takeAccess(its);
      }
      if (ruling.isFinished()) {
        break;
      }
    }
    if (ruling.isAllowed()) {
      ruling.setDetermined(true);
    }
  }

  /** What tags have decided is opened again, for policies about the resource to turn it. */
  private void askResource(ZonePolicies zone, Ruling ruling) {
    var allowedByTags = ruling.isDetermined() && ruling.isAllowed();
    var deniedByTags = ruling.isDetermined() && !ruling.isAllowed();
    ruling.setDetermined(false);
    askEach(zone.of(kind), deniedByTags, ruling);
    if (!ruling.isDetermined()) {
      if (deniedByTags) {
        ruling.setAllowed(false);
      } else if (allowedByTags) {
        ruling.setAllowed(true);
      }
      if (!ruling.isAllowed()) {
        ruling.setDetermined(true);
      }
    }
    if (ruling.isAllowed()) {
      ruling.setDetermined(true);
    }
  }

  /**
   * Policies that do not speak of whoever asks are passed over, but for the record. Not so where
   * they have a say all the same: in what tags have decided, and in what is decided of several
   * accesses, or of such as nobody need decide.
   */
  private Candidates candidates(PolicyList list) {
    var request = asked.request();
    var plain =
        asked.tags().isEmpty()
            && !request.isAny()
            && request.accesses().isEmpty()
            && request.ignorable().isEmpty();
    return plain ? list.candidatesFor(asked) : list.candidates(request.resource(), asked);
  }

  private void askEach(PolicyList list, boolean deniedByTags, Ruling ruling) {
    var candidates = candidates(list);
    for (var i = 0; i < candidates.size() && !ruling.isFinished(); i++) {
      if (candidates.maySpeak(i)) {
        askNext(candidates, i, deniedByTags, ruling);
      } else if (!ruling.isAuditDetermined()) {
        if (candidates.isCertainly(i, list.recording())) {
          ruling.setAudited(true);
        } else if (candidates.at(i).audited()) {
          askNext(candidates, i, deniedByTags, ruling);
        }
      }
    }
  }

  private void askNext(Candidates candidates, int i, boolean deniedByTags, Ruling ruling) {
    var policy = candidates.at(i);
    if (!policy.isInForce(asked.moment())) {
      return;
    }
    if (isFinalAgainst(policy, deniedByTags, ruling)) {
      ruling.setDetermined(true);
    }
    if (candidates.isCertain(i)) {
      askAbout(MatchType.SELF, policy, asked, ruling);
    } else {
      ask(policy, asked, ruling);
    }
    if (ruling.isAllowed() && !policy.deniesFirst()) {
      ruling.setDetermined(true);
    }
  }

  /** A deny by tag yields to higher priority only, an allow to equal; so does a mask to neither. */
  private boolean isFinalAgainst(Policy policy, boolean deniedByTags, Ruling ruling) {
    if (deniedByTags) {
      return ruling.priority() >= policy.priority();
    }
    if (!ruling.isAllowed()) {
      return false;
    }
    return kind == PolicyKind.ACCESS
        ? ruling.priority() > policy.priority()
        : ruling.priority() >= policy.priority();
  }

  private void ask(Policy policy, Asked by, Ruling ruling) {
    for (var pattern : policy.patterns()) {
      if (ruling.isFinished()) {
        return;
      }
      var match =
          by.tag().isPresent()
              ? by.tag().get().match()
              : pattern.match(by.request().resource(), by);
      askAbout(match, policy, by, ruling);
    }
  }

  private void askAbout(MatchType match, Policy policy, Asked by, Ruling ruling) {
    if (!ruling.isFinished() && counts(match, by) && Item.allHold(policy.conditions(), by)) {
      if (!ruling.isAuditDetermined() && policy.audited()) {
        ruling.setAudited(true);
      }
      if (!ruling.isDetermined() && policy.mentions(by)) {
        askItems(policy, by, match, ruling);
      }
    }
  }

  /** Whether a policy that lies so to the resource is about it. */
  static boolean counts(MatchType match, Asked by) {
    return switch (match) {
      case SELF, SELF_AND_ALL_DESCENDANTS -> true;
      case DESCENDANT -> by.request().isAny() || by.request().descendantsToo();
      case ANCESTOR -> by.tag().isPresent();
      case NONE -> false;
    };
  }

  private void askItems(Policy policy, Asked by, MatchType match, Ruling ruling) {
    if (accesses == null) {
      accesses = new AccessAsked(asked.request(), set.accesses());
    }
    for (var i = 0; i < accesses.size(); i++) {
      var one = ofOneAccess(policy, by, match, accesses.folded(i));
      if (one != null) {
        merge(policy, i, one);
        if (accesses.isAny() && one.isAllowed() == by.request().ignoreDescendantDeny()) {
          break;
        }
      }
    }
    var together = accesses.together();
    if (together != null) {
      ruling.takeAccess(together);
    }
  }

  /** What one policy says of one access; null when it says nothing. */
  private Ruling ofOneAccess(Policy policy, Asked by, MatchType match, String access) {
    if (kind != PolicyKind.ACCESS) {
      return policy.effectOn(by, access).map(one -> shown(policy, one.effect(), by)).orElse(null);
    }
    if (policy.access().denies(by, access)) {
      return denied(policy, match);
    }
    if (policy.access().allows(by, access)) {
      return allowed(policy);
    }
    return policy.denyAllElse() ? denied(policy, match) : null;
  }

  private Ruling denied(Policy policy, MatchType match) {
    if (match == MatchType.DESCENDANT && asked.request().ignoreDescendantDeny()) {
      return null;
    }
    var ruling = new Ruling();
    ruling.setAllowed(false);
    ruling.decidedBy(policy.id(), policy.priority());
    return ruling;
  }

  private static Ruling allowed(Policy policy) {
    var ruling = new Ruling();
    ruling.setAllowed(true);
    ruling.decidedBy(policy.id(), policy.priority());
    return ruling;
  }

  private static Ruling shown(Policy policy, Effect effect, Asked by) {
    if (effect instanceof Effect.Nothing) {
      return null;
    }
    var ruling = allowed(policy);
    if (effect instanceof Effect.Mask mask) {
      ruling.setMask(
          new Decision.Masked(
              mask.type(),
              mask.expression().map(text -> text.fill(by)),
              mask.condition().map(text -> text.fill(by)),
              policy.id()));
    } else if (effect instanceof Effect.Filter filter) {
      ruling.setFilter(new Decision.Filtered(filter.expression().fill(by), policy.id()));
    }
    return ruling;
  }

  private void merge(Policy policy, int access, Ruling now) {
    var old = accesses.ruling(access);
    if (old == null || wins(now, policy.priority(), old)) {
      accesses.set(access, now);
    }
  }

  private boolean wins(Ruling now, int priority, Ruling old) {
    if (priority != old.priority()) {
      return priority > old.priority();
    }
    if (old.isAllowed()) {
      return !now.isAllowed() || kind != PolicyKind.ACCESS;
    }
    return now.isAllowed() && accesses.isAny();
  }
}
