package dev.weft.server.business;

import dev.weft.model.Contract;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The fields of a contract by their dotted paths; elements of arrays add nothing to a path. */
final class ContractFields {
  private ContractFields() {}

  static Optional<Contract.Field> find(List<Contract.Field> fields, String path) {
    for (var field : fields) {
      if (path.equals(field.name())) {
        return Optional.of(field);
      }
      if (path.startsWith(field.name() + ".")) {
        return find(inside(field), path.substring(field.name().length() + 1));
      }
    }
    return Optional.empty();
  }

  private static List<Contract.Field> inside(Contract.Field field) {
    return field.items() == null ? field.properties() : field.items().properties();
  }

  /** Gives each field with where it stands in the document. */
  static void each(
      List<Contract.Field> fields, String place, BiConsumer<String, Contract.Field> sink) {
    for (var i = 0; i < fields.size(); i++) {
      var field = fields.get(i);
      var here = place + ".properties[" + i + "]";
      sink.accept(here, field);
      each(field.properties(), here, sink);
      if (field.items() != null) {
        each(field.items().properties(), here + ".items", sink);
      }
    }
  }
}
