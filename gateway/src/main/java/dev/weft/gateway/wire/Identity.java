package dev.weft.gateway.wire;

import dev.weft.gateway.access.GroupNamespace;
import dev.weft.gateway.access.ReadLedger;
import dev.weft.gateway.access.Refusals;
import dev.weft.gateway.access.Views;
import dev.weft.model.ClientKey;
import dev.weft.spi.AccessContext;
import java.net.InetAddress;
import java.time.Instant;

/** Who is at the other end of a connection, and what the gateway keeps about them. */
record Identity(
    ClientKey key,
    Views views,
    GroupNamespace groups,
    Refusals refusals,
    ReadLedger ledger,
    ReplayStarts starts) {

  static Identity of(ClientKey key, InetAddress host, Shared shared) {
    var address = shared.credentials().addressBehind(key).orElseGet(host::getHostAddress);
    var context = new AccessContext(address, key.purpose());
    return new Identity(
        key,
        new Views(shared.decisions(), key.principal(), context, shared.clock(), shared.counters()),
        new GroupNamespace(key.principal()),
        new Refusals(shared.observer(), shared.clock(), shared.counters()),
        new ReadLedger(shared.observer(), shared.clock()),
        new ReplayStarts(shared));
  }

  /** Whether the key may still be used, and is the one that was checked. */
  boolean stillHolds(Shared shared, Instant now) {
    return key.validAt(now) && shared.credentials().stillHolds(key);
  }

  /** The same with another key of the same principal. */
  Identity with(ClientKey other) {
    return new Identity(other, views, groups, refusals, ledger, starts);
  }
}
