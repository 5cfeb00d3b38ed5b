package dev.weft.server.requests;

import dev.weft.model.DataProduct;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.model.Purpose;
import dev.weft.model.ResourceKind;
import dev.weft.model.Seat;
import dev.weft.model.Subscription;
import dev.weft.server.access.Insiders;
import dev.weft.server.access.Ports;
import dev.weft.server.identity.Caller;
import dev.weft.spi.MeshLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What somebody has to know before they ask for a port: nothing of it is a surprise afterwards. */
public final class Asking {
  private final MeshLog mesh;
  private final Routing routing;
  private final Clock clock;

  public Asking(MeshLog mesh, Routing routing, Clock clock) {
    this.mesh = mesh;
    this.routing = routing;
    this.clock = clock;
  }

  /**
   * What has to be said and accepted, and who will decide.
   *
   * @param purposes one of these; empty: in one's own words
   * @param latestEnd a grant ends until then; empty: it need not end
   * @param confirmedEvery how often an owner has to confirm a grant
   * @param automatic nobody has to approve
   */
  public record Page(
      String port,
      List<Purpose> purposes,
      Optional<TermsOfUse> terms,
      Optional<Instant> latestEnd,
      Optional<Duration> confirmedEvery,
      boolean automatic,
      String rule,
      List<Approver> approvers) {}

  /** Whose approval is needed, and who may give it. */
  public record Approver(Seat seat, Set<String> people) {}

  /** For these fields, or all, and this purpose, if it is known yet. */
  public Page page(Caller caller, PortName port, List<String> fields, String purpose) {
    var state = mesh.state();
    var missing =
        Problem.missing(
            "no-such-port", "There is no port '" + port + "'.", "'weft search WORDS' finds ports.");
    var product = state.find(ResourceKind.DATA_PRODUCT, port.product(), DataProduct.class);
    if (product.isEmpty()
        || !Ports.exists(state, port)
        || !new Insiders(state, caller).knowsOf(product.get())) {
      throw missing.asException();
    }
    var now = clock.instant();
    var asked =
        Subscription.request(
            "", caller.id(), port, purpose, fields, Optional.empty(), caller.id(), now);
    var way = routing.of(state, asked);
    var deciders = new Deciders(state, routing, now);
    var rules = Routing.rules(state, port);
    return new Page(
        port.topic(),
        Routing.domain(state, port).map(found -> found.governance().purposes()).orElse(List.of()),
        TermsOfUse.of(state, port),
        rules.longestPeriod().map(now::plus),
        rules.recertifyEvery(),
        way.automatic(),
        way.rule(),
        way.seats().stream()
            .map(seat -> new Approver(seat, deciders.holders(seat, asked)))
            .toList());
  }
}
