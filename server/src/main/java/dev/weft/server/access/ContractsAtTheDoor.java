package dev.weft.server.access;

import dev.weft.model.Contract;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.RecordCheck;
import dev.weft.spi.WriteChecks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the contracts in the mesh log ask of records that come through the gateway. The contract
 * says with {@code weft.onViolation} whether a batch with records that break it is refused, which
 * is the standard, or those records go to quarantine.
 */
public final class ContractsAtTheDoor implements WriteChecks {
  private static final Logger log = LoggerFactory.getLogger(ContractsAtTheDoor.class);
  private static final String ON_VIOLATION = "weft.onViolation";

  private record Compiled(Contract contract, Optional<WriteCheck> check) {}

  private final MeshLog mesh;
  private final PortContracts contracts;
  private final RecordCheck.Factory checks;
  private final Executor executor;
  private final BiFunction<PortName, RecordCheck, RecordCheck> around;
  private final Map<PortName, Compiled> compiled = new ConcurrentHashMap<>();

  public ContractsAtTheDoor(
      MeshLog mesh, PortContracts contracts, RecordCheck.Factory checks, Executor executor) {
    this(mesh, contracts, checks, executor, (port, check) -> check);
  }

  /**
   * @param around makes of a contract's check what is asked of records as they come
   */
  public ContractsAtTheDoor(
      MeshLog mesh,
      PortContracts contracts,
      RecordCheck.Factory checks,
      Executor executor,
      BiFunction<PortName, RecordCheck, RecordCheck> around) {
    this.around = around;
    this.mesh = mesh;
    this.contracts = contracts;
    this.checks = checks;
    this.executor = executor;
  }

  @Override
  public Optional<WriteCheck> of(PortName port) {
    var contract = contracts.of(port);
    if (contract.isEmpty()) {
      compiled.remove(port);
      return Optional.empty();
    }
    var known = compiled.get(port);
    if (known == null || !known.contract.equals(contract.get())) {
      known = new Compiled(contract.get(), compile(port, contract.get()));
      compiled.put(port, known);
    }
    return known.check;
  }

  /** What becomes of records that break this contract. */
  public static OnViolation onViolation(Contract contract) {
    var choice = contract.customProperty(ON_VIOLATION).map(value -> value.asText());
    return switch (choice.orElse("refuse")) {
      case "refuse" -> OnViolation.REFUSE;
      case "quarantine" -> OnViolation.QUARANTINE;
      default ->
          throw Problem.input(
                  "bad-value",
                  Place.field("customProperties"),
                  ON_VIOLATION + " cannot be '" + choice.get() + "'.",
                  "It is refuse or quarantine.")
              .asException();
    };
  }

  @Override
  public boolean hasGaps(PortName port) {
    return mesh.state().get(key(port)).isPresent();
  }

  @Override
  public CompletableFuture<Void> announceGaps(PortName port) {
    return CompletableFuture.runAsync(() -> announce(port), executor);
  }

  private void announce(PortName port) {
    mesh.decide(
        (state, now) -> {
          if (state.get(key(port)).isPresent()) {
            return MeshLog.Decided.nothing(0);
          }
          var document = Json.object().put("port", port.topic()).put("since", now.toString());
          return new MeshLog.Decided<>(
              List.of(MeshLog.Put.of(key(port), document, PrincipalId.WEFT)),
              List.of(),
              List.of(
                  new AuditEvent(
                      PrincipalId.WEFT, "quarantine.begun", port.topic(), true, Json.object())),
              1);
        });
  }

  private Optional<WriteCheck> compile(PortName port, Contract contract) {
    try {
      var check = around.apply(port, checks.of(contract));
      return Optional.of(new WriteCheck(check, onViolation(contract)));
    } catch (ProblemException e) {
      log.error(
          "Nothing can be written to {} until its contract is put right: {}", port, e.getMessage());
      return Optional.empty();
    }
  }

  private static ResourceKey key(PortName port) {
    return new ResourceKey(ResourceKind.PORT_GAPS, port.topic());
  }
}
