package dev.weft.model.format;

import static dev.weft.model.format.Shapes.any;
import static dev.weft.model.format.Shapes.between;
import static dev.weft.model.format.Shapes.duration;
import static dev.weft.model.format.Shapes.flag;
import static dev.weft.model.format.Shapes.listOf;
import static dev.weft.model.format.Shapes.mapOf;
import static dev.weft.model.format.Shapes.matching;
import static dev.weft.model.format.Shapes.number;
import static dev.weft.model.format.Shapes.object;
import static dev.weft.model.format.Shapes.oneOf;
import static dev.weft.model.format.Shapes.scalar;
import static dev.weft.model.format.Shapes.size;
import static dev.weft.model.format.Shapes.text;
import static dev.weft.model.format.Shapes.words;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.FlowSpec;
import java.util.Set;
import java.util.regex.Pattern;

/** The smaller kinds of {@code weft.dev/v1}. Flow and Policy have classes of their own. */
final class WeftShapes {
  static final Set<String> BUILT_IN_ROLES =
      Set.of("admin", "auditor", "lineage", "privacy", "owner", "steward");

  private static final int PARALLELISM_MAX = 128;
  private static final int QUERIES_MAX = 10_000;
  private static final double CORES_MIN = 0.01;
  private static final double CORES_MAX = 1_024;
  private static final Pattern HTTP_URL = Pattern.compile("https?://[^/?#\\s@]+/?");
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{[A-Za-z0-9_.-]+:[^}$]+\\}");

  private WeftShapes() {}

  static ObjectShape domain() {
    return kind("a domain", "Domain", Names.name())
        .optional("title", text())
        .optional("governance", GovernanceShape.shape());
  }

  static ObjectShape query() {
    var eventTime =
        object("the event time of a port")
            .optional("field", text())
            .optional("outOfOrder", duration());
    var execution =
        object("the execution of a query")
            .optional("parallelism", between(1, PARALLELISM_MAX))
            .optional(duration(), "checkpointInterval", "stateTtl")
            .optional("stateLimit", size())
            .optional("onChange", oneOf("resume", "recompute", "beside"))
            .optional("onError", oneOf("fail", "skip"));
    return kind("a query", "Query", Names.name())
        .required("product", text())
        .required("into", oneOrMany(Names.port()))
        .required("sql", words())
        .optional("parameters", mapOf(scalar()))
        .optional("eventTime", mapOf(eventTime))
        .optional("environment", text())
        .optional("execution", execution);
  }

  static ObjectShape user() {
    return kind("a user", "User", Names.person())
        .optional(text(), "title", "email")
        .optional("groups", listOf(words()))
        .optional("roles", roles())
        .optional("attributes", mapOf(any()))
        .optional("disabled", flag())
        .optional("password", WeftShapes::noPassword);
  }

  static ObjectShape group() {
    return kind("a group", "Group", Names.name())
        .optional("title", text())
        .optional(listOf(words()), "members", "groups")
        .optional("roles", roles());
  }

  /** Roles that mean something to Weft itself are given by users, groups, products and domains. */
  static ObjectShape role() {
    return kind("a role", "Role", Names.name())
        .optional("title", text())
        .optional(listOf(words()), "users", "groups", "roles")
        .rule(
            (role, at) -> {
              var name = role.path("name").asText();
              if (BUILT_IN_ROLES.contains(name)) {
                at.key("name")
                    .value(
                        "reserved-name",
                        "'" + name + "' is a role of Weft itself.",
                        "Choose another name.");
              }
            });
  }

  static ObjectShape zone() {
    var names = listOf(words());
    var resources =
        object("the resources of a zone")
            .optional(names, "domains", "products", "ports")
            .rule(
                (zone, at) -> {
                  if (zone.isEmpty()) {
                    at.key("missing-field", "A zone needs at least one resource.", "");
                  }
                });
    return kind("a zone", "Zone", Names.name())
        .optional("title", text())
        .required("resources", resources)
        .optional(
            "admins", object("the admins of a zone").optional(names, "users", "groups", "roles"))
        .optional("tagPolicies", oneOf("mesh", "own"));
  }

  static ObjectShape environment() {
    var kafka =
        object("the Kafka of an environment")
            .required("bootstrapServers", words())
            .optional("properties", mapOf(WeftShapes::noSecret));
    var flink =
        object("the Flink of an environment")
            .required("url", httpUrl())
            .optional("gateway", words())
            .optional("checkpoints", words())
            .optional("properties", mapOf(WeftShapes::noSecret));
    var connect =
        object("the Kafka Connect of an environment")
            .required("url", httpUrl())
            .optional("server", httpUrl())
            .optional("gateway", words())
            .optional("properties", mapOf(WeftShapes::noSecret))
            .optional("secret", reference());
    var limits =
        object("the limits of queries")
            .optional("queries", between(1, QUERIES_MAX))
            .optional("tasks", between(1, QUERIES_MAX))
            .optional("state", size())
            .optional("cpu", cores());
    return kind("an environment", "Environment", Names.name())
        .optional(text(), "title", "location")
        .optional("kafka", kafka)
        .optional("connect", connect)
        .optional("flink", flink)
        .optional("queryLimits", limits)
        .rule(
            (environment, at) -> {
              if (environment.path("name").asText().equals(FlowSpec.IN_THE_SERVER)) {
                at.key("name")
                    .value(
                        "reserved-name",
                        "'server' is what flows write that run in the server.",
                        "Choose another name.");
              }
              if (environment.has("flink") && environment.path("queryLimits").has("cpu")) {
                at.key("queryLimits")
                    .value(
                        "cpu-not-measured",
                        "The share of queries in the CPU of a cluster of its own is not measured, so 'cpu' would limit nothing.",
                        "Leave it out, and limit that cluster's slots: 'tasks' here, or taskmanager.cpu.cores there.");
              }
            });
  }

  /** Of a processor, from a hundredth of a core on. */
  private static Shape cores() {
    return (node, at) -> {
      number().check(node, at);
      if (node.isNumber() && (node.doubleValue() < CORES_MIN || node.doubleValue() > CORES_MAX)) {
        at.value(
            "out-of-range",
            at.name() + " must be from " + CORES_MIN + " to " + (int) CORES_MAX + " cores.",
            "Such as 0.5 for half of one.");
      }
    };
  }

  private static ObjectShape kind(String noun, String kind, Shape name) {
    return object(noun)
        .required("apiVersion", text())
        .required("kind", oneOf(kind))
        .required("name", name)
        .optional("description", text());
  }

  /** One alone, or a list of them. */
  private static Shape oneOrMany(Shape one) {
    return (node, at) -> (node.isArray() ? listOf(one) : one).check(node, at);
  }

  private static Shape httpUrl() {
    return matching(
        HTTP_URL, "bad-url", "the URL of a service", "Write http://HOST:PORT, or https.");
  }

  /** The worker looks it up; what it stands for is in no file of Weft's. */
  private static Shape reference() {
    return matching(
        REFERENCE,
        "secret-in-file",
        "a reference of a configuration provider of Kafka Connect",
        "Write ${file:/path/on/the/worker.properties:key}, or of another provider.");
  }

  private static Shape roles() {
    return listOf(oneOf("admin", "auditor", "lineage", "privacy"));
  }

  private static void noPassword(JsonNode node, At at) {
    at.key(
        "secret-in-file",
        "Passwords are never in files.",
        "Remove it; 'weft user password NAME' reads one from standard input.");
  }

  private static void noSecret(JsonNode node, At at) {
    Shapes.scalar().check(node, at);
    var key = at.path().substring(at.path().lastIndexOf(".properties.") + 1);
    if (Secrets.namesSecret(key) || Secrets.holdsSecret(node.asText())) {
      at.key(
          "secret-in-file",
          "Secrets are never in files.",
          "Put it into a properties file that only the server can read.");
    }
  }
}
