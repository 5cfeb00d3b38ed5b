package dev.weft.sql.format;

import dev.weft.model.PortName;
import dev.weft.spi.RecordCodecs;
import dev.weft.spi.RecordFormat;
import dev.weft.spi.Schemas;
import dev.weft.spi.WriterSchema;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What a job knows of one port's schemas: those that were registered when it was submitted, as the
 * table's options carry them. A record by any other is no record to leave out: the job fails with
 * {@link UnknownSchema}, and goes on when it was submitted anew with that schema.
 */
final class PortSchemas implements Schemas {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final PortName port;
  private final RecordFormat format;
  private final int newest;
  private final Map<Integer, WriterSchema> byId;
  private final RecordCodecs codecs;
  private Map<Long, WriterSchema> byFingerprint;

  /** A record was written by a schema that the job does not know. */
  static final class UnknownSchema extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnknownSchema(String message) {
      super(message);
    }
  }

  private PortSchemas(
      PortName port, RecordFormat format, int newest, Map<Integer, WriterSchema> byId) {
    this.port = port;
    this.format = format;
    this.newest = newest;
    this.byId = byId;
    this.codecs = codecs();
  }

  /** Reads what {@link #text} wrote. */
  static PortSchemas parse(String json) {
    try {
      var tree = MAPPER.readTree(json);
      var byId = new LinkedHashMap<Integer, WriterSchema>();
      for (var each : tree.path("schemas")) {
        var schema =
            new WriterSchema(
                each.path("id").asInt(),
                RecordFormat.valueOf(each.path("format").asText()),
                each.path("text").asText());
        byId.put(schema.id(), schema);
      }
      return new PortSchemas(
          PortName.of(tree.path("port").asText()),
          RecordFormat.valueOf(tree.path("format").asText()),
          tree.path("newest").asInt(),
          byId);
    } catch (IOException e) {
      throw new IllegalArgumentException("the schemas of a table are not JSON", e);
    }
  }

  /**
   * As a table's options carry it.
   *
   * @param newest the id of the schema by which rows are written, and to which records are
   *     resolved; 0 for none
   */
  static String text(
      PortName port, RecordFormat format, int newest, Collection<WriterSchema> schemas) {
    var tree = MAPPER.createObjectNode();
    tree.put("port", port.topic());
    tree.put("format", format.name());
    tree.put("newest", newest);
    var all = tree.putArray("schemas");
    for (var schema : schemas) {
      all.addObject()
          .put("id", schema.id())
          .put("format", schema.format().name())
          .put("text", schema.text());
    }
    return tree.toString();
  }

  private static RecordCodecs codecs() {
    return ServiceLoader.load(RecordCodecs.class, PortSchemas.class.getClassLoader())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no codecs came with the job"));
  }

  PortName port() {
    return port;
  }

  RecordCodecs records() {
    return codecs;
  }

  @Override
  public RecordFormat format(PortName any) {
    return format;
  }

  @Override
  public Optional<WriterSchema> byId(int id) {
    return Optional.of(known(byId.get(id), "the schema " + id));
  }

  @Override
  public Optional<WriterSchema> byFingerprint(long fingerprint) {
    if (byFingerprint == null) {
      byFingerprint = new HashMap<>();
      for (var schema : byId.values()) {
        codecs.fingerprint(schema).ifPresent(known -> byFingerprint.putIfAbsent(known, schema));
      }
    }
    return Optional.of(
        known(
            byFingerprint.get(fingerprint),
            "the schema with the fingerprint " + Long.toHexString(fingerprint)));
  }

  private WriterSchema known(WriterSchema schema, String what) {
    if (schema == null) {
      throw new UnknownSchema(
          "A record of '"
              + port
              + "' was written by "
              + what
              + ", which was not registered for this port when the job began. If it is now, under '"
              + port.topic()
              + "-value', the query goes on by itself.");
    }
    return schema;
  }

  @Override
  public Optional<WriterSchema> newest(PortName any) {
    return Optional.ofNullable(byId.get(newest));
  }

  @Override
  public List<WriterSchema> registered(PortName any) {
    return List.copyOf(byId.values());
  }
}
