package dev.weft.server.erasure;

import dev.weft.catalog.erasure.SubjectFields;
import dev.weft.model.Contract;
import dev.weft.model.DataRecord;
import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.model.WrittenTag;
import dev.weft.server.access.Ports;
import dev.weft.spi.Mask;
import dev.weft.spi.MeshLog;
import dev.weft.spi.RecordCheck;
import dev.weft.spi.RecordCheck.Violation;
import dev.weft.spi.SealedFields;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The fields that contracts want encrypted per person: {@code weft.encryptedPer: FIELD} at a field
 * of text names the field with the person's key, which has a tag {@code subject.KIND}. The same
 * person has the same key in all ports. Safe for any thread.
 */
public final class SealedPorts implements SealedFields {
  private static final String PROPERTY = "weft.encryptedPer";
  private static final Sealed NOTHING = new Sealed(null, Map.of());

  private final MeshLog mesh;
  private final SubjectKeys keys;
  private final UnaryOperator<String> token;
  private final SubjectCipher cipher;
  private final Map<PortName, Sealed> known = new ConcurrentHashMap<>();

  /** In which field the key of whom stands. */
  private record Per(String field, String kind) {}

  private record Sealed(Contract contract, Map<String, Per> fields) {}

  /**
   * @param token turns a person's key into what may be written down
   */
  public SealedPorts(
      MeshLog mesh, SubjectKeys keys, UnaryOperator<String> token, SecureRandom random) {
    this.mesh = mesh;
    this.keys = keys;
    this.token = token;
    this.cipher = new SubjectCipher(random);
  }

  /**
   * Refuses what cannot be encrypted.
   *
   * @throws dev.weft.model.ProblemException when a field is no text, is part of the primary key, or
   *     names no required field with one tag {@code subject.KIND}
   */
  public static void check(Contract contract) {
    for (var field : contract.fields()) {
      per(field)
          .ifPresent(
              per -> {
                if (!field.logicalType().equals("string") || field.primaryKey()) {
                  throw wrong(field, "Only texts are encrypted, and none that are part of a key.");
                }
                var subject = find(contract, per);
                if (subject.isEmpty() || !subject.get().required()) {
                  throw wrong(field, "'" + per + "' is not a required field of the contract.");
                }
                if (kinds(subject.get()).size() != 1) {
                  throw wrong(field, "'" + per + "' has not one tag subject.KIND.");
                }
              });
    }
  }

  /** Whether the contract has fields that are encrypted. */
  public static boolean seals(Contract contract) {
    return contract.fields().stream().anyMatch(field -> per(field).isPresent());
  }

  private static RuntimeException wrong(Contract.Field field, String why) {
    return Problem.input(
            "bad-value",
            Place.field("schema"),
            "'" + field.name() + "' cannot be encrypted per person: " + why,
            PROPERTY
                + " names the field that holds the person's key, such as customer_id with"
                + " required: true and tags: [subject.customer].")
        .asException();
  }

  @Override
  public Set<String> of(PortName port) {
    return sealed(port).fields().keySet();
  }

  /** Those that are encrypted under keys of this kind of person. */
  Set<String> of(PortName port, String kind) {
    return sealed(port).fields().entrySet().stream()
        .filter(each -> each.getValue().kind().equals(kind))
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Mask opening(PortName port, String field, Optional<Mask> then) {
    return new OpeningMask(keys, place(port, field), then);
  }

  @Override
  public DataRecord seal(PortName port, DataRecord record) {
    var fields = sealed(port).fields();
    if (fields.isEmpty()) {
      return record;
    }
    var values = new LinkedHashMap<>(record.fields());
    fields.forEach(
        (field, per) -> {
          if (record.get(field) instanceof String text) {
            var key = keys.ofSubject(token(per, record));
            values.put(field, cipher.seal(key.id(), key.key(), place(port, field), text));
          }
        });
    return new DataRecord(values);
  }

  @Override
  public void awaitStored() {
    keys.awaitStored();
  }

  /** What clients write is held to the contract as it is meant, and must be encrypted already. */
  public RecordCheck atTheDoor(PortName port, RecordCheck check) {
    return record -> {
      var fields = sealed(port).fields();
      if (fields.isEmpty()) {
        return check.check(record);
      }
      var found = new ArrayList<Violation>();
      var values = new LinkedHashMap<>(record.fields());
      fields.forEach(
          (field, per) -> {
            if (record.get(field) instanceof String text) {
              var opened = open(port, field, token(per, record), text);
              opened.ifPresent(value -> values.put(field, value));
              if (opened.isEmpty()) {
                found.add(
                    new Violation(
                        field,
                        "encrypted",
                        "It is to be encrypted per "
                            + per.field()
                            + ": a flow in the server and 'weft write' do."));
              }
            }
          });
      return found.isEmpty() ? check.check(new DataRecord(values)) : List.copyOf(found);
    };
  }

  /** The value as Weft itself looks at it; as it stands where it cannot be opened. */
  String opened(PortName port, String field, String text) {
    return SubjectCipher.Sealed.parse(text)
        .flatMap(
            parts ->
                keys.byId(parts.keyId())
                    .filter(key -> key.secret().isPresent())
                    .flatMap(key -> SubjectCipher.open(parts, key, place(port, field))))
        .orElse(text);
  }

  private Optional<String> open(PortName port, String field, String subject, String text) {
    return SubjectCipher.Sealed.parse(text)
        .flatMap(
            parts ->
                keys.byId(parts.keyId())
                    .filter(key -> key.secret().isPresent() && key.subject().equals(subject))
                    .flatMap(key -> SubjectCipher.open(parts, key, place(port, field))));
  }

  /** The token under which the keys of a person of this kind are kept. */
  String token(String kind, String key) {
    return token.apply(kind + "\0" + key);
  }

  private String token(Per per, DataRecord record) {
    return token(per.kind(), String.valueOf(record.get(per.field())));
  }

  private static String place(PortName port, String field) {
    return port.topic() + "\0" + field;
  }

  /** The contract is asked for at each batch, so what it says is kept as long as it is the same. */
  @SuppressWarnings("ReferenceEquality")
  private Sealed sealed(PortName port) {
    var contract = Ports.contract(mesh.state(), port).orElse(null);
    var kept = known.getOrDefault(port, NOTHING);
    if (kept.contract() == contract) {
      return kept;
    }
    var fields = new LinkedHashMap<String, Per>();
    for (var field : contract == null ? List.<Contract.Field>of() : contract.fields()) {
      per(field)
          .flatMap(per -> find(contract, per))
          .filter(subject -> kinds(subject).size() == 1)
          .ifPresent(
              subject ->
                  fields.put(
                      field.name(), new Per(subject.name(), kinds(subject).iterator().next())));
    }
    var fresh = new Sealed(contract, Map.copyOf(fields));
    known.put(port, fresh);
    return fresh;
  }

  private static Optional<String> per(Contract.Field field) {
    return field.customProperties().stream()
        .filter(property -> PROPERTY.equals(property.property()) && property.value() != null)
        .map(property -> property.value().asText())
        .findFirst();
  }

  private static Optional<Contract.Field> find(Contract contract, String name) {
    return contract.fields().stream().filter(field -> field.name().equals(name)).findFirst();
  }

  private static Set<String> kinds(Contract.Field field) {
    return field.tags().stream()
        .map(tag -> WrittenTag.of(tag).name())
        .filter(tag -> tag.startsWith(SubjectFields.TAG))
        .map(tag -> tag.substring(SubjectFields.TAG.length()))
        .collect(Collectors.toSet());
  }
}
