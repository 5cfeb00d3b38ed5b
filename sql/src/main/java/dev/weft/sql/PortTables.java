package dev.weft.sql;

import dev.weft.model.Contract;
import dev.weft.model.PortName;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What a query may name: ports as tables, and functions, as they are now. */
public interface PortTables {
  /** The contract that makes the port a table; empty for a port that does not exist or has none. */
  Optional<Contract> contract(PortName port);

  /** The functions from jars that the query may call. */
  default Collection<QueryFunction> functions() {
    return List.of();
  }

  /** All ports, to suggest what an author may have meant. */
  Collection<PortName> names();
}
