package dev.weft.registry;

import dev.weft.model.Contract;
import dev.weft.model.Contract.Field;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.registry.ContractChecks.Violations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Fields that the contract does not name, where it says {@code weft.unknownFields: refuse}. An
 * object of which it names no field may hold any.
 */
final class UnknownNames {
  static final String PROPERTY = "weft.unknownFields";

  private final Map<String, UnknownNames> within = new HashMap<>();

  private UnknownNames(List<Field> fields) {
    fields.forEach(field -> within.put(field.name(), new UnknownNames(inner(field))));
  }

  /** Whether the contract wants fields that it does not name to be refused. */
  static boolean areRefused(Contract contract) {
    var choice = contract.customProperty(PROPERTY).map(value -> value.asText()).orElse("allow");
    return switch (choice) {
      case "allow" -> false;
      case "refuse" -> true;
      default ->
          throw Problem.input(
                  "bad-value",
                  Place.field("customProperties"),
                  PROPERTY + " cannot be '" + choice + "'.",
                  "It is allow or refuse.")
              .asException();
    };
  }

  static UnknownNames of(Contract contract) {
    return new UnknownNames(contract.fields());
  }

  void check(Map<?, ?> object, String prefix, Violations violations) {
    for (var entry : object.entrySet()) {
      var path = prefix + entry.getKey();
      var known = within.get(String.valueOf(entry.getKey()));
      if (known == null) {
        violations.add(path, "unknown", "'" + path + "' is not a field of the contract.");
      } else if (!known.within.isEmpty()) {
        known.checkWithin(entry.getValue(), path + ".", violations);
      }
    }
  }

  private void checkWithin(Object value, String prefix, Violations violations) {
    if (value instanceof Map<?, ?> object) {
      check(object, prefix, violations);
    } else if (value instanceof List<?> list) {
      list.forEach(item -> checkWithin(item, prefix, violations));
    }
  }

  private static List<Field> inner(Field field) {
    var element = field;
    while (element.items() != null) {
      element = element.items();
    }
    return element.properties();
  }
}
