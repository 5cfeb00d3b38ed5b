package dev.weft.server.observe;

import dev.weft.model.Contract;
import dev.weft.model.PortFields;
import dev.weft.model.PortName;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKind;
import dev.weft.model.SourceTable;
import dev.weft.model.SourceTable.TypeChange;
import dev.weft.server.access.Ports;
import dev.weft.spi.MeshState;
import dev.weft.spi.flow.FieldMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The fields of a port whose column at the source has another type by now than the port says. Only
 * where flows pass the column's values as they are: what they compute from it may have any type.
 */
public final class SourceChanges {
  private final FlowFields flows;

  public SourceChanges(FlowFields flows) {
    this.flows = flows;
  }

  /** A field's column: of this table, with this type since. */
  public record Changed(String table, TypeChange change) {
    /** For people. */
    public String sentence() {
      return "%s of %s was %s at the source and is %s"
          .formatted(change.column(), table, change.from(), change.to());
    }
  }

  /** By the paths of fields; nearly always empty. */
  public Map<String, Changed> of(MeshState state, PortName port) {
    var tables =
        state.all(ResourceKind.SOURCE_TABLE).stream()
            .filter(SourceChanges::mayMatter)
            .map(table -> table.as(SourceTable.class))
            .toList();
    var found = new LinkedHashMap<String, Changed>();
    if (tables.isEmpty()) {
      return found;
    }
    var contract = Ports.contract(state, port);
    for (var field : Ports.fieldNames(state, port)) {
      for (var changed : changes(state, port, field, tables)) {
        if (!Objects.equals(type(state, port, contract, field), changed.change().logicalType())) {
          found.put(field, changed);
        }
      }
    }
    return found;
  }

  private static boolean mayMatter(Resource table) {
    return !table.document().path("changes").isEmpty();
  }

  private List<Changed> changes(
      MeshState state, PortName port, String field, List<SourceTable> tables) {
    var all = new ArrayList<Changed>();
    for (var way : flows.ways(state, port, field)) {
      var origin = way.origin();
      if (origin.port().isEmpty() && origin.how() == FieldMap.How.COPIED) {
        tables.stream()
            .filter(table -> isReadBy(table, way.flow(), origin.processor()))
            .forEach(
                table ->
                    table
                        .change(origin.field())
                        .ifPresent(change -> all.add(new Changed(table.title(), change))));
      }
    }
    return all;
  }

  private static boolean isReadBy(SourceTable table, String flow, String processor) {
    return table.seenBy().stream().anyMatch(seer -> seer.reads() && seer.isOf(flow, processor));
  }

  private static String type(
      MeshState state, PortName port, Optional<Contract> contract, String field) {
    return contract
        .flatMap(found -> Declared.find(found.fields(), field))
        .map(Contract.Field::logicalType)
        .or(
            () ->
                state
                    .find(ResourceKind.PORT_FIELDS, port.topic(), PortFields.class)
                    .flatMap(known -> known.field(field))
                    .map(PortFields.KnownField::type))
        .orElse("");
  }
}
