package dev.weft.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Schema, quality rules and service levels of a port, as Open Data Contract Standard 3.x. */
public record Contract(
    String id,
    String name,
    String version,
    String status,
    String domain,
    String dataProduct,
    Description description,
    List<String> tags,
    List<SchemaObject> schema,
    List<SlaProperty> slaProperties,
    List<DataProduct.CustomProperty> customProperties,
    List<Server> servers) {

  /** Where the data can be had; of a Kafka server, how its messages are written. */
  public record Server(String server, String type, String format) {
    public Server {
      type = Defaults.text(type);
      format = Defaults.text(format);
    }
  }

  /** What the data is for. */
  public record Description(String purpose, String limitations, String usage) {
    public Description {
      purpose = Defaults.text(purpose);
      limitations = Defaults.text(limitations);
      usage = Defaults.text(usage);
    }
  }

  /** A table, document or message: for a port, the shape of its records and rules about them. */
  public record SchemaObject(
      String name,
      String logicalType,
      String description,
      List<String> tags,
      List<QualityRule> quality,
      List<Definition> authoritativeDefinitions,
      List<Field> properties) {
    public SchemaObject {
      description = Defaults.text(description);
      tags = Defaults.list(tags);
      quality = Defaults.list(quality);
      authoritativeDefinitions = Defaults.list(authoritativeDefinitions);
      properties = Defaults.list(properties);
    }
  }

  /**
   * Where it is said what a table or field means: a page somewhere, or a term of the mesh's own
   * glossary, as {@code weft:term/NAME}.
   */
  public record Definition(String type, String url, String description) {
    private static final String TERM = "weft:term/";

    public Definition {
      type = Defaults.text(type);
      url = Defaults.text(url);
      description = Defaults.text(description);
    }

    /** The name of the glossary term, if it is one. */
    public Optional<String> term() {
      return url.startsWith(TERM) ? Optional.of(url.substring(TERM.length())) : Optional.empty();
    }
  }

  /**
   * One field.
   *
   * @param logicalType string, date, timestamp, time, number, integer, object, array or boolean
   * @param classification the author's own word for its sensitivity, may be empty
   * @param properties the fields of an object
   * @param items the element of an array
   */
  public record Field(
      String name,
      String logicalType,
      String physicalType,
      String businessName,
      String description,
      boolean required,
      boolean unique,
      boolean primaryKey,
      int primaryKeyPosition,
      String classification,
      List<String> tags,
      Map<String, JsonNode> logicalTypeOptions,
      List<QualityRule> quality,
      List<Definition> authoritativeDefinitions,
      List<Field> properties,
      Field items,
      List<DataProduct.CustomProperty> customProperties) {
    public Field {
      logicalType = logicalType == null ? "string" : logicalType;
      physicalType = Defaults.text(physicalType);
      businessName = Defaults.text(businessName);
      description = Defaults.text(description);
      classification = Defaults.text(classification);
      tags = Defaults.list(tags);
      logicalTypeOptions = Defaults.map(logicalTypeOptions);
      authoritativeDefinitions = Defaults.list(authoritativeDefinitions);
      quality = Defaults.list(quality);
      properties = Defaults.list(properties);
      customProperties = Defaults.list(customProperties);
    }
  }

  /**
   * A rule; {@code library} rules name a metric and one comparison such as {@code mustBe}, {@code
   * custom} rules an engine and what it evaluates.
   *
   * @param rule what edition 3.0 has for {@code metric}
   * @param unit {@code rows}, which is meant where it is empty, or {@code percent}
   */
  public record QualityRule(
      String name,
      String type,
      String metric,
      String rule,
      String unit,
      String dimension,
      String severity,
      String description,
      JsonNode mustBe,
      JsonNode mustNotBe,
      JsonNode mustBeGreaterThan,
      JsonNode mustBeGreaterOrEqualTo,
      JsonNode mustBeLessThan,
      JsonNode mustBeLessOrEqualTo,
      JsonNode mustBeBetween,
      JsonNode mustNotBeBetween,
      Map<String, JsonNode> arguments,
      String query,
      String engine,
      JsonNode implementation,
      List<DataProduct.CustomProperty> customProperties) {
    public QualityRule {
      metric = metric == null ? metric(rule) : metric;
      customProperties = Defaults.list(customProperties);
    }

    /** What edition 3.0 called the metrics. */
    private static String metric(String rule) {
      return rule == null
          ? null
          : switch (rule) {
            case "nullCheck" -> "nullValues";
            case "duplicateCount" -> "duplicateValues";
            default -> rule;
          };
    }

    /**
     * The value of an operator such as {@code mustBe}, if the rule has it. Custom rules may not
     * have one by the standard: theirs is a custom property, {@code weft.mustBe}.
     */
    public Optional<JsonNode> operator(String name, JsonNode own) {
      return Optional.ofNullable(own)
          .or(
              () ->
                  customProperties.stream()
                      .filter(each -> ("weft." + name).equals(each.property()))
                      .map(DataProduct.CustomProperty::value)
                      .filter(Objects::nonNull)
                      .findFirst());
    }
  }

  /**
   * A service level, such as {@code retention 5 y}.
   *
   * @param element the fields that it is about, as {@code table.field}, with commas between them
   * @param driver why it matters, such as regulatory
   */
  public record SlaProperty(
      String property, JsonNode value, String unit, String element, String driver) {}

  public Contract {
    name = name == null ? id : name;
    version = Defaults.text(version);
    status = Defaults.text(status);
    domain = Defaults.text(domain);
    dataProduct = Defaults.text(dataProduct);
    description = description == null ? new Description(null, null, null) : description;
    tags = Defaults.list(tags);
    schema = Defaults.list(schema);
    slaProperties = Defaults.list(slaProperties);
    customProperties = Defaults.list(customProperties);
    servers = Defaults.list(servers);
  }

  /**
   * How the messages of the port are written, as the first server of type {@code kafka} that says a
   * format has it: {@code json}, {@code avro} or {@code protobuf}; {@code json} where none says.
   */
  public String messageFormat() {
    return servers.stream()
        .filter(server -> server.type().equals("kafka") && !server.format().isEmpty())
        .map(server -> server.format().toLowerCase(Locale.ROOT))
        .findFirst()
        .orElse("json");
  }

  /** The fields of the records of a port: those of the first schema object. */
  public List<Field> fields() {
    return schema.isEmpty() ? List.of() : schema.get(0).properties();
  }

  /** The names of the primary key's fields, in the order of their positions. */
  public List<String> primaryKey() {
    return fields().stream()
        .filter(Field::primaryKey)
        .sorted((a, b) -> Integer.compare(a.primaryKeyPosition(), b.primaryKeyPosition()))
        .map(Field::name)
        .toList();
  }

  /** The value of a key that the standard does not name, such as {@code weft.onViolation}. */
  public Optional<JsonNode> customProperty(String property) {
    return customProperties.stream()
        .filter(each -> property.equals(each.property()) && each.value() != null)
        .map(DataProduct.CustomProperty::value)
        .findFirst();
  }

  /** Until when it holds, as its service level {@code endOfLife} says it; a date, or as written. */
  public Optional<String> endOfLife() {
    return slaProperty("endOfLife")
        .map(sla -> sla.value().asText())
        .filter(text -> !text.isBlank());
  }

  public Optional<SlaProperty> slaProperty(String property) {
    return slaProperties.stream().filter(sla -> property.equals(sla.property())).findFirst();
  }
}
