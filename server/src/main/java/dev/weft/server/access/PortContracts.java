package dev.weft.server.access;

import dev.weft.model.Contract;
import dev.weft.model.PortName;
import dev.weft.model.SchemaRules;
import dev.weft.registry.schema.ContractRules;
import dev.weft.spi.MeshLog;
import java.util.Optional;
import java.util.function.Function;

/**
 * What records of a port are held to: its contract, and the rules of the newest schema that is
 * registered for it.
 */
public final class PortContracts {
  private final MeshLog mesh;
  private final Function<PortName, SchemaRules> rules;

  public PortContracts(MeshLog mesh, Function<PortName, SchemaRules> rules) {
    this.mesh = mesh;
    this.rules = rules;
  }

  public Optional<Contract> of(PortName port) {
    return Ports.contract(mesh.state(), port)
        .map(contract -> ContractRules.joined(contract, rules.apply(port)));
  }
}
