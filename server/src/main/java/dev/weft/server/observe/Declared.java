package dev.weft.server.observe;

import dev.weft.model.Contract.Field;
import java.util.List;
import java.util.Optional;

/** Finds a field of a contract by its dotted path, through objects and arrays of objects. */
public final class Declared {
  private Declared() {}

  public static Optional<Field> find(List<Field> fields, String path) {
    var dot = path.indexOf('.');
    var name = dot < 0 ? path : path.substring(0, dot);
    var field = fields.stream().filter(one -> one.name().equals(name)).findFirst();
    if (dot < 0 || field.isEmpty()) {
      return field;
    }
    var found = field.get();
    var below = found.items() == null ? found.properties() : found.items().properties();
    return find(below, path.substring(dot + 1));
  }
}
