package dev.weft.cli;

import dev.weft.model.Json;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The life of products. Products themselves come by {@code apply}. */
@Command(
    name = "product",
    description = "Lead a product through its life: propose, approve, activate, deprecate, retire.")
final class ProductVerbs {
  private final Session session;

  ProductVerbs(Session session) {
    this.session = session;
  }

  @Command(description = "Show where a product stands, what it lacks, and what you could do.")
  int show(@Parameters(paramLabel = "NAME") String name) {
    return session.print(session.server().get(path(name)), GovernanceText::life);
  }

  @Command(description = "Propose it as it is, as an owner; it has to be complete.")
  int propose(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--comment", paramLabel = "TEXT") Optional<String> comment) {
    return act(name, "propose", comment, Optional.empty());
  }

  @Command(description = "Approve what is proposed, as a steward or one of the governing body.")
  int approve(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--comment", paramLabel = "TEXT") Optional<String> comment) {
    return act(name, "approve", comment, Optional.empty());
  }

  @Command(description = "Reject what is proposed, with the reason.")
  int reject(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--comment", required = true, paramLabel = "TEXT") String comment) {
    return act(name, "reject", Optional.of(comment), Optional.empty());
  }

  @Command(description = "Make it active, as an owner; it has to be complete.")
  int activate(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--comment", paramLabel = "TEXT") Optional<String> comment) {
    return act(name, "activate", comment, Optional.empty());
  }

  @Command(description = "Say that it ends, as an owner; nobody has to leave yet.")
  int deprecate(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--comment", paramLabel = "TEXT") Optional<String> comment) {
    return act(name, "deprecate", comment, Optional.empty());
  }

  @Command(description = "End it, as an owner; refused while others read it.")
  int retire(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--comment", paramLabel = "TEXT") Optional<String> comment,
      @Option(
              names = "--force",
              paramLabel = "REASON",
              description = "Although others still read it: why. Their access ends.")
          Optional<String> force) {
    return act(name, "retire", comment, force);
  }

  private int act(String name, String act, Optional<String> comment, Optional<String> force) {
    var request = Json.object();
    comment.ifPresent(text -> request.put("comment", text));
    force.ifPresent(text -> request.put("force", text));
    return session.print(
        session.server().post(path(name) + "/" + act, request), GovernanceText::life);
  }

  private static String path(String name) {
    return "products/" + Session.encoded(name) + "/life";
  }
}
