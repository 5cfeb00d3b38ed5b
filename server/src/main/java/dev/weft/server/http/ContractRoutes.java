package dev.weft.server.http;

import dev.weft.model.DataProduct;
import dev.weft.model.PortFields;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.registry.ContractDraft;
import dev.weft.server.access.Insiders;
import dev.weft.server.access.Ports;
import dev.weft.server.observe.SourceChanges;
import dev.weft.spi.MeshLog;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Contracts as the records would have them. */
public final class ContractRoutes {
  private final MeshLog mesh;

  private final SourceChanges changes;

  public ContractRoutes(MeshLog mesh, SourceChanges changes) {
    this.mesh = mesh;
    this.changes = changes;
  }

  /**
   * The document to apply.
   *
   * @param added how many fields it has more than the contract that there is
   * @param retyped how many have another type than there
   */
  record Draft(int added, int retyped, Object document) {}

  public void addTo(Routes routes) {
    routes.get(
        "/api/v1/ports/{port}/contract-draft",
        "Its contract with what changed at the source since, for an author to look through and apply.",
        this::draft);
  }

  private Object draft(Request request) {
    var state = mesh.state();
    var port = request.port();
    var missing =
        Problem.missing(
            "no-such-port", "There is no port '" + port + "'.", "'weft search WORDS' finds ports.");
    var output = Ports.find(state, port).orElseThrow(missing::asException);
    new Insiders(state, request.caller()).require(port.product(), missing);
    var contract =
        Optional.ofNullable(output.contractId())
            .flatMap(id -> state.get(new ResourceKey(ResourceKind.DATA_CONTRACT, id)))
            .map(resource -> resource.document());
    var fields =
        state
            .find(ResourceKind.PORT_FIELDS, port.topic(), PortFields.class)
            .orElse(new PortFields(port.topic(), Map.of()));
    var domain =
        state
            .find(ResourceKind.DATA_PRODUCT, port.product(), DataProduct.class)
            .map(DataProduct::domain)
            .orElse("");
    var types = new TreeMap<String, String>();
    changes
        .of(state, port)
        .forEach((path, changed) -> types.put(path, changed.change().logicalType()));
    var draft = ContractDraft.of(contract, port, fields, domain, types);
    return new Draft(draft.added(), draft.retyped(), draft.document());
  }
}
