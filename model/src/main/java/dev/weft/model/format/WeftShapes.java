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

/** The smaller kinds of {@code weft.dev/v1}. Flow and Policy have classes of their own. */
final class WeftShapes {
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
        .optional("members", listOf(words()))
        .optional("roles", roles());
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
