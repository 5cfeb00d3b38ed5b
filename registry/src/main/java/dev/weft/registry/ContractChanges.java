package dev.weft.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Contract;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a new version of a contract changes for those who read, and what of it breaks them: a field
 * that goes, has another type, may be missing where it never was, another key, another format of
 * the messages. A field that is added, or promised more strictly, breaks nobody.
 */
public final class ContractChanges {
  private final List<Change> changes = new ArrayList<>();

  /**
   * One change.
   *
   * @param field its dotted path; empty for what is about all records
   * @param breaking whether a program that reads the old version may fail on the new
   * @param sentence for people
   */
  public record Change(String field, boolean breaking, String sentence) {}

  private ContractChanges() {}

  /** From one version to another, in the order of the old one's fields. */
  public static List<Change> between(Contract before, Contract after) {
    var found = new ContractChanges();
    found.fields("", before.fields(), after.fields());
    if (!before.primaryKey().equals(after.primaryKey())) {
      found.add(
          "",
          !before.primaryKey().isEmpty(),
          "The primary key was " + key(before) + " and is " + key(after) + ".");
    }
    if (!before.messageFormat().equals(after.messageFormat())) {
      found.add(
          "",
          true,
          "Messages were " + before.messageFormat() + " and are " + after.messageFormat() + ".");
    }
    found.promises(before, after);
    return List.copyOf(found.changes);
  }

  private static String key(Contract contract) {
    return contract.primaryKey().isEmpty() ? "none" : String.join(", ", contract.primaryKey());
  }

  private void fields(String prefix, List<Contract.Field> before, List<Contract.Field> after) {
    var now = named(after);
    for (var old : before) {
      var path = prefix + old.name();
      var same = now.remove(old.name());
      if (same == null) {
        add(path, true, "Field '" + path + "' is gone.");
      } else {
        field(path, old, same);
      }
    }
    now.keySet()
        .forEach(name -> add(prefix + name, false, "Field '" + prefix + name + "' is new."));
  }

  private static Map<String, Contract.Field> named(List<Contract.Field> fields) {
    var named = new LinkedHashMap<String, Contract.Field>();
    fields.forEach(field -> named.put(field.name(), field));
    return named;
  }

  private void field(String path, Contract.Field before, Contract.Field after) {
    if (!before.logicalType().equals(after.logicalType())) {
      // A reader of numbers reads whole ones as well.
      var narrower = before.logicalType().equals("number") && after.logicalType().equals("integer");
      add(
          path,
          !narrower,
          "Field '%s' was %s and is %s."
              .formatted(path, before.logicalType(), after.logicalType()));
      return;
    }
    if (before.required() && !after.required()) {
      add(path, true, "Field '" + path + "' was always there and may be missing now.");
    } else if (!before.required() && after.required()) {
      add(path, false, "Field '" + path + "' is always there now.");
    }
    if (before.unique() && !after.unique()) {
      add(path, true, "Field '" + path + "' was unique and is not any more.");
    }
    options(path, before.logicalTypeOptions(), after.logicalTypeOptions());
    fields(path + ".", before.properties(), after.properties());
    if (before.items() != null && after.items() != null) {
      field(path + "[]", before.items(), after.items());
    }
  }

  /** How a value is written breaks those who parse it; bounds are only told. */
  private void options(String path, Map<String, JsonNode> before, Map<String, JsonNode> after) {
    for (var option : List.of("format", "timezone", "defaultTimezone")) {
      if (before.containsKey(option) && !Objects.equals(before.get(option), after.get(option))) {
        add(path, true, "Field '" + path + "' is written in another " + option + ".");
      }
    }
    before.forEach(
        (option, bound) -> {
          var told = !option.endsWith("imezone") && !option.equals("format");
          if (told && !bound.equals(after.get(option))) {
            add(path, false, "Field '" + path + "' has another '" + option + "'.");
          }
        });
  }

  private void promises(Contract before, Contract after) {
    for (var old : before.slaProperties()) {
      var now = after.slaProperty(old.property());
      if (now.isEmpty()) {
        add("", false, "The service level '" + old.property() + "' is not promised any more.");
      } else if (!Objects.equals(now.get().value(), old.value())
          || !Objects.equals(now.get().unit(), old.unit())) {
        add("", false, "The service level '" + old.property() + "' has changed.");
      }
    }
  }

  private void add(String field, boolean breaking, String sentence) {
    changes.add(new Change(field, breaking, sentence));
  }
}
