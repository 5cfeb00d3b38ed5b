package dev.weft.connect;

import dev.weft.flow.host.HostedFlow;
import dev.weft.model.Contract;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.spi.AccessContext;
import dev.weft.spi.Decisions;
import dev.weft.spi.FieldObserver;
import dev.weft.spi.ReadView;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The ports of the flow's product, as the server said last. The gateway decides again on each
 * record that is written, and classifies new fields before it takes one; so what is known here may
 * be a second old. Safe for any thread.
 */
final class HostedPorts implements Decisions, FieldObserver {
  private record Port(Optional<Contract> contract, Decisions.Answer write, Set<String> known) {}

  private volatile Map<String, Port> ports = Map.of();
  private volatile long epoch;

  /** From now on these. */
  void become(Map<String, HostedFlow.Port> all) {
    var next = new HashMap<String, Port>();
    all.forEach(
        (name, port) ->
            next.put(
                name,
                new Port(
                    Optional.ofNullable(port.contract())
                        .map(document -> Json.read(document, Contract.class)),
                    new Decisions.Answer(port.mayWrite(), port.reason(), ""),
                    Set.copyOf(port.known()))));
    ports = Map.copyOf(next);
    var after = epoch + 1; // One thread only makes it grow.
    epoch = after;
  }

  Optional<Contract> contract(PortName port) {
    return Optional.ofNullable(ports.get(port.topic())).flatMap(Port::contract);
  }

  @Override
  public Decisions.Answer write(PrincipalId principal, PortName port) {
    var found = ports.get(port.topic());
    return found == null
        ? Decisions.Answer.deny("The product has no port " + port + ".")
        : found.write();
  }

  /** Nothing is read but through the gateway, which decides. */
  @Override
  public ReadView read(PrincipalId principal, PortName port, AccessContext context) {
    return ReadView.denied(port, "It is decided at the gateway.");
  }

  @Override
  public long epoch() {
    return epoch;
  }

  @Override
  public Set<String> known(PortName port) {
    var found = ports.get(port.topic());
    return found == null ? Set.of() : found.known();
  }

  /** The gateway has seen to it before it took the records. */
  @Override
  public CompletableFuture<Void> seen(PortName port, Map<String, FieldSample> samples) {
    return CompletableFuture.completedFuture(null);
  }
}
