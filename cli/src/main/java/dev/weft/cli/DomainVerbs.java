package dev.weft.cli;

import dev.weft.model.Json;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How domains stand, and bringing them further. Domains themselves come by {@code apply}. */
@Command(
    name = "domain",
    description = "Bring a domain to be authoritative: designate, verify, vote, enforce.")
final class DomainVerbs {
  private final Session session;

  DomainVerbs(Session session) {
    this.session = session;
  }

  @Command(description = "List all domains and how they stand.")
  int list() {
    return session.print(
        session.server().get("domains"),
        answer ->
            answer.path("items").isEmpty()
                ? "No domains."
                : GovernanceText.domains(answer.path("items")));
  }

  @Command(description = "List what waits for you: steps, votes, sources to verify, products.")
  int agenda() {
    return session.print(
        session.server().get("governance/agenda"),
        answer ->
            answer.path("items").isEmpty()
                ? "Nothing waits for you."
                : Table.of(answer.path("items"), "what", "due", "since"));
  }

  @Command(description = "Show all domains, and which uses products of which.")
  int map() {
    return session.print(
        session.server().get("domain-map"),
        answer ->
            Text.paragraphs(
                List.of(
                    Table.of(answer.path("domains"), "domain", "title", "products", "people"),
                    answer.path("ways").isEmpty()
                        ? "No domain uses another's products."
                        : Table.of(answer.path("ways"), "from", "to", "ports", "products"))));
  }

  @Command(description = "Show how a domain stands, who voted, and what you could do.")
  int show(@Parameters(paramLabel = "NAME") String name) {
    return session.print(session.server().get(path(name)), GovernanceText::standing);
  }

  @Command(description = "Show all that was ever done on a domain's way, the first first.")
  int history(@Parameters(paramLabel = "NAME") String name) {
    return session.print(
        session.server().get(path(name)), answer -> GovernanceText.history(answer.path("history")));
  }

  @Command(description = "Begin: this is to be an authoritative domain. Of its body or stewards.")
  int designate(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--comment", paramLabel = "TEXT") Optional<String> comment,
      @Option(
              names = "--due",
              paramLabel = "DATE",
              description = "Until when somebody should verify it; standard 30 days.")
          Optional<String> due) {
    return act(name, "designate", comment, due, Optional.empty());
  }

  @Command(description = "Say that it is as it should be, so that the body votes. As a steward.")
  int verify(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--comment", paramLabel = "TEXT") Optional<String> comment,
      @Option(
              names = "--due",
              paramLabel = "DATE",
              description = "When the vote ends; standard 14 days.")
          Optional<String> due) {
    return act(name, "verify", comment, due, Optional.empty());
  }

  @Command(description = "Vote yes, as one of the governing body.")
  int approve(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--comment", paramLabel = "TEXT") Optional<String> comment,
      @Option(
              names = "--due",
              paramLabel = "DATE",
              description = "Until when it should be enforced; standard 30 days.")
          Optional<String> due) {
    return act(name, "vote", comment, due, Optional.of("yes"));
  }

  @Command(description = "Vote on what is open, as one of the governing body.")
  int vote(
      @Parameters(paramLabel = "NAME") String name,
      @Parameters(paramLabel = "yes|no") String vote,
      @Option(names = "--comment", paramLabel = "TEXT", description = "Why; a no needs it.")
          Optional<String> comment) {
    return act(name, "vote", comment, Optional.empty(), Optional.of(vote));
  }

  @Command(description = "Give it effect, as somebody who took no other step.")
  int enforce(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--comment", paramLabel = "TEXT") Optional<String> comment) {
    return act(name, "enforce", comment, Optional.empty(), Optional.empty());
  }

  @Command(description = "Send it one step back instead of one further, with the reason.")
  int reject(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--comment", required = true, paramLabel = "TEXT") String comment) {
    return act(name, "reject", Optional.of(comment), Optional.empty(), Optional.empty());
  }

  @Command(description = "End it, with the reason; of an approved domain the body votes on that.")
  int withdraw(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--comment", required = true, paramLabel = "TEXT") String comment,
      @Option(
              names = "--due",
              paramLabel = "DATE",
              description = "When the vote on it ends; standard 14 days.")
          Optional<String> due) {
    return act(name, "withdraw", Optional.of(comment), due, Optional.empty());
  }

  @Command(description = "List which documents break the domain's rules as things are.")
  int breaches(@Parameters(paramLabel = "NAME") String name) {
    return session.print(
        session.server().get("domains/" + Session.encoded(name) + "/rule-breaches"),
        answer ->
            answer.path("items").isEmpty()
                ? "None."
                : GovernanceText.breaches(answer.path("items")));
  }

  @Command(description = "List who reads elsewhere than at the domain's authoritative sources.")
  int violations(@Parameters(paramLabel = "NAME") String name) {
    return session.print(
        session.server().get("domains/" + Session.encoded(name) + "/violations"),
        answer ->
            answer.path("items").isEmpty()
                ? "Nobody."
                : Table.of(
                    answer.path("items"),
                    "principal",
                    "port",
                    "term",
                    "source",
                    "subscription",
                    "policies",
                    "excepted",
                    "purpose"));
  }

  private int act(
      String name,
      String act,
      Optional<String> comment,
      Optional<String> due,
      Optional<String> vote) {
    var request = Json.object();
    comment.ifPresent(text -> request.put("comment", text));
    due.ifPresent(date -> request.put("due", date));
    vote.ifPresent(word -> request.put("vote", word));
    return session.print(
        session.server().post(path(name) + "/" + act, request), GovernanceText::standing);
  }

  private static String path(String name) {
    return "domains/" + Session.encoded(name) + "/standing";
  }
}
