package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import java.util.ArrayList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Programs that act by themselves. */
@Command(
    name = "service",
    description = "Make services, list them, and rotate or revoke their keys.")
final class ServiceVerbs {
  private final Session session;

  ServiceVerbs(Session session) {
    this.session = session;
  }

  @Command(description = "Make a service that you answer for; its key is shown this once.")
  int create(
      @Parameters(paramLabel = "NAME") String name,
      @Option(
              names = "--title",
              paramLabel = "TEXT",
              defaultValue = "",
              description = "What it is, in words.")
          String title) {
    var request = Json.object().put("name", name).put("title", title);
    return session.print(session.server().post("services", request), ServiceVerbs::shown);
  }

  @Command(description = "Make a new key; the old one holds beside it for a while.")
  int rotate(
      @Parameters(paramLabel = "NAME") String name,
      @Option(
              names = "--overlap",
              paramLabel = "TIME",
              defaultValue = "7d",
              description = "How long the old key holds yet, at most 30d; 0d ends it at once.")
          String overlap) {
    return session.print(
        session
            .server()
            .post(
                "services/" + Session.encoded(name) + "/rotate",
                Json.object().put("overlap", overlap)),
        ServiceVerbs::shown);
  }

  private static String shown(JsonNode key) {
    return "The secret is shown this once. Kafka clients log in with id and secret; for REST and this"
        + " program WEFT_TOKEN is ID:SECRET."
        + System.lineSeparator()
        + Text.lines(key, "service", "id", "secret", "bootstrap", "security");
  }

  @Command(description = "List the services that you answer for, with the age of their keys.")
  int list() {
    return session.print(session.server().get("services"), ServiceVerbs::table);
  }

  private static String table(JsonNode answer) {
    var rows = Json.MAPPER.createArrayNode();
    var warnings = new ArrayList<String>();
    for (var service : answer.path("items")) {
      var name = service.path("name").asText();
      if (service.path("keys").isEmpty()) {
        rows.addObject()
            .put("service", name)
            .put("key", service.path("disabled").asBoolean() ? "revoked" : "none");
      }
      for (var key : service.path("keys")) {
        var row = rows.addObject().put("service", name).put("key", key.path("id").asText());
        row.set("days", key.path("days"));
        row.set("until", key.path("until"));
        row.set("owners", service.path("owners"));
        if (key.path("old").asBoolean()) {
          warnings.add("The key of " + name + " is old. Replace it: weft service rotate " + name);
        }
      }
    }
    var table = Table.of(rows, "service", "key", "days", "until", "owners");
    return warnings.isEmpty()
        ? table
        : table.stripTrailing()
            + System.lineSeparator()
            + String.join(System.lineSeparator(), warnings);
  }

  @Command(description = "End one key of a service; without a key all of them, and the service.")
  int revoke(
      @Parameters(paramLabel = "NAME") String name,
      @Parameters(paramLabel = "KEY", arity = "0..1", defaultValue = "") String key) {
    var service = "services/" + Session.encoded(name);
    session.server().delete(key.isEmpty() ? service : service + "/keys/" + Session.encoded(key));
    return session.print(
        Json.object().put("service", name).put("key", key).put("revoked", true),
        answer -> key.isEmpty() ? "Revoked " + name + "." : "Revoked key " + key + ".");
  }
}
