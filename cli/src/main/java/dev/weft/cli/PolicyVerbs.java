package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Verbs for those who write policies: who sees a port, and what somebody would see of it. */
@Command(name = "policies")
final class PolicyVerbs {
  private final Session session;

  PolicyVerbs(Session session) {
    this.session = session;
  }

  @Command(
      name = "who-sees",
      description =
          "List who sees a port, or one field of it, and by which policy: product.port.field, or"
              + " product.port field.")
  int whoSees(
      @Parameters(paramLabel = "PORT") String port,
      @Parameters(paramLabel = "FIELD", arity = "0..1") Optional<String> field) {
    var what = PortOrField.of(port, field);
    var query = new Query("explain/readers").with("port", what.port()).with("field", what.field());
    return session.print(session.server().get(query.toString()), PolicyVerbs::readers);
  }

  private static String readers(JsonNode answer) {
    var of = answer.path("asked").asText() + " asked for";
    if (answer.path("items").isEmpty()) {
      return "Nobody (" + of + ").";
    }
    if (!answer.has("field")) {
      return Table.of(
          answer.path("items"), "principal", "shown", "masked", "withheld", "filter", "reason");
    }
    var rows = Json.MAPPER.createArrayNode();
    for (var one : answer.path("items")) {
      var field = one.path("field");
      rows.addObject()
          .put("principal", one.path("principal").asText())
          .put("sees", Text.of(field.path("rule")) + Text.part(" as ", field.path("mask")))
          .put("policy", Text.of(field.path("policy")))
          .put("tag", Text.of(field.path("tag")))
          .put("filter", Text.of(one.path("filter")))
          .put("reason", Text.of(one.path("reason")));
    }
    return Table.of(rows, "principal", "sees", "policy", "tag", "filter", "reason");
  }

  @Command(
      description =
          "Show how a principal would see the newest records that you see, now and after a change"
              + " in files.")
  int preview(
      @Parameters(paramLabel = "PRINCIPAL") String principal,
      @Parameters(paramLabel = "PORT") String port,
      @Option(
              names = {"-f", "--file"},
              paramLabel = "FILE",
              description = "Documents that are not applied, such as a policy.")
          List<Path> files,
      @Option(names = "--purpose", paramLabel = "TEXT", description = "Reading for this purpose.")
          Optional<String> purpose,
      @Option(names = "--max", paramLabel = "N", description = "Records, 10 if not said.")
          Optional<Integer> max) {
    var request = Json.object().put("principal", principal).put("port", port);
    purpose.ifPresent(each -> request.put("purpose", each));
    max.ifPresent(each -> request.put("max", each));
    var documents = request.putArray("documents");
    for (var file : files == null ? List.<Path>of() : files) {
      documents.addObject().put("file", file.toString()).put("text", Sources.text(file));
    }
    return session.print(session.server().post("explain/preview", request), PolicyVerbs::preview);
  }

  private static String preview(JsonNode answer) {
    var text = new StringBuilder("Now: " + sentence(answer.path("now")));
    if (answer.has("then")) {
      text.append("\nThen: ").append(sentence(answer.path("then")));
    }
    if (answer.has("noRecords")) {
      text.append('\n').append(Text.of(answer.path("noRecords")));
    }
    for (var row : answer.path("records")) {
      text.append("\n\n%s/%s".formatted(row.path("partition"), row.path("offset")));
      text.append("\n  you   ").append(row.path("value"));
      text.append("\n  now   ").append(sight(row.path("now")));
      if (row.has("then")) {
        text.append("\n  then  ").append(sight(row.path("then")));
      }
    }
    if (!answer.path("hidden").isEmpty()) {
      text.append("\n\nYou do not see these as they are: ").append(Text.of(answer.path("hidden")));
    }
    return text.toString();
  }

  private static String sentence(JsonNode explanation) {
    return (explanation.path("allowed").asBoolean() ? "may read. " : "may not read. ")
        + Text.of(explanation.path("reason"));
  }

  private static String sight(JsonNode sight) {
    return sight.has("value")
        ? sight.path("value").toString()
        : "(" + sight.path("outcome").asText() + ")";
  }
}
