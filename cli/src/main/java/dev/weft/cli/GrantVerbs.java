package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What belongs to a grant besides: asking, accept-terms, confirm, away. */
@Command(name = "weft")
final class GrantVerbs {
  private final Session session;

  GrantVerbs(Session session) {
    this.session = session;
  }

  @Command(
      description = "Show what has to be said and accepted to ask for a port, and who will decide.")
  int asking(
      @Parameters(paramLabel = "PORT") String port,
      @Option(names = "--fields", paramLabel = "a,b", description = "Only for these fields.")
          Optional<String> fields,
      @Option(names = "--purpose", paramLabel = "TEXT") Optional<String> purpose) {
    var query =
        new Query("ports/" + Session.encoded(port) + "/asking")
            .with("fields", fields)
            .with("purpose", purpose);
    return session.print(session.server().get(query.toString()), GrantVerbs::page);
  }

  @Command(name = "accept-terms", description = "Accept the terms of use of a port one reads.")
  int acceptTerms(
      @Parameters(paramLabel = "ID", description = "Of the request or grant.") String id,
      @Option(
              names = "--version",
              required = true,
              paramLabel = "VERSION",
              description = "The one that was read.")
          String version) {
    return session.print(
        session
            .server()
            .post(
                "subscriptions/" + Session.encoded(id) + "/accept-terms",
                Json.object().put("version", version)),
        answer ->
            "Version %s of the terms of use of %s is accepted."
                .formatted(version, Text.of(answer.path("port"))));
  }

  @Command(description = "Say that grants are still needed, as an owner of the product.")
  int confirm(@Parameters(paramLabel = "ID", arity = "1..*") List<String> ids) {
    var request = Json.object();
    request.set("ids", Json.MAPPER.valueToTree(ids));
    return session.print(
        session.server().post("access/confirm", request),
        answer ->
            Table.of(answer.path("items"), "id", "principal", "port", "until").stripTrailing()
                + "\nConfirmed.");
  }

  @Command(
      description = "Say who decides on requests for you while you are away; or show who does.")
  int away(
      @Option(names = "--deputy", paramLabel = "NAME", description = "Who decides.")
          Optional<String> deputy,
      @Option(names = "--from", paramLabel = "DATE", description = "From now on, if left out.")
          Optional<String> from,
      @Option(names = "--until", paramLabel = "DATE", description = "When you are back.")
          Optional<String> until,
      @Option(names = "--back", description = "You are back.") boolean back,
      @Option(names = "--person", paramLabel = "NAME", description = "Of somebody else.")
          Optional<String> person) {
    var who = person.orElseGet(() -> session.server().get("whoami").path("name").asText());
    var path = "users/" + Session.encoded(who) + "/absence";
    if (back) {
      session.server().delete(path);
      return session.print(Json.object().put("person", who), answer -> who + " is back.");
    }
    if (deputy.isEmpty() && until.isEmpty()) {
      return session.print(session.server().get(path), answer -> absence(who, answer));
    }
    if (deputy.isEmpty() || until.isEmpty()) {
      throw Problem.input(
              "arguments",
              Place.NOWHERE,
              "An absence has a deputy and an end.",
              "weft away --deputy NAME --until DATE")
          .asException();
    }
    var request =
        Json.object()
            .put("deputy", deputy.get())
            .put("from", from.orElseGet(() -> Instant.now().toString()))
            .put("until", until.get());
    return session.print(session.server().put(path, request), answer -> absence(who, answer));
  }

  private static String absence(String who, JsonNode answer) {
    return answer.path("deputy").isMissingNode()
        ? who + " is not away."
        : "%s decides for %s from %s until %s."
            .formatted(
                Text.of(answer.path("deputy")),
                who,
                Text.of(answer.path("from")),
                Text.of(answer.path("until")));
  }

  private static String page(JsonNode answer) {
    var purposes = answer.path("purposes");
    var terms = answer.path("terms");
    var automatic = answer.path("automatic").asBoolean();
    var rule = Text.of(answer.path("rule"));
    return Text.paragraphs(
        List.of(
            purposes.isEmpty()
                ? "Purpose: in your own words."
                : "Purposes:\n" + Table.of(purposes, "name", "title", "description"),
            terms.isMissingNode() || terms.isNull()
                ? "No terms of use."
                : "Terms of use, version "
                    + Text.of(terms.path("version"))
                    + Text.part(", ", terms.path("url"))
                    + ":\n"
                    + Text.of(terms.path("text")),
            Text.part("Ends at the latest: ", answer.path("latestEnd")),
            confirmed(answer.path("confirmedEvery")),
            automatic
                ? "Granted at once, by rule '" + rule + "'."
                : "Approved by each of these"
                    + (rule.isEmpty() ? "" : ", as rule '" + rule + "' says")
                    + ":\n"
                    + Table.of(answer.path("approvers"), "seat", "people")));
  }

  private static String confirmed(JsonNode every) {
    return every.isMissingNode() || every.isNull()
        ? ""
        : "Confirmed by an owner every "
            + Text.count((int) Duration.parse(every.asText()).toDays(), "day")
            + ".";
  }
}
