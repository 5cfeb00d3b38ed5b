package dev.weft.registry.schema;

import dev.weft.model.Contract;
import dev.weft.model.DataProduct;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKind;
import dev.weft.model.SchemaText;
import dev.weft.spi.MeshState;
import dev.weft.spi.RecordFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a schema for the values of a port's topic says what the port's contract says: it is
 * written in the contract's format, has its required fields, and gives its fields types that fit.
 * It may have fields that the contract does not name: they are classified when they are first seen.
 */
public final class ContractAgreement {
  private static final int OBJECTIONS_MAX = 10;

  private final Map<String, SchemaField> fields = new HashMap<>();
  private final List<String> objections = new ArrayList<>();

  private ContractAgreement(List<SchemaField> described) {
    described.forEach(field -> fields.put(field.path(), field));
  }

  /**
   * Refuses a schema that disagrees with the contract.
   *
   * @throws dev.weft.model.ProblemException {@code contract-mismatch}
   */
  static void check(RegistryState registry, SubjectName name, SchemaText schema) {
    if (!name.isOfPort()) {
      return;
    }
    name.port()
        .flatMap(port -> contract(registry.mesh(), port))
        .ifPresent(contract -> check(registry, contract, schema));
  }

  /**
   * What the newest registered schema for the values of a port has against a contract of it; empty
   * when there is none.
   */
  public static List<String> objections(MeshState state, PortName port, Contract contract) {
    var registry = new RegistryState(state);
    var name = registry.resolved(new SubjectName("", port.topic() + "-value"));
    return registry
        .subject(name)
        .flatMap(subject -> subject.newest().map(newest -> registry.version(subject, newest)))
        .map(version -> objections(registry, contract, version.schema()))
        .orElse(List.of());
  }

  private static List<String> objections(
      RegistryState registry, Contract contract, SchemaText schema) {
    var format = RegisteredSchemas.format(contract.messageFormat());
    return format == RecordFormat.valueOf(schema.type())
        ? objections(contract, Languages.of(schema.type()).fields(registry.source(schema)))
        : List.of(
            "the contract says "
                + format.name().toLowerCase(Locale.ROOT)
                + ", the schema is of type "
                + schema.type());
  }

  private static void check(RegistryState registry, Contract contract, SchemaText schema) {
    var why = objections(registry, contract, schema);
    if (!why.isEmpty()) {
      throw Problem.conflict(
              "contract-mismatch",
              "The schema disagrees with the contract '" + contract.id() + "' of the port.",
              String.join("; ", why))
          .asException();
    }
  }

  static Optional<Contract> contract(MeshState state, PortName port) {
    return state
        .find(ResourceKind.DATA_PRODUCT, port.product(), DataProduct.class)
        .flatMap(product -> product.outputPort(port.port()))
        .flatMap(found -> Optional.ofNullable(found.contractId()))
        .flatMap(id -> state.find(ResourceKind.DATA_CONTRACT, id, Contract.class));
  }

  static List<String> objections(Contract contract, List<SchemaField> described) {
    var agreement = new ContractAgreement(described);
    agreement.compare(contract.fields(), "");
    return List.copyOf(agreement.objections);
  }

  private void compare(List<Contract.Field> promised, String prefix) {
    for (var field : promised) {
      var path = prefix + field.name();
      var found = fields.get(path);
      if (found == null && field.required()) {
        objects("the contract requires '" + path + "', which the schema does not have");
      } else if (found != null && !fits(found, field)) {
        objects(
            "'"
                + path
                + "' is a "
                + field.logicalType()
                + " by the contract, but not by the schema");
      } else if (found != null) {
        compare(field.properties(), path + ".");
        if (field.items() != null) {
          compare(field.items().properties(), path + ".");
        }
      }
    }
  }

  private static boolean fits(SchemaField found, Contract.Field field) {
    return found.kinds().isEmpty()
        || found.kinds().contains(field.logicalType().toLowerCase(Locale.ROOT));
  }

  private void objects(String what) {
    if (objections.size() < OBJECTIONS_MAX) {
      objections.add(what);
    }
  }
}
