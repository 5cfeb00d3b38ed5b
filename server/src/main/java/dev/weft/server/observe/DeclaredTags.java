package dev.weft.server.observe;

import dev.weft.model.Contract;
import dev.weft.model.PortFields.FieldTag;
import dev.weft.model.PortName;
import dev.weft.model.WrittenTag;
import dev.weft.server.access.Ports;
import dev.weft.spi.MeshState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The tags that a port's contract gives its fields, whether a record was seen yet or not. */
public final class DeclaredTags {
  private DeclaredTags() {}

  /** Of the fields that are wanted, by their dotted path. */
  public static Map<String, List<FieldTag>> of(
      MeshState state, PortName port, Predicate<String> wanted) {
    var all = new LinkedHashMap<String, List<FieldTag>>();
    var contract = Ports.contract(state, port);
    if (contract.isPresent()) {
      for (var path : Ports.fieldNames(state, port)) {
        if (wanted.test(path)) {
          Declared.find(contract.get().fields(), path)
              .map(Contract.Field::tags)
              .filter(tags -> !tags.isEmpty())
              .ifPresent(tags -> all.put(path, tags.stream().map(DeclaredTags::tag).toList()));
        }
      }
    }
    return all;
  }

  private static FieldTag tag(String written) {
    var tag = WrittenTag.of(written);
    return new FieldTag(
        tag.name(),
        1.0,
        "the contract",
        "contract",
        FieldTag.Status.CONFIRMED,
        tag.attributes(),
        tag.validity());
  }
}
