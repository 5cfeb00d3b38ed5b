package dev.weft.standards.asyncapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Contract;
import dev.weft.model.Json;
import dev.weft.model.SchemaText;
import dev.weft.standards.PortFacts;
import java.util.Locale;

/**
 * The records of a port as an AsyncAPI message. Avro and Protobuf are described by the schema that
 * is registered; as long as there is none, and always for JSON, by the contract as JSON Schema.
 */
final class Messages {
  private static final String AVRO = "application/vnd.apache.avro+json;version=1.9.0";
  private static final String PROTOBUF = "application/vnd.google.protobuf;version=";

  private Messages() {}

  static ObjectNode of(PortFacts port, String bindingVersion) {
    var message = Json.object().put("name", port.name().port());
    port.contract().ifPresent(contract -> describe(message, contract));
    message.put("contentType", contentType(port.format()));
    message.set("payload", payload(port));
    var kafka = Json.object();
    port.contract()
        .filter(contract -> !contract.primaryKey().isEmpty())
        .ifPresent(it -> kafka.set("key", JsonSchemas.key(it, it.primaryKey())));
    if (isSchema(port)) {
      kafka.put("schemaIdLocation", "payload").put("schemaIdPayloadEncoding", "confluent");
    }
    kafka.put("bindingVersion", bindingVersion);
    message.putObject("bindings").set("kafka", kafka);
    return message;
  }

  private static void describe(ObjectNode message, Contract contract) {
    message.put("title", contract.name());
    if (!contract.description().purpose().isEmpty()) {
      message.put("summary", contract.description().purpose());
    }
    AsyncApi.tags(message, contract.tags());
  }

  private static ObjectNode payload(PortFacts port) {
    if (isSchema(port)) {
      return registered(port.schema().orElseThrow());
    }
    return port.contract()
        .map(JsonSchemas::record)
        .orElseGet(() -> Json.object().put("description", "No contract says what is in it."));
  }

  /** A schema of another format than the contract now says describes older records only. */
  private static boolean isSchema(PortFacts port) {
    return port.schema()
        .filter(schema -> contentType(schema.type()).equals(contentType(port.format())))
        .isPresent();
  }

  private static ObjectNode registered(SchemaText schema) {
    var payload = Json.object();
    if (schema.type().equals("AVRO")) {
      payload.put("schemaFormat", AVRO).set("schema", Json.parse(schema.text()));
    } else {
      var edition = schema.text().contains("\"proto3\"") ? "3" : "2";
      payload.put("schemaFormat", PROTOBUF + edition).put("schema", schema.text());
      schema.references().stream()
          .map(SchemaText.Reference::name)
          .forEach(payload.withArrayProperty("x-imports")::add);
    }
    return payload;
  }

  private static String contentType(String format) {
    return switch (format.toLowerCase(Locale.ROOT)) {
      case "avro" -> "application/vnd.apache.avro";
      case "protobuf", "proto" -> "application/x-protobuf";
      default -> "application/json";
    };
  }
}
