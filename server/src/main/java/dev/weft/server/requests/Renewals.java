package dev.weft.server.requests;

import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.RequestReview;
import dev.weft.model.RequestRules;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.spi.MeshState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What has to be done from time to time so that a grant goes on: an owner confirms it, the
 * subscriber accepts new terms of use. First it is asked, with a day until which; a grant whose day
 * has passed ends. The day is written down when it is asked, so that nothing ends without notice:
 * neither by a rule that is new nor after a time in which no server ran. Pure.
 */
final class Renewals {
  /** So long at least has somebody to accept terms, whatever their author says. */
  static final Duration TERMS_NOTICE_MIN = Duration.ofDays(1);

  private final MeshState state;
  private final Instant now;
  private final Map<String, Asked> asked = new HashMap<>();

  Renewals(MeshState state, Instant now) {
    this.state = state;
    this.now = now;
  }

  /** What a port asks of who reads it. */
  private record Asked(RequestRules rules, Optional<TermsOfUse> terms) {}

  /** The changes that are due. */
  List<Kept.Change> due() {
    var changes = new ArrayList<Kept.Change>();
    for (var one : state.all(ResourceKind.SUBSCRIPTION, Subscription.class)) {
      if (one.grantsAt(now)) {
        PortName.parse(one.port()).flatMap(port -> due(port, one)).ifPresent(changes::add);
      }
    }
    return changes;
  }

  private Optional<Kept.Change> due(PortName port, Subscription one) {
    var wanted = asked.computeIfAbsent(one.port(), name -> asked(port));
    var certify = certifyBy(wanted.rules(), one);
    var accept = acceptBy(wanted.terms(), one);
    if (isOver(certify) && isOver(one.reviewed().certifyBy())) {
      return Optional.of(end(one, "nobody has confirmed it by " + day(certify)));
    }
    if (isOver(accept) && isOver(one.reviewed().acceptBy())) {
      var version = wanted.terms().map(TermsOfUse::version).orElse("");
      var why = "version " + version + " of its terms of use was not accepted by " + day(accept);
      return Optional.of(end(one, why));
    }
    var next = one.reviewed().due(certify, accept);
    if (next.equals(one.reviewed())) {
      return Optional.empty();
    }
    var action = certify.isPresent() || accept.isPresent() ? "ask" : "ask.end";
    return Optional.of(
        Kept.Change.of(PrincipalId.WEFT, "subscription." + action, one, one.with(next)));
  }

  private Asked asked(PortName port) {
    return new Asked(Routing.rules(state, port), TermsOfUse.of(state, port));
  }

  /** Until when it has to be confirmed, if it is time to ask. */
  private Optional<Instant> certifyBy(RequestRules rules, Subscription one) {
    if (rules.recertifyEvery().isEmpty()) {
      return Optional.empty();
    }
    var review = one.reviewed();
    if (review.certifyBy().isPresent()) {
      return review.certifyBy();
    }
    var last =
        review.certified().map(RequestReview.Certification::at).or(one::decidedAt).orElse(now);
    var day = last.plus(rules.recertifyEvery().get());
    var notice = rules.recertifyNotice();
    return now.isBefore(day.minus(notice))
        ? Optional.empty()
        : Optional.of(later(day, now.plus(notice)));
  }

  /** Until when new terms have to be accepted, if they have. */
  private Optional<Instant> acceptBy(Optional<TermsOfUse> terms, Subscription one) {
    if (terms.isEmpty()
        || terms.get().acceptBy().isEmpty()
        || terms.get().isAccepted(one.reviewed())
        || isOfOneFamily(one)) {
      return Optional.empty();
    }
    var asked = one.reviewed().acceptBy().orElse(now.plus(TERMS_NOTICE_MIN));
    return Optional.of(later(terms.get().acceptBy().get(), asked));
  }

  /** What an input port got from a product of the same owner: they need not accept their own. */
  private static boolean isOfOneFamily(Subscription one) {
    return one.principal().type() == PrincipalId.Type.PRODUCT
        && one.decidedBy().map(PrincipalId.WEFT::equals).orElse(false);
  }

  private Kept.Change end(Subscription one, String why) {
    return Kept.Change.of(PrincipalId.WEFT, "subscription.expire", one, one.expire(now, why));
  }

  private boolean isOver(Optional<Instant> day) {
    return day.map(until -> !now.isBefore(until)).orElse(false);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static String day(Optional<Instant> day) {
    return day.map(until -> until.toString().substring(0, 10)).orElse("");
  }
}
