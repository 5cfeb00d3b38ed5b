package dev.weft.server.governance;

import dev.weft.model.DataProduct;
import dev.weft.model.Json;
import dev.weft.model.Nearest;
import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.QuerySpec;
import dev.weft.model.ResourceKind;
import dev.weft.model.Term;
import dev.weft.model.User;
import dev.weft.model.governance.SourceDesignation;
import dev.weft.server.access.EnforcedSources;
import dev.weft.server.access.Ports;
import dev.weft.server.identity.Caller;
import dev.weft.server.observe.FlowFields;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Says which port is the authoritative source of a term in a domain, and who alone writes it. One
 * who governs the domain designates it, another verifies it, and again before its end; its
 * governing body withdraws it.
 */
public final class AuthoritativeSources {
  private static final Duration STANDARD = Duration.ofDays(365);
  private static final Duration LONGEST = Duration.ofDays(731);

  private final MeshLog mesh;

  public AuthoritativeSources(MeshLog mesh) {
    this.mesh = mesh;
  }

  /**
   * What somebody wants.
   *
   * @param port which is to be the source; only to designate
   * @param provisioner who alone writes it, such as {@code agent:crm-feed}; empty: its product
   */
  public record Wanted(String port, String provisioner, Optional<Instant> until, String comment) {
    public Wanted {
      port = port == null ? "" : port.strip();
      provisioner = provisioner == null ? "" : provisioner.strip();
      until = until == null ? Optional.empty() : until;
    }
  }

  public SourceDesignation designate(Caller caller, String domain, String term, Wanted wanted) {
    return mesh.decide(
        (state, now) -> {
          Governors.of(state, domain).requireGovernor(caller, "designate a source");
          requireTerm(state, domain, term);
          mustBeFree(state, domain, term);
          var port = requirePort(state, domain, term, wanted.port());
          return decided(
              caller,
              "designate",
              SourceDesignation.designate(
                  domain,
                  term,
                  port.topic(),
                  provisioner(state, port, wanted.provisioner()),
                  caller.id(),
                  now,
                  Words.until("until", wanted.until(), now, STANDARD, LONGEST),
                  Words.checked("comment", wanted.comment())));
        });
  }

  /** By another person than who designated it; once it has effect, for another time. */
  public SourceDesignation verify(Caller caller, String domain, String term, Wanted wanted) {
    return mesh.decide(
        (state, now) ->
            decided(caller, "verify", verified(caller, state, now, domain, term, wanted)));
  }

  static SourceDesignation verified(
      Caller caller, MeshState state, Instant now, String domain, String term, Wanted wanted) {
    Governors.of(state, domain).requireGovernor(caller, "verify a source");
    var before = require(state, domain, term);
    requirePort(state, domain, term, before.port());
    var isFirst = before.stage() == SourceDesignation.Stage.DESIGNATED;
    var until =
        isFirst && wanted.until().isEmpty()
            ? before.until()
            : Words.until("until", wanted.until(), now, STANDARD, LONGEST);
    return before.verify(caller.id(), now, until, Words.checked("comment", wanted.comment()));
  }

  /** From now on the term has no authoritative source in the domain. */
  public void withdraw(Caller caller, String domain, String term, String why) {
    var unused =
        mesh.decide(
            (state, now) -> {
              var governors = Governors.of(state, domain);
              var before = require(state, domain, term);
              if (before.binds() || !before.designatedBy().equals(caller.id())) {
                governors.requireBody(caller, "withdraw a source");
              }
              var details = Json.object().put("comment", Words.required("comment", why));
              var key = SourceDesignation.key(domain, term);
              return new MeshLog.Decided<>(
                  List.of(),
                  List.of(key),
                  List.of(
                      new AuditEvent(
                          caller.id(), "source.withdraw", key.toString(), true, details)),
                  before);
            });
  }

  static SourceDesignation require(MeshState state, String domain, String term) {
    return find(state, domain, term)
        .orElseThrow(
            () ->
                Problem.missing(
                        "no-such-source",
                        "No port is designated as the source of '%s' in '%s'."
                            .formatted(term, domain),
                        "'weft authority list --domain " + domain + "' lists them.")
                    .asException());
  }

  private static Optional<SourceDesignation> find(MeshState state, String domain, String term) {
    return state
        .get(SourceDesignation.key(domain, term))
        .map(found -> found.as(SourceDesignation.class));
  }

  private static void mustBeFree(MeshState state, String domain, String term) {
    find(state, domain, term)
        .filter(one -> one.stage() != SourceDesignation.Stage.LAPSED)
        .ifPresent(
            other -> {
              throw Problem.conflict(
                      "another-source",
                      "%s is designated as the source of '%s' in '%s', and there is only one."
                          .formatted(other.port(), term, domain),
                      "Withdraw it first: weft authority withdraw %s %s --comment TEXT."
                          .formatted(domain, term))
                  .asException();
            });
  }

  /** A word of another domain is that domain's. */
  static void requireTerm(MeshState state, String domain, String name) {
    var names = state.all(ResourceKind.TERM).stream().map(one -> one.name()).toList();
    var term =
        state
            .find(ResourceKind.TERM, name, Term.class)
            .orElseThrow(
                () ->
                    Problem.missing(
                            "no-such-term",
                            "There is no term '" + name + "'.",
                            Nearest.hint(name, names, "terms"))
                        .asException());
    if (!term.domain().isEmpty() && !term.domain().equals(domain)) {
      throw Problem.conflict(
              "other-domain",
              "'%s' is a term of the domain '%s'.".formatted(name, term.domain()),
              "That domain says what its source is.")
          .asException();
    }
  }

  private static PortName requirePort(MeshState state, String domain, String term, String name) {
    var port =
        PortName.parse(name)
            .filter(one -> Ports.exists(state, one))
            .orElseThrow(
                () ->
                    Problem.missing(
                            "no-such-port",
                            "There is no port '" + name + "'.",
                            "'weft search WORDS' finds ports.")
                        .asException());
    var product =
        state.find(ResourceKind.DATA_PRODUCT, port.product(), DataProduct.class).orElseThrow();
    if (!product.domain().equals(domain) || product.status().equals("retired")) {
      throw Problem.conflict(
              "other-domain",
              "%s is no port of an unretired product of the domain '%s'.".formatted(port, domain),
              "A domain's source of a term is a product of its own.")
          .asException();
    }
    if (!EnforcedSources.carries(state, port, term)) {
      throw Problem.conflict(
              "term-not-there",
              "Nothing of %s is accepted to mean '%s'.".formatted(port, term),
              "Assign the term first: weft term assign %s %s.FIELD.".formatted(term, port))
          .asException();
    }
    return port;
  }

  private static PrincipalId provisioner(MeshState state, PortName port, String wanted) {
    var own = PrincipalId.product(port.product());
    var named = wanted.isEmpty() ? own : PrincipalId.parse(wanted);
    var known =
        switch (named.type()) {
          case PRODUCT -> named.equals(own);
          case USER -> state.find(ResourceKind.USER, named.name(), User.class).isPresent();
          case AGENT -> !named.name().isBlank();
          case SYSTEM -> false;
        };
    if (!known) {
      throw Problem.input(
              "bad-provisioner",
              Place.field("provisioner"),
              "'" + wanted + "' cannot be the provisioning point of " + port + ".",
              "It is " + own + ", a user, or agent:NAME.")
          .asException();
    }
    if (!named.equals(own)) {
      mustHaveNoWriter(state, port);
    }
    mustAgree(state, port, named);
    return named;
  }

  /** Flows and queries write as their product, which could write no more. */
  private static void mustHaveNoWriter(MeshState state, PortName port) {
    var flow =
        state.all(ResourceKind.FLOW).stream()
            .filter(one -> FlowFields.writes(one).contains(port))
            .map(one -> "the flow " + one.name());
    var query =
        state.all(ResourceKind.QUERY, QuerySpec.class).stream()
            .filter(one -> one.ports().contains(port))
            .map(one -> "the query " + one.name());
    Stream.concat(flow, query)
        .findFirst()
        .ifPresent(
            writer -> {
              throw Problem.conflict(
                      "another-writer",
                      "%s is filled by %s, which writes as its product.".formatted(port, writer),
                      "Let the product be the provisioning point, or remove that first.")
                  .asException();
            });
  }

  /** A port may be the source of several terms, and still has one provisioning point. */
  private static void mustAgree(MeshState state, PortName port, PrincipalId named) {
    state.all(ResourceKind.SOURCE_DESIGNATION, SourceDesignation.class).stream()
        .filter(one -> one.port().equals(port.topic()) && !one.provisioner().equals(named))
        .findFirst()
        .ifPresent(
            other -> {
              throw Problem.conflict(
                      "another-provisioner",
                      "%s is the provisioning point of %s already, for the term '%s'."
                          .formatted(other.provisioner(), port, other.term()),
                      "A port has one; name the same.")
                  .asException();
            });
  }

  private static MeshLog.Decided<SourceDesignation> decided(
      Caller caller, String act, SourceDesignation after) {
    var key = SourceDesignation.key(after.domain(), after.term());
    var last = after.history().get(after.history().size() - 1);
    var details = Json.object().put("port", after.port()).put("comment", last.comment());
    return new MeshLog.Decided<>(
        List.of(MeshLog.Put.of(key, Json.tree(after), caller.id())),
        List.of(),
        List.of(new AuditEvent(caller.id(), "source." + act, key.toString(), true, details)),
        after);
  }

  /** Reminds of those that come to their end, and ends them. */
  void pass() {
    new Passing<>(
            mesh,
            ResourceKind.SOURCE_DESIGNATION,
            SourceDesignation.class,
            SourceDesignation::pass,
            SourceDesignation::history,
            "source.")
        .run();
  }
}
