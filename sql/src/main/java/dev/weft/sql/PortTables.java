package dev.weft.sql;

import dev.weft.model.Contract;
import dev.weft.model.PortName;
import java.util.Collection;
import java.util.Optional;

/** The ports that a query may name as tables, as they are now. */
public interface PortTables {
  /** The contract that makes the port a table; empty for a port that does not exist or has none. */
  Optional<Contract> contract(PortName port);

  /** All of them, to suggest what an author may have meant. */
  Collection<PortName> names();
}
