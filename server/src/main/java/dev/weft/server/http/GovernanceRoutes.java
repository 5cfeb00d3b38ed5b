package dev.weft.server.http;

import dev.weft.server.apply.Reconciler;
import dev.weft.server.governance.AuthoritativeSources;
import dev.weft.server.governance.DomainStandings;
import dev.weft.server.governance.Governance;
import dev.weft.server.governance.ProductLives;
import dev.weft.server.governance.SourceExceptions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How domains stand, which sources are authoritative, exceptions, and the life of products. */
public final class GovernanceRoutes {
  private static final String DOMAIN = "/api/v1/domains/{name}";

  private final Governance governance;
  private final Reconciler reconciler;

  public GovernanceRoutes(Governance governance, Reconciler reconciler) {
    this.governance = governance;
    this.reconciler = reconciler;
  }

  record Act(String comment, String vote, String due) {}

  record Designate(String port, String provisioner, String until, String comment) {}

  record Verify(String until, String comment) {}

  record Comment(String comment) {}

  /** Whether the source has ended; if not, somebody else has to agree. */
  record Withdrawn(boolean withdrawn) {}

  record Ask(String term, String port, String principal, String reason, String until) {}

  record Vote(String vote, String comment) {}

  public void addTo(Routes routes) {
    var pages = governance.pages();
    routes.get(
        "/api/v1/domains",
        "All domains and how they stand.",
        request -> new Answers.Items<>(pages.standings(request.caller())));
    routes.get(
        "/api/v1/governance/agenda",
        "What waits for the caller: steps, votes, verifications, products to decide on.",
        request -> new Answers.Items<>(pages.agenda(request.caller())));
    routes.get(
        DOMAIN + "/standing",
        "How a domain stands, what is voted on, and what the caller could do.",
        request -> pages.standing(request.caller(), request.path("name")));
    routes.post(
        DOMAIN + "/standing/{act}",
        "Does one of: designate, verify, vote, enforce, reject, withdraw.",
        this::stand);
    routes.get(
        DOMAIN + "/rule-breaches",
        "Which documents break the domain's rules as things are.",
        request -> new Answers.Items<>(pages.breaches(request.caller(), request.path("name"))));
    routes.get(
        DOMAIN + "/violations",
        "Who reads a term's data elsewhere than at the domain's authoritative source.",
        request ->
            new Answers.Items<>(
                governance.sourcePages().violations(request.caller(), request.path("name"))));
    routes.get(
        "/api/v1/authoritative-sources",
        "Authoritative sources of terms.",
        List.of("domain", "term", "product"),
        request ->
            new Answers.Items<>(
                governance
                    .sourcePages()
                    .sources(
                        request.caller(),
                        request.query("domain"),
                        request.query("term"),
                        request.query("product"))));
    sources(routes);
    exceptions(routes);
    products(routes);
  }

  private void sources(Routes routes) {
    var sources = governance.sources();
    routes.post(
        DOMAIN + "/sources/{term}",
        "Designates a port as the authoritative source of a term.",
        request -> {
          var body = request.body(Designate.class);
          var wanted =
              new AuthoritativeSources.Wanted(
                  body.port(), body.provisioner(), time("until", body.until()), body.comment());
          return sources.designate(
              request.caller(), request.path("name"), request.path("term"), wanted);
        });
    routes.post(
        DOMAIN + "/sources/{term}/verify",
        "Verifies the source, as somebody else; or again.",
        request -> {
          var body = request.body(Verify.class);
          var wanted =
              new AuthoritativeSources.Wanted("", "", time("until", body.until()), body.comment());
          return sources.verify(
              request.caller(), request.path("name"), request.path("term"), wanted);
        });
    routes.post(
        DOMAIN + "/sources/{term}/withdraw",
        "Asks for the end of the source, with a reason, or agrees, which ends it.",
        request ->
            new Withdrawn(
                sources
                    .withdraw(
                        request.caller(),
                        request.path("name"),
                        request.path("term"),
                        request.body(Comment.class).comment())
                    .isEmpty()));
  }

  private void exceptions(Routes routes) {
    var exceptions = governance.exceptions();
    routes.get(
        DOMAIN + "/exceptions",
        "Exceptions from the domain's authoritative sources, newest first.",
        request ->
            new Answers.Items<>(
                governance.sourcePages().exceptions(request.caller(), request.path("name"))));
    routes.post(
        DOMAIN + "/exceptions",
        "Asks the governing body for an exception.",
        request -> {
          var body = request.body(Ask.class);
          return exceptions.ask(
              request.caller(),
              request.path("name"),
              new SourceExceptions.Wanted(
                  body.term(),
                  body.port(),
                  body.principal(),
                  body.reason(),
                  time("until", body.until())));
        });
    routes.post(
        DOMAIN + "/exceptions/{id}/vote",
        "Votes on an exception: yes or no.",
        request -> {
          var body = request.body(Vote.class);
          return exceptions.vote(
              request.caller(),
              request.path("name"),
              request.path("id"),
              body.vote(),
              body.comment());
        });
    routes.post(
        DOMAIN + "/exceptions/{id}/end",
        "Ends an exception before its time.",
        request ->
            exceptions.end(
                request.caller(),
                request.path("name"),
                request.path("id"),
                request.body(Comment.class).comment()));
  }

  private void products(Routes routes) {
    routes.get(
        "/api/v1/products/{id}/life",
        "Where a product stands in its life, what it lacks, and what the caller could do.",
        request -> governance.pages().life(request.caller(), request.path("id")));
    routes.post(
        "/api/v1/products/{id}/life/{act}",
        "Does one of: propose, approve, reject, activate, deprecate, retire.",
        request -> {
          governance
              .lives()
              .act(
                  request.caller(),
                  request.path("id"),
                  ProductLives.Act.of(request.path("act")),
                  request.body(ProductLives.Wanted.class));
          reconciler.reconcile();
          return governance.pages().life(request.caller(), request.path("id"));
        });
  }

  private Object stand(Request request) {
    var body = request.body(Act.class);
    var domain = request.path("name");
    var wanted = new DomainStandings.Wanted(body.comment(), body.vote(), time("due", body.due()));
    var unused =
        governance
            .standings()
            .act(request.caller(), domain, DomainStandings.Act.of(request.path("act")), wanted);
    return governance.pages().standing(request.caller(), domain);
  }

  private static Optional<Instant> time(String key, String text) {
    return text == null || text.isBlank()
        ? Optional.empty()
        : Optional.of(Request.time(key, text.strip()));
  }
}
