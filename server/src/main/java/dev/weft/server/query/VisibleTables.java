package dev.weft.server.query;

import dev.weft.model.Contract;
import dev.weft.model.PortName;
import dev.weft.sql.PortTables;
import dev.weft.sql.QueryFunction;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;

/** The ports that somebody may know of, as tables: of others they hear what they hear of none. */
record VisibleTables(PortTables all, Predicate<String> knowsProduct) implements PortTables {
  @Override
  public Optional<Contract> contract(PortName port) {
    return knowsProduct.test(port.product()) ? all.contract(port) : Optional.empty();
  }

  @Override
  public Collection<QueryFunction> functions() {
    return all.functions().stream()
        .filter(function -> knowsProduct.test(function.product()))
        .toList();
  }

  @Override
  public Collection<PortName> names() {
    return all.names().stream().filter(port -> knowsProduct.test(port.product())).toList();
  }
}
