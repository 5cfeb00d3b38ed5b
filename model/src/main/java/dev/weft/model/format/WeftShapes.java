package dev.weft.model.format;

import static dev.weft.model.format.Shapes.any;
import static dev.weft.model.format.Shapes.flag;
import static dev.weft.model.format.Shapes.listOf;
import static dev.weft.model.format.Shapes.mapOf;
import static dev.weft.model.format.Shapes.object;
import static dev.weft.model.format.Shapes.oneOf;
import static dev.weft.model.format.Shapes.text;
import static dev.weft.model.format.Shapes.words;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** The smaller kinds of {@code weft.dev/v1}. Flow and Policy have classes of their own. */
final class WeftShapes {
  static final Set<String> BUILT_IN_ROLES = Set.of("admin", "auditor", "owner", "steward");

  private WeftShapes() {}

  static ObjectShape domain() {
    var governance =
        object("the governance of a domain")
            .optional(listOf(words()), "body", "stewards", "regulations");
    return kind("a domain", "Domain", Names.name())
        .optional("title", text())
        .optional("governance", governance);
  }

  static ObjectShape query() {
    return kind("a query", "Query", Names.name())
        .required("product", text())
        .required("into", Names.port())
        .required("sql", words());
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

  static ObjectShape term() {
    var relations =
        object("the relations of a term")
            .optional(
                listOf(words()),
                "seeAlso",
                "synonyms",
                "antonyms",
                "preferredTerms",
                "replacementTerms",
                "isA",
                "validValues");
    return kind("a term", "Term", Names.name())
        .required("definition", words())
        .optional(text(), "title", "abbreviation", "domain")
        .optional(listOf(text()), "examples", "categories", "stewards")
        .optional("status", oneOf("draft", "active", "deprecated", "obsolete"))
        .optional("relations", relations);
  }

  static ObjectShape environment() {
    var kafka =
        object("the Kafka of an environment")
            .required("bootstrapServers", words())
            .optional("properties", mapOf(WeftShapes::noSecret));
    var engine = object("an engine").required("url", words());
    return kind("an environment", "Environment", Names.name())
        .optional(text(), "title", "location")
        .optional("kafka", kafka)
        .optional("connect", engine)
        .optional("flink", engine);
  }

  private static ObjectShape kind(String noun, String kind, Shape name) {
    return object(noun)
        .required("apiVersion", text())
        .required("kind", oneOf(kind))
        .required("name", name)
        .optional("description", text());
  }

  private static Shape roles() {
    return listOf(oneOf("admin", "auditor"));
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
