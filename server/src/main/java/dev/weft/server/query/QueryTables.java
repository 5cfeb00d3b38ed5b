package dev.weft.server.query;

import dev.weft.model.Contract;
import dev.weft.model.DataProduct;
import dev.weft.model.FunctionSpec;
import dev.weft.model.PortName;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.Known;
import dev.weft.sql.PortTables;
import dev.weft.sql.QueryFunction;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;

/** The ports of a mesh, as it is or as it would be, as tables, and its functions. */
final class QueryTables implements PortTables {
  private final Known known;

  private final Predicate<FunctionSpec> usable;

  /** Without functions: for a plan that says itself which it calls. */
  QueryTables(Known known) {
    this(known, function -> false);
  }

  /**
   * @param usable which functions may be called
   */
  QueryTables(Known known, Predicate<FunctionSpec> usable) {
    this.known = known;
    this.usable = usable;
  }

  /** For a query of this product. */
  static QueryTables of(Known known, String product) {
    return new QueryTables(known, function -> function.isUsableBy(product));
  }

  @Override
  public Collection<QueryFunction> functions() {
    return known.names(ResourceKind.FUNCTION).stream()
        .flatMap(name -> known.find(ResourceKind.FUNCTION, name, FunctionSpec.class).stream())
        .filter(usable)
        .map(QueryTables::function)
        .toList();
  }

  static QueryFunction function(FunctionSpec function) {
    return new QueryFunction(
        function.product(), function.function(), function.className(), function.sha256());
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
