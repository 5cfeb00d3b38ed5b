package dev.weft.catalog.lineage;

import dev.weft.model.FlowSpec;
import dev.weft.model.FlowSpec.ProcessorSpec;
import dev.weft.spi.flow.SourceTables.Table;
import java.util.Map;
import java.util.Optional;

/**
 * What the lineage calls the tables of the database that a processor of a flow reads: the one that
 * it reads as it always does, the others as it would if a flow read them.
 *
 * @param values that are bound to the flow's parameters
 */
public record TablePlaces(
    FlowSpec flow, ProcessorSpec processor, Map<String, String> values, String currentSchema) {

  /** A table's place, unique, and its short title. */
  public record Place(String name, String title) {
    private static Place of(ExternalSource source) {
      return new Place(source.name(), source.title());
    }
  }

  /** Of this processor; empty when the flow has no such one. */
  public static Optional<TablePlaces> of(
      FlowSpec flow, String processor, Map<String, String> values, String currentSchema) {
    return flow.processors().stream()
        .filter(one -> one.name().equals(processor))
        .findFirst()
        .map(one -> new TablePlaces(flow, one, values, currentSchema));
  }

  public Place read() {
    return Place.of(ExternalSource.of(flow, processor, values));
  }

  public Place beside(Table table) {
    return Place.of(
        ExternalSource.beside(
            flow, processor, values, table.schema(), table.name(), currentSchema));
  }
}
