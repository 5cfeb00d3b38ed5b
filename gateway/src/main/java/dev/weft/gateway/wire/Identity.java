package dev.weft.gateway.wire;

import dev.weft.gateway.access.FlowRights;
import dev.weft.gateway.access.GroupNamespace;
import dev.weft.gateway.access.ReadLedger;
import dev.weft.gateway.access.Refusals;
import dev.weft.gateway.access.Views;
import dev.weft.model.ClientKey;
import dev.weft.spi.AccessContext;
import dev.weft.spi.FlowTopics;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;

/** Who is at the other end of a connection, and what the gateway keeps about them. */
record Identity(
    ClientKey key,
    Views views,
    Optional<FlowRights> flow,
    GroupNamespace groups,
    Refusals refusals,
    ReadLedger ledger,
    ReplayStarts starts) {

  static Identity of(ClientKey key, InetAddress host, Shared shared) {
    var address = shared.credentials().addressBehind(key).orElseGet(host::getHostAddress);
    var context = new AccessContext(address, key.purpose());
    var views =
        new Views(shared.decisions(), key.principal(), context, shared.clock(), shared.counters());
    // A flow has one transactional id wherever it runs, so that the last to open it fences others.
    var own = key.flow().isEmpty() ? "" : FlowTopics.transactionalId(key.flow());
    return new Identity(
        key,
        views,
        FlowRights.of(key, views),
        new GroupNamespace(key.principal(), own),
        new Refusals(shared.observer(), shared.clock(), shared.counters()),
        new ReadLedger(shared.observer(), shared.clock()),
        new ReplayStarts(shared));
  }

  /** Whether the key may still be used, and is the one that was checked. */
  boolean stillHolds(Shared shared, Instant now) {
    return key.validAt(now) && shared.credentials().stillHolds(key);
  }

  /** The same with another key of the same principal, for the same purpose and flow. */
  Identity with(ClientKey other) {
    return new Identity(other, views, flow, groups, refusals, ledger, starts);
  }
}
