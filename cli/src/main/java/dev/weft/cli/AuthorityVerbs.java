package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which port is the authoritative source of a term in a domain, and who alone writes it. */
@Command(
    name = "authority",
    description = "Say which port is the authoritative source of a term, and who writes it.")
final class AuthorityVerbs {
  private final Session session;

  AuthorityVerbs(Session session) {
    this.session = session;
  }

  @Command(description = "List authoritative sources.")
  int list(
      @Option(names = "--domain", paramLabel = "NAME") Optional<String> domain,
      @Option(names = "--term", paramLabel = "TERM") Optional<String> term,
      @Option(names = "--product", paramLabel = "NAME") Optional<String> product) {
    var query =
        new Query("authoritative-sources")
            .with("domain", domain)
            .with("term", term)
            .with("product", product);
    return session.print(session.server().get(query.toString()), AuthorityVerbs::table);
  }

  @Command(description = "Designate a port, as one who governs the domain; another verifies it.")
  int designate(
      @Parameters(paramLabel = "DOMAIN") String domain,
      @Parameters(paramLabel = "TERM") String term,
      @Parameters(paramLabel = "PORT") String port,
      @Option(
              names = "--provisioner",
              paramLabel = "PRINCIPAL",
              description = "Who alone may write it: a user or agent:NAME; standard its product.")
          Optional<String> provisioner,
      @Option(
              names = "--until",
              paramLabel = "DATE",
              description = "When it has to be verified again; standard a year.")
          Optional<String> until,
      @Option(names = "--comment", paramLabel = "TEXT") Optional<String> comment) {
    var request = Json.object().put("port", port);
    provisioner.ifPresent(name -> request.put("provisioner", name));
    until.ifPresent(date -> request.put("until", date));
    comment.ifPresent(text -> request.put("comment", text));
    return session.print(
        session.server().post(path(domain, term), request),
        answer ->
            port + " is designated as the source of " + term + "; somebody else verifies it.");
  }

  @Command(description = "Verify the source, as another who governs the domain; or again.")
  int verify(
      @Parameters(paramLabel = "DOMAIN") String domain,
      @Parameters(paramLabel = "TERM") String term,
      @Option(names = "--until", paramLabel = "DATE") Optional<String> until,
      @Option(names = "--comment", paramLabel = "TEXT") Optional<String> comment) {
    var request = Json.object();
    until.ifPresent(date -> request.put("until", date));
    comment.ifPresent(text -> request.put("comment", text));
    return session.print(
        session.server().post(path(domain, term) + "/verify", request),
        answer ->
            "%s is the authoritative source of %s until %s; only %s writes it."
                .formatted(
                    Text.of(answer.path("port")),
                    term,
                    Text.of(answer.path("until")),
                    Text.of(answer.path("provisioner"))));
  }

  @Command(
      description =
          "Ask for the end of the source, as one of the governing body; or agree, as another.")
  int withdraw(
      @Parameters(paramLabel = "DOMAIN") String domain,
      @Parameters(paramLabel = "TERM") String term,
      @Option(names = "--comment", required = true, paramLabel = "TEXT") String comment) {
    return session.print(
        session
            .server()
            .post(path(domain, term) + "/withdraw", Json.object().put("comment", comment)),
        answer ->
            answer.path("withdrawn").asBoolean()
                ? term + " has no authoritative source in " + domain + " any more."
                : "It is asked for; another who governs " + domain + " withdraws it the same way.");
  }

  private static String table(JsonNode answer) {
    if (answer.path("items").isEmpty()) {
      return "No authoritative sources.";
    }
    var table =
        new Table(
            "domain", "term", "port", "stands", "until", "written by", "enforced", "you could");
    for (var one : answer.path("items")) {
      table.row(
          Text.of(one.path("domain")),
          Text.of(one.path("term")),
          Text.of(one.path("port")),
          GovernanceText.stage(one.path("stage")),
          Text.of(one.path("until")) + note(one),
          Text.of(one.path("provisioner")),
          one.path("enforced").asBoolean() ? "yes" : "no",
          Text.of(one.path("acts")));
    }
    return table.toString();
  }

  private static String note(JsonNode one) {
    var wanted = one.path("withdrawal").path("by");
    return wanted.isTextual()
        ? " (" + Text.of(wanted) + " wants its end)"
        : one.path("dueSoon").asBoolean() ? " (soon)" : "";
  }

  private static String path(String domain, String term) {
    return "domains/" + Session.encoded(domain) + "/sources/" + Session.encoded(term);
  }
}
