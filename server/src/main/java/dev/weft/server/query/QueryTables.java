package dev.weft.server.query;

import dev.weft.model.Contract;
import dev.weft.model.DataProduct;
import dev.weft.model.PortName;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.Known;
import dev.weft.sql.PortTables;
import java.util.Collection;
import java.util.Optional;

/** The ports of a mesh, as it is or as it would be, as tables. */
final class QueryTables implements PortTables {
  private final Known known;

  QueryTables(Known known) {
    this.known = known;
  }

  @Override
  public Optional<Contract> contract(PortName port) {
    return known
        .find(ResourceKind.DATA_PRODUCT, port.product(), DataProduct.class)
        .flatMap(product -> product.outputPort(port.port()))
        .map(DataProduct.OutputPort::contractId)
        .flatMap(id -> known.find(ResourceKind.DATA_CONTRACT, id, Contract.class));
  }

  @Override
  public Collection<PortName> names() {
    return known.names(ResourceKind.DATA_PRODUCT).stream()
        .flatMap(name -> known.find(ResourceKind.DATA_PRODUCT, name, DataProduct.class).stream())
        .flatMap(product -> product.outputPorts().stream().map(product::portName))
        .toList();
  }
}
