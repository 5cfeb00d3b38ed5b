package dev.weft.server.http;

import dev.weft.model.SchemaMetadata;
import dev.weft.model.SchemaText;
import dev.weft.registry.schema.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Schemas and versions as Confluent's clients read them. */
final class RegistryPages {
  private static final String AVRO = "AVRO";

  private final ContractMetadata contracts;

  RegistryPages(ContractMetadata contracts) {
    this.contracts = contracts;
  }

  Map<String, Object> page(Version version) {
    var page = new LinkedHashMap<String, Object>();
    page.put("subject", version.subject());
    page.put("id", version.schema().id());
    page.put("version", version.version());
    page.putAll(content(version.schema(), contracts.with(version)));
    if (version.registered() > 0) {
      page.put("ts", version.registered());
    }
    if (version.deleted()) {
      page.put("deleted", true);
    }
    return page;
  }

  static Map<String, Object> page(SchemaText schema) {
    return content(schema, schema.metadata());
  }

  private static Map<String, Object> content(SchemaText schema, SchemaMetadata metadata) {
    var page = new LinkedHashMap<String, Object>();
    page.put("guid", schema.guid());
    if (!schema.type().equals(AVRO)) {
      page.put("schemaType", schema.type());
    }
    page.put("schema", schema.text());
    if (!schema.references().isEmpty()) {
      page.put(
          "references",
          schema.references().stream()
              .map(
                  one ->
                      Map.of(
                          "name", one.name(), "subject", one.subject(), "version", one.version()))
              .toList());
    }
    if (!metadata.isEmpty()) {
      page.put("metadata", metadata);
    }
    if (!schema.rules().isEmpty()) {
      page.put("ruleSet", schema.rules());
    }
    return page;
  }

  static List<Map<String, Object>> uses(List<Version> versions) {
    return versions.stream()
        .map(use -> Map.<String, Object>of("subject", use.subject(), "version", use.version()))
        .toList();
  }
}
