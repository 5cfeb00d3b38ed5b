package dev.weft.server.pages;

import dev.weft.model.PortHealth;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.server.access.Insiders;
import dev.weft.server.access.Ports;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Rights;
import dev.weft.server.observe.ReadLedger;
import dev.weft.server.operations.BrokerGroup;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A port as it is right now: how much it holds, when something came last, who is how far behind,
 * which promises it breaks.
 */
public final class LivePages {
  private final MeshLog mesh;
  private final Extents extents;
  private final PortLags lags;
  private final ReadLedger ledger;

  public LivePages(MeshLog mesh, Extents extents, PortLags lags, ReadLedger ledger) {
    this.mesh = mesh;
    this.extents = extents;
    this.lags = lags;
    this.ledger = ledger;
  }

  /**
   * The figures.
   *
   * @param records offsets that it holds, which count transaction markers too
   * @param newest when the newest record was written; empty while there is none
   * @param subscribers how many have a grant now
   * @param groups the consumer groups that the caller may know of, those farthest behind first
   * @param allGroups whether these are all there are: others than those who answer for the product,
   *     administrators and auditors see their own only
   * @param breaches the promises that are not kept now
   * @param problem why something is missing; empty when all is well
   */
  public record Page(
      PortName port,
      Instant at,
      long records,
      int partitions,
      Optional<Instant> newest,
      int subscribers,
      List<Group> groups,
      boolean allGroups,
      List<PortHealth.Breach> breaches,
      String problem) {}

  /**
   * A consumer group, as its members call it.
   *
   * @param principal whose it is; empty of one that did not come through the gateway
   * @param lag how many offsets it has not read
   * @param lastRead when its principal read last, in whatever group
   */
  public record Group(
      String principal, String group, int partitions, long lag, Optional<Instant> lastRead) {}

  public Page page(Caller caller, PortName port) {
    var state = mesh.state();
    var missing =
        Problem.missing(
            "no-such-port", "There is no port '" + port + "'.", "'weft search WORDS' finds ports.");
    if (!Ports.exists(state, port)) {
      throw missing.asException();
    }
    new Insiders(state, caller).require(port.product(), missing);
    var extent = extents.of(port);
    var seen = lags.of(port);
    var sees = seesAll(state, caller, port);
    return new Page(
        port,
        seen.at(),
        extent.records(),
        extent.partitions(),
        seen.newest(),
        subscribers(state, port, seen.at()),
        seen.groups().stream()
            .map(group -> group(group, port))
            .filter(group -> sees || group.principal().equals(caller.id().toString()))
            .sorted(Comparator.comparingLong(Group::lag).reversed().thenComparing(Group::group))
            .toList(),
        sees && seen.complete(),
        state
            .find(ResourceKind.PORT_HEALTH, port.topic(), PortHealth.class)
            .map(PortHealth::breaches)
            .orElse(List.of()),
        seen.problem());
  }

  private static boolean seesAll(MeshState state, Caller caller, PortName port) {
    return caller.isAuditor()
        || caller.id().equals(PrincipalId.product(port.product()))
        || new Rights(state).answersFor(caller, port.product());
  }

  private static int subscribers(MeshState state, PortName port, Instant now) {
    return (int)
        state.subscriptionsTo(port.topic()).stream()
            .filter(one -> one.grantsAt(now))
            .map(Subscription::principal)
            .distinct()
            .count();
  }

  private Group group(PortLags.Group group, PortName port) {
    var whose = BrokerGroup.of(group.name());
    var principal = whose.map(BrokerGroup::principal).orElse("");
    return new Group(
        principal,
        whose.map(BrokerGroup::group).orElse(group.name()),
        group.partitions(),
        group.lag(),
        ledger.of(principal, port).map(ReadLedger.Reads::last));
  }
}
