package dev.weft.catalog.glossary;

import dev.weft.model.Assignments;
import dev.weft.model.Contract;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which terms a contract itself names: the {@code authoritativeDefinitions} of its records and
 * fields, by dotted path. An element of an array adds nothing to the path.
 */
public final class ContractTerms {
  private final Map<String, Set<String>> byPath = new LinkedHashMap<>();

  private ContractTerms() {}

  /** By dotted path; {@link Assignments#WHOLE} for the records themselves. */
  public static Map<String, Set<String>> of(Contract contract) {
    var terms = new ContractTerms();
    contract.schema().stream()
        .limit(1)
        .forEach(records -> terms.named(Assignments.WHOLE, records.authoritativeDefinitions()));
    terms.fields("", contract.fields());
    return terms.byPath;
  }

  private void fields(String prefix, List<Contract.Field> fields) {
    fields.forEach(field -> element(prefix + field.name(), field));
  }

  private void element(String path, Contract.Field element) {
    named(path, element.authoritativeDefinitions());
    fields(path + ".", element.properties());
    if (element.items() != null) {
      element(path, element.items());
    }
  }

  private void named(String path, List<Contract.Definition> definitions) {
    definitions.stream()
        .map(Contract.Definition::term)
        .flatMap(Optional::stream)
        .forEach(term -> byPath.computeIfAbsent(path, added -> new LinkedHashSet<>()).add(term));
  }
}
