package dev.weft.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A data flow of a product: processors, and the connections between them.
 *
 * @param parameterContext from which it takes the parameters that it does not have itself; empty
 *     for none
 * @param processors all of them, those within groups included, as {@code group/processor}
 * @param connections all of them, ports of groups resolved
 * @param groups as their author wrote them
 * @param environment where it runs: the name of an Environment, {@link #IN_THE_SERVER}, or empty
 *     for the one that is called {@link #DEFAULT_ENVIRONMENT}, if there is one
 */
public record FlowSpec(
    String name,
    String product,
    String description,
    String parameterContext,
    Map<String, Parameter> parameters,
    List<ProcessorSpec> processors,
    List<String> connections,
    List<Queue> queues,
    List<ServiceSpec> services,
    List<ProcessGroup> groups,
    String environment) {

  /** What a flow writes that runs in the server whatever environments there are. */
  public static final String IN_THE_SERVER = "server";

  /** The environment of flows that name none. */
  public static final String DEFAULT_ENVIRONMENT = "default";

  private static final Pattern PARAMETER = Pattern.compile("(#?)#\\{([^}]*)}");

  /** One that names no environment. */
  public FlowSpec(
      String name,
      String product,
      String description,
      String parameterContext,
      Map<String, Parameter> parameters,
      List<ProcessorSpec> processors,
      List<String> connections,
      List<Queue> queues,
      List<ServiceSpec> services,
      List<ProcessGroup> groups) {
    this(
        name,
        product,
        description,
        parameterContext,
        parameters,
        processors,
        connections,
        queues,
        services,
        groups,
        "");
  }

  /** A value bound when the flow is applied; a sensitive one is encrypted and never shown. */
  public record Parameter(String description, boolean sensitive, JsonNode defaultValue) {
    public Parameter(
        String description, boolean sensitive, @JsonProperty("default") JsonNode defaultValue) {
      this.description = Defaults.text(description);
      this.sensitive = sensitive;
      this.defaultValue = defaultValue;
    }

    public boolean hasDefault() {
      return defaultValue != null && !defaultValue.isNull();
    }

    /** This one where another of the same name is beneath it; a secret stays one. */
    Parameter over(Parameter other) {
      return new Parameter(
          description.isEmpty() ? other.description : description,
          sensitive || other.sensitive,
          hasDefault() ? defaultValue : other.defaultValue);
    }
  }

  /**
   * One processor: its type, when it runs, and its settings, with {@code #{parameter}} in them.
   *
   * @param concurrentTasks how many FlowFiles it may work on at the same moment; null for one
   * @param penalty how long a FlowFile waits before it is tried again for the first time; null for
   *     the default
   * @param yieldFor how long it rests when it cannot go on or has found nothing; null for the
   *     default
   * @param relationships what is said of some of its relationships, by name
   */
  public record ProcessorSpec(
      String name,
      String type,
      Schedule schedule,
      ObjectNode settings,
      Integer concurrentTasks,
      String penalty,
      @JsonProperty("yield") String yieldFor,
      Map<String, Relationship> relationships) {
    public ProcessorSpec {
      settings = settings == null ? Json.object() : settings;
      relationships = Defaults.map(relationships);
    }

    ProcessorSpec within(String prefix) {
      return new ProcessorSpec(
          prefix + name,
          type,
          schedule,
          settings,
          concurrentTasks,
          penalty,
          yieldFor,
          relationships);
    }
  }

  /**
   * What becomes of FlowFiles that take a relationship.
   *
   * @param autoTerminate they are left out on purpose
   * @param retry how often the processor tries again before a FlowFile goes on by it; null for
   *     never
   * @param backoff who waits meanwhile: the FlowFile ({@code penalize}) or the processor ({@code
   *     yield}); null for the FlowFile
   * @param maxBackoff the longest wait, which doubles with each try; null for the default
   */
  public record Relationship(
      boolean autoTerminate, Integer retry, String backoff, String maxBackoff) {}

  /** When a source runs again: {@code every: 5s}, or {@code cron: "0 6 * * MON-FRI"}. */
  public record Schedule(String every, String cron, String timezone) {}

  /**
   * How the queue of one connection behaves; a connection without one has the defaults.
   *
   * @param connection as it stands in the list of connections
   * @param records after how many waiting records the senders wait; null for the default
   * @param bytes after how many waiting bytes they do; null for the default
   * @param order {@code fifo}, {@code newest}, {@code oldest} or {@code attribute:NAME}; null for
   *     fifo
   * @param expiry how long a FlowFile may wait before it is dropped; null for ever
   */
  public record Queue(
      String connection, Integer records, Long bytes, String order, String expiry) {}

  /** A controller service: its type, and its settings with {@code #{parameter}} in them. */
  public record ServiceSpec(String name, String type, ObjectNode settings) {
    public ServiceSpec {
      settings = settings == null ? Json.object() : settings;
    }
  }

  private static boolean isInGroup(String name) {
    return name != null && name.contains("/");
  }

  /**
   * Processors that belong together; groups nest. A connection from outside leads to {@code
   * group.input}, one to the outside begins at {@code group.output}.
   *
   * @param inputs input port to the processor, or the {@code group.input}, within that it leads to
   * @param outputs output port to the {@code processor.relationship} within that it comes from
   */
  public record ProcessGroup(
      String name,
      String description,
      List<ProcessorSpec> processors,
      List<String> connections,
      List<Queue> queues,
      Map<String, String> inputs,
      Map<String, String> outputs,
      List<ProcessGroup> groups) {
    public ProcessGroup {
      description = Defaults.text(description);
      processors = Defaults.list(processors);
      connections = Defaults.list(connections);
      queues = Defaults.list(queues);
      inputs = Defaults.map(inputs);
      outputs = Defaults.map(outputs);
      groups = Defaults.list(groups);
    }
  }

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
    environment = Defaults.text(environment);
    description = Defaults.text(description);
    parameterContext = Defaults.text(parameterContext);
    parameters = Defaults.map(parameters);
    processors = Defaults.list(processors);
    connections = Defaults.list(connections);
    queues = Defaults.list(queues);
    services = Defaults.list(services);
    groups = Defaults.list(groups);
    if (!groups.isEmpty() && processors.stream().noneMatch(one -> isInGroup(one.name()))) {
      var flat = FlatGroups.of(processors, connections, queues, groups);
      processors = flat.processors();
      connections = flat.connections();
      queues = flat.queues();
    }
  }

  /** The parameters that the settings of processors and services name. */
  public Set<String> usedParameters() {
    var used = new TreeSet<String>();
    processors.forEach(one -> collect(one.settings(), used));
    services.forEach(one -> collect(one.settings(), used));
    return used;
  }

  private static void collect(JsonNode node, Set<String> used) {
    if (node.isTextual()) {
      PARAMETER
          .matcher(node.textValue())
          .results()
          .filter(match -> match.group(1).isEmpty())
          .forEach(match -> used.add(match.group(2)));
    } else {
      node.forEach(inner -> collect(inner, used));
    }
  }

  /**
   * The same flow, with the parameters of its context as if it had declared them. What a context
   * has a value for comes before the flow's own default.
   */
  public FlowSpec with(Map<String, Parameter> fromContext) {
    if (fromContext.isEmpty()) {
      return this;
    }
    var all = new LinkedHashMap<>(parameters);
    fromContext.forEach((key, one) -> all.merge(key, one, (own, its) -> its.over(own)));
    return declaring(all);
  }

  /** The same flow where nothing is known of what its parameters' values will be. */
  public FlowSpec withoutDefaults() {
    var all = new LinkedHashMap<String, Parameter>();
    parameters.forEach(
        (key, one) -> all.put(key, new Parameter(one.description(), one.sensitive(), null)));
    return declaring(all);
  }

  private FlowSpec declaring(Map<String, Parameter> all) {
    return new FlowSpec(
        name,
        product,
        description,
        parameterContext,
        all,
        processors,
        connections,
        queues,
        services,
        groups,
        environment);
  }
}
