package dev.weft.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A data flow of a product: processors, and the connections between them. */
public record FlowSpec(
    String name,
    String product,
    String description,
    Map<String, Parameter> parameters,
    List<ProcessorSpec> processors,
    List<String> connections) {

  /** A value bound when the flow is applied; a sensitive one is encrypted and never shown. */
  public record Parameter(String description, boolean sensitive, JsonNode defaultValue) {
    public Parameter(
        String description, boolean sensitive, @JsonProperty("default") JsonNode defaultValue) {
      this.description = Defaults.text(description);
      this.sensitive = sensitive;
      this.defaultValue = defaultValue;
    }
  }

  /** One processor: its type, when it runs, and its settings, with {@code #{parameter}} in them. */
  public record ProcessorSpec(String name, String type, Schedule schedule, ObjectNode settings) {
    public ProcessorSpec {
      settings = settings == null ? Json.object() : settings;
    }
  }

  /** When a source runs again: {@code every: 5s}. */
  public record Schedule(String every) {}

  /** {@code read.success -> tidy}, taken apart. */
  public record Connection(String from, String relationship, String to) {
    private static final Pattern TEXT =
        Pattern.compile("\\s*(\\S+)\\.([A-Za-z0-9_-]+)\\s*->\\s*([^\\s.]\\S*)\\s*");

    /** Empty when the text has not this form. */
    public static Optional<Connection> parse(String text) {
      var matcher = TEXT.matcher(text);
      return matcher.matches()
          ? Optional.of(new Connection(matcher.group(1), matcher.group(2), matcher.group(3)))
          : Optional.empty();
    }
  }

  public FlowSpec {
    description = Defaults.text(description);
    parameters = Defaults.map(parameters);
    processors = Defaults.list(processors);
    connections = Defaults.list(connections);
  }
}
