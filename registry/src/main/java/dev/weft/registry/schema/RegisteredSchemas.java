package dev.weft.registry.schema;

import dev.weft.model.Contract;
import dev.weft.model.DataProduct;
import dev.weft.model.PortName;
import dev.weft.model.ProblemException;
import dev.weft.model.Resource;
import dev.weft.model.SchemaRules;
import dev.weft.model.SchemaText;
import dev.weft.model.Subject;
import dev.weft.spi.Fold;
import dev.weft.spi.RecordFormat;
import dev.weft.spi.Schemas;
import dev.weft.spi.WriterSchema;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * The registered schemas, and the formats that contracts say, as the mesh log has them now. Records
 * carry ids of the standard context; schemas of other contexts are not known here.
 */
public final class RegisteredSchemas implements Fold, Schemas {
  private final Map<SchemaKey, SchemaText> stored = new ConcurrentHashMap<>();
  private final Map<String, Integer> newest = new ConcurrentHashMap<>();
  private final Map<String, List<Integer>> versions = new ConcurrentHashMap<>();
  private final Map<Integer, WriterSchema> byId = new ConcurrentHashMap<>();
  private final Map<Integer, Map<String, Set<String>>> tags = new ConcurrentHashMap<>();
  private final Map<Long, Integer> byFingerprint = new ConcurrentHashMap<>();
  private final Set<SchemaText> withoutFingerprint = ConcurrentHashMap.newKeySet();
  private final Map<String, RecordFormat> ofContracts = new ConcurrentHashMap<>();
  private final Map<PortName, String> contracts = new ConcurrentHashMap<>();

  /** What each product has in {@link #contracts}; for the folding thread. */
  private final Map<String, Set<PortName>> ports = new HashMap<>();

  @Override
  public void apply(List<Change> changes) {
    for (var change : changes) {
      switch (change.key().kind()) {
        case SCHEMA -> change.resource().ifPresent(this::schema);
        case SUBJECT -> subject(change);
        case DATA_CONTRACT -> contract(change);
        case DATA_PRODUCT -> product(change);
        default -> {
          // Says nothing of schemas.
        }
      }
    }
    withoutFingerprint.removeIf(this::fingerprint);
  }

  @Override
  public RecordFormat format(PortName port) {
    var contract = contracts.get(port);
    return contract == null
        ? RecordFormat.JSON
        : ofContracts.getOrDefault(contract, RecordFormat.JSON);
  }

  @Override
  public Optional<WriterSchema> byId(int id) {
    var known = byId.get(id);
    return known != null ? Optional.of(known) : stored(id).flatMap(this::written);
  }

  private Optional<SchemaText> stored(int id) {
    return Optional.ofNullable(stored.get(new SchemaKey("", id)));
  }

  @Override
  public Optional<WriterSchema> byFingerprint(long fingerprint) {
    return Optional.ofNullable(byFingerprint.get(fingerprint)).flatMap(this::byId);
  }

  @Override
  public Optional<WriterSchema> newest(PortName port) {
    return newestText(port).flatMap(schema -> byId(schema.id()));
  }

  @Override
  public List<WriterSchema> registered(PortName port) {
    return Stream.of("-key", "-value")
        .flatMap(what -> versions.getOrDefault(port.topic() + what, List.of()).stream())
        .distinct()
        .sorted()
        .flatMap(id -> byId(id).stream())
        .toList();
  }

  private Optional<SchemaText> newestText(PortName port) {
    return Optional.ofNullable(newest.get(port.topic() + "-value")).flatMap(this::stored);
  }

  /** The tags that the newest schema for the values of the port's topic gives to fields. */
  public Map<String, Set<String>> tags(PortName port) {
    return newestText(port)
        .map(schema -> tags.computeIfAbsent(schema.id(), id -> tagsOf(schema)))
        .orElse(Map.of());
  }

  private Map<String, Set<String>> tagsOf(SchemaText schema) {
    try {
      var fields = Languages.of(schema.type()).fields(sources().of(schema));
      return TaggedFields.of(schema.metadata(), fields);
    } catch (ProblemException e) {
      return Map.of(); // It was read when it was registered, by an older library perhaps.
    }
  }

  /** The rules of the newest schema for the values of the port's topic. */
  public SchemaRules rules(PortName port) {
    return newestText(port).map(SchemaText::rules).orElse(SchemaRules.NONE);
  }

  private void subject(Change change) {
    var subject = change.resource().map(resource -> resource.as(Subject.class));
    var last = subject.flatMap(Subject::newest);
    if (last.isEmpty()) {
      newest.remove(change.key().name());
    } else {
      newest.put(change.key().name(), last.get().schema());
    }
    versions.put(
        change.key().name(),
        subject.map(Subject::schemas).orElse(List.of()).stream()
            .map(Subject.Version::schema)
            .toList());
  }

  private void schema(Resource resource) {
    var schema = resource.as(SchemaText.class);
    if (schema.isRemoved()) {
      stored.remove(SchemaKey.of(schema));
      if (schema.context().isEmpty()) {
        byId.remove(schema.id());
        byFingerprint.values().removeIf(id -> id == schema.id());
      }
      return;
    }
    stored.put(SchemaKey.of(schema), schema);
    if (schema.type().equals(RecordFormat.AVRO.name()) && schema.context().isEmpty()) {
      withoutFingerprint.add(schema);
    }
  }

  private SchemaSources sources() {
    return new SchemaSources(
        (context, id) -> Optional.ofNullable(stored.get(new SchemaKey(context, id))));
  }

  /** Put together when it is first asked for: by then all is there that it imports. */
  private Optional<WriterSchema> written(SchemaText schema) {
    var format = RecordFormat.valueOf(schema.type());
    var writer = whole(format, schema).map(whole -> new WriterSchema(schema.id(), format, whole));
    writer.ifPresent(known -> byId.put(known.id(), known));
    return writer;
  }

  private Optional<String> whole(RecordFormat format, SchemaText schema) {
    return switch (format) {
      case PROTOBUF -> ProtobufLanguage.descriptors(sources().of(schema));
      case AVRO -> wholeAvro(schema);
      case JSON -> Optional.of(schema.text());
    };
  }

  private Optional<String> wholeAvro(SchemaText schema) {
    try {
      return Optional.of(AvroLanguage.whole(sources().of(schema)));
    } catch (ProblemException e) {
      return Optional.empty(); // Something that it imports was not read yet.
    }
  }

  /** Whether there is one now: what a schema imports may come after it when the log is read. */
  private boolean fingerprint(SchemaText schema) {
    var whole = wholeAvro(schema);
    whole
        .flatMap(RegisteredSchemas::fingerprint)
        .ifPresent(fingerprint -> byFingerprint.putIfAbsent(fingerprint, schema.id()));
    return whole.isPresent();
  }

  private static Optional<Long> fingerprint(String text) {
    try {
      return Optional.of(SchemaNormalization.parsingFingerprint64(new Schema.Parser().parse(text)));
    } catch (RuntimeException e) { // The parser throws many kinds, null pointers among them.
      return Optional.empty();
    }
  }

  private void contract(Change change) {
    var format =
        change
            .resource()
            .map(resource -> resource.as(Contract.class).messageFormat())
            .map(RegisteredSchemas::format)
            .orElse(RecordFormat.JSON);
    ofContracts.put(change.key().name(), format);
  }

  /** A format that is not known is taken for JSON: what is not JSON then is withheld. */
  static RecordFormat format(String word) {
    return switch (word) {
      case "avro" -> RecordFormat.AVRO;
      case "protobuf", "proto" -> RecordFormat.PROTOBUF;
      default -> RecordFormat.JSON;
    };
  }

  private void product(Change change) {
    var name = change.key().name();
    Set<PortName> left = new HashSet<>();
    change
        .resource()
        .map(resource -> resource.as(DataProduct.class))
        .ifPresent(
            product ->
                product
                    .outputPorts()
                    .forEach(
                        port -> {
                          if (port.contractId() != null) {
                            left.add(product.portName(port));
                            contracts.put(product.portName(port), port.contractId());
                          }
                        }));
    var before = left.isEmpty() ? ports.remove(name) : ports.put(name, left);
    if (before != null) {
      before.stream().filter(port -> !left.contains(port)).forEach(contracts::remove);
    }
  }
}
