package dev.weft.standards;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Contract;
import dev.weft.model.DataProduct;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.SchemaText;
import java.util.Optional;

/**
 * One output port.
 *
 * @param document its contract in the newest edition; empty: it has none
 * @param partitions of its topic
 * @param schema by which its records are written, as it was registered last
 */
public record PortFacts(
    PortName name,
    DataProduct.OutputPort port,
    Optional<ObjectNode> document,
    int partitions,
    Optional<SchemaText> schema) {

  public Optional<Contract> contract() {
    return document.map(tree -> Json.read(tree, Contract.class));
  }

  /** What the topic's values are: JSON where no contract says. */
  public String format() {
    return contract().map(Contract::messageFormat).orElse("json");
  }
}
