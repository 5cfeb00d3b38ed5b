package dev.weft.registry.schema;

import dev.weft.model.Contract;
import dev.weft.model.DataProduct;
import dev.weft.model.PortName;
import dev.weft.model.Resource;
import dev.weft.model.SchemaText;
import dev.weft.model.Subject;
import dev.weft.spi.Fold;
import dev.weft.spi.RecordFormat;
import dev.weft.spi.Schemas;
import dev.weft.spi.WriterSchema;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/** The registered schemas, and the formats that contracts say, as the mesh log has them now. */
public final class RegisteredSchemas implements Fold, Schemas {
  private final Map<Integer, SchemaText> stored = new ConcurrentHashMap<>();
  private final Map<String, Integer> newest = new ConcurrentHashMap<>();
  private final Map<Integer, WriterSchema> byId = new ConcurrentHashMap<>();
  private final Map<Long, WriterSchema> byFingerprint = new ConcurrentHashMap<>();
  private final Map<String, RecordFormat> ofContracts = new ConcurrentHashMap<>();
  private final Map<PortName, String> contracts = new ConcurrentHashMap<>();

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
    return known != null
        ? Optional.of(known)
        : Optional.ofNullable(stored.get(id)).flatMap(this::written);
  }

  @Override
  public Optional<WriterSchema> byFingerprint(long fingerprint) {
    return Optional.ofNullable(byFingerprint.get(fingerprint));
  }

  @Override
  public Optional<WriterSchema> newest(PortName port) {
    return Optional.ofNullable(newest.get(port.topic() + "-value")).flatMap(this::byId);
  }

  private void subject(Change change) {
    var versions =
        change.resource().map(resource -> resource.as(Subject.class).schemas()).orElse(List.of());
    if (versions.isEmpty()) {
      newest.remove(change.key().name());
    } else {
      newest.put(change.key().name(), versions.get(versions.size() - 1));
    }
  }

  private void schema(Resource resource) {
    var schema = resource.as(SchemaText.class);
    stored.put(schema.id(), schema);
    if (schema.type().equals(RecordFormat.AVRO.name())) {
      fingerprint(schema.text())
          .ifPresent(
              fingerprint ->
                  written(schema)
                      .ifPresent(writer -> byFingerprint.putIfAbsent(fingerprint, writer)));
    }
  }

  /** Put together when it is first asked for: by then all is there that it imports. */
  private Optional<WriterSchema> written(SchemaText schema) {
    var format = RecordFormat.valueOf(schema.type());
    var text =
        format == RecordFormat.PROTOBUF
            ? ProtobufLanguage.descriptors(
                new SchemaSources(id -> Optional.ofNullable(stored.get(id))).of(schema))
            : Optional.of(schema.text());
    var writer = text.map(whole -> new WriterSchema(schema.id(), format, whole));
    writer.ifPresent(known -> byId.put(known.id(), known));
    return writer;
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
  private static RecordFormat format(String word) {
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
    contracts.keySet().removeIf(port -> port.product().equals(name) && !left.contains(port));
  }
}
