package dev.weft.server.governance;

import dev.weft.model.DataProduct;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.governance.DomainStanding;
import dev.weft.model.governance.HistoryEntry;
import dev.weft.model.governance.ProductLife;
import dev.weft.model.governance.SourceDesignation;
import dev.weft.model.governance.SourceException;
import dev.weft.server.governance.DomainStandings.Act;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Rights;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What waits for one person in governance: steps, votes, verifications, products to decide on. */
public final class Agenda {
  private final Caller person;
  private final MeshState state;
  private final Instant now;
  private final List<Waiting> found = new ArrayList<>();

  private Agenda(Caller person, MeshState state, Instant now) {
    this.person = person;
    this.state = state;
    this.now = now;
  }

  /**
   * One thing to do.
   *
   * @param id the same as long as it is the same that waits
   * @param what a sentence without a full stop
   * @param about the domain, port or product
   * @param link where in the portal it can be done
   */
  public record Waiting(
      String id, String what, String about, Instant since, Optional<Instant> due, String link) {}

  /** All of it as of this moment. */
  public static List<Waiting> of(Caller person, MeshState state, Instant now) {
    var agenda = new Agenda(person, state, now);
    agenda.domains();
    agenda.sources();
    agenda.exceptions();
    agenda.products();
    return List.copyOf(agenda.found);
  }

  private void domains() {
    for (var one : state.all(ResourceKind.DOMAIN_STANDING, DomainStanding.class)) {
      for (var act : List.of(Act.VERIFY, Act.VOTE, Act.ENFORCE)) {
        if (may(one.domain(), act)) {
          var due = one.ballot().map(vote -> vote.until()).or(one::due);
          found.add(
              new Waiting(
                  "domain:" + one.domain() + ":" + act.word() + ":" + one.stage().word(),
                  sentence(act, one.domain()),
                  one.domain(),
                  last(one.history()),
                  due,
                  domain(one.domain())));
        }
      }
    }
  }

  private boolean may(String domain, Act act) {
    return Trials.passes(
        () ->
            DomainStandings.judge(person, state, now, domain, act, DomainStandings.Wanted.trial()));
  }

  private static String sentence(Act act, String domain) {
    return switch (act) {
      case VERIFY -> "Verify that the domain '" + domain + "' is as it should be";
      case VOTE -> "Vote on the domain '" + domain + "'";
      default -> "Enforce the domain '" + domain + "', or send it back";
    };
  }

  private void sources() {
    for (var one : state.all(ResourceKind.SOURCE_DESIGNATION, SourceDesignation.class)) {
      var isDue = !now.isBefore(one.until().minus(SourceDesignation.REMINDED_BEFORE));
      var waits = one.stage() != SourceDesignation.Stage.VERIFIED || isDue;
      if (waits && mayVerify(one)) {
        found.add(
            new Waiting(
                "source:%s/%s:%s".formatted(one.domain(), one.term(), one.stage().name()),
                "Verify%s that %s is the source of '%s'"
                    .formatted(one.binds() ? " again" : "", one.port(), one.term()),
                one.port(),
                last(one.history()),
                one.binds()
                    ? Optional.of(one.until())
                    : Optional.of(one.designatedAt().plus(SourceDesignation.WAITS)),
                domain(one.domain())));
      }
      one.isWanted(now)
          .filter(any -> mayWithdraw(one))
          .ifPresent(wanted -> withdrawal(one, wanted));
    }
  }

  private void withdrawal(SourceDesignation one, SourceDesignation.Withdrawal wanted) {
    found.add(
        new Waiting(
            "source:%s/%s:withdraw:%s".formatted(one.domain(), one.term(), wanted.at()),
            "Withdraw %s as the source of '%s', as %s wants, or verify it again"
                .formatted(one.port(), one.term(), wanted.by().name()),
            one.port(),
            wanted.at(),
            Optional.of(wanted.at().plus(SourceDesignation.WAITS)),
            domain(one.domain())));
  }

  private boolean mayWithdraw(SourceDesignation one) {
    return Trials.passes(() -> AuthoritativeSources.withdrawn(person, state, now, one, "?"));
  }

  private boolean mayVerify(SourceDesignation one) {
    var wanted = new AuthoritativeSources.Wanted("", "", Optional.empty(), "");
    return Trials.passes(
        () -> AuthoritativeSources.verified(person, state, now, one.domain(), one.term(), wanted));
  }

  private void exceptions() {
    for (var one : state.all(ResourceKind.SOURCE_EXCEPTION, SourceException.class)) {
      var votes =
          Trials.passes(
              () -> SourceExceptions.voted(person, state, now, one.domain(), one.id(), "yes", ""));
      if (votes) {
        found.add(
            new Waiting(
                "exception:" + one.id(),
                "Vote whether %s may read %s".formatted(one.principal(), one.port()),
                one.port(),
                one.askedAt(),
                one.ballot().map(vote -> vote.until()),
                domain(one.domain())));
      }
    }
  }

  private void products() {
    for (var one : state.all(ResourceKind.PRODUCT_LIFE, ProductLife.class)) {
      if (one.stage() == ProductLife.Stage.PROPOSED && mayApprove(one)) {
        found.add(product(one, "Decide on the product '" + one.product() + "', which is proposed"));
      }
      if (one.stage() == ProductLife.Stage.APPROVED && mayActivate(one)) {
        found.add(product(one, "Activate the product '" + one.product() + "', which is approved"));
      }
    }
  }

  private boolean mayApprove(ProductLife one) {
    return Trials.passes(
        () -> ProductLives.judge(person, state, now, one.product(), ProductLives.Act.APPROVE, ""));
  }

  /** What was approved and has changed since is a draft again. */
  private boolean mayActivate(ProductLife one) {
    return state
        .get(new ResourceKey(ResourceKind.DATA_PRODUCT, one.product()))
        .filter(product -> new Rights(state).owns(person, product.as(DataProduct.class)))
        .filter(product -> ProductLives.stage(state, product) == ProductLife.Stage.APPROVED)
        .isPresent();
  }

  private static Waiting product(ProductLife one, String what) {
    return new Waiting(
        "product:" + one.product() + ":" + one.stage().word() + ":" + one.fingerprint(),
        what,
        one.product(),
        last(one.history()),
        Optional.empty(),
        "/products/" + one.product());
  }

  private static String domain(String name) {
    return "/domains/" + name;
  }

  private static Instant last(List<HistoryEntry> history) {
    return history.isEmpty() ? Instant.EPOCH : history.get(history.size() - 1).at();
  }
}
