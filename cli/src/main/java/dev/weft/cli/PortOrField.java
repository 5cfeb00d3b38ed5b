package dev.weft.cli;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.util.Optional;

/**
 * A port, or one field of it, as people write it: {@code product.port.field}, or the port and then
 * the field. Both mean the same everywhere.
 */
record PortOrField(String port, Optional<String> field) {
  /** Reads what stands in the place of a port, and of a field behind it. */
  static PortOrField of(String what, Optional<String> behind) {
    var afterProduct = what.indexOf('.') + 1;
    if (afterProduct < 2 || what.endsWith(".")) {
      throw Problem.input(
              "bad-port",
              Place.field("PORT"),
              "'" + what + "' is neither a port nor a field.",
              "Write product.port, product.port.field, or product.port field.")
          .asException();
    }
    var dot = what.indexOf('.', afterProduct);
    var within = dot < 0 ? Optional.<String>empty() : Optional.of(what.substring(dot + 1));
    if (within.isPresent() && behind.isPresent()) {
      throw Problem.input(
              "bad-field",
              Place.field("FIELD"),
              "'" + what + "' names a field already, and '" + behind.get() + "' is another.",
              "Write product.port.field, or product.port field.")
          .asException();
    }
    return new PortOrField(dot < 0 ? what : what.substring(0, dot), within.or(() -> behind));
  }
}
