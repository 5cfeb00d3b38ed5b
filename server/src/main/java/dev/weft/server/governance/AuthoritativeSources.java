package dev.weft.server.governance;

import dev.weft.model.Json;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKind;
import dev.weft.model.governance.SourceDesignation;
import dev.weft.server.identity.Caller;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Says which port is the authoritative source of a term in a domain, and who alone writes it. One
 * who governs the domain designates it, another verifies it, and again before its end; two end it,
 * one of them of the governing body.
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
          SourceChecks.requireTerm(state, domain, term);
          mustBeFree(state, domain, term);
          var port = SourceChecks.requirePort(state, domain, term, wanted.port());
          return decided(
              caller,
              "designate",
              SourceDesignation.designate(
                  domain,
                  term,
                  port.topic(),
                  SourceChecks.provisioner(state, port, wanted.provisioner()),
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
    SourceChecks.requirePort(state, domain, term, before.port());
    var isFirst = before.stage() == SourceDesignation.Stage.DESIGNATED;
    var until =
        isFirst && wanted.until().isEmpty()
            ? before.until()
            : Words.until("until", wanted.until(), now, STANDARD, LONGEST);
    return before.verify(caller.id(), now, until, Words.checked("comment", wanted.comment()));
  }

  /**
   * Ends a source, which two people do: one of the body asks for it, and another who governs the
   * domain agrees in the same way. One that has no effect yet ends by who designated it, alone.
   *
   * @return as it stands until somebody agrees; empty: it has ended
   */
  public Optional<SourceDesignation> withdraw(
      Caller caller, String domain, String term, String why) {
    return mesh.decide(
        (state, now) -> {
          var before = require(state, domain, term);
          var after = withdrawn(caller, state, now, before, Words.required("comment", why));
          return after.isPresent()
              ? decided(caller, "ask-withdrawal", after.get(), after)
              : ended(caller, before, why);
        });
  }

  static Optional<SourceDesignation> withdrawn(
      Caller caller, MeshState state, Instant now, SourceDesignation before, String why) {
    var governors = Governors.of(state, before.domain());
    if (!before.binds() && before.designatedBy().equals(caller.id())) {
      return Optional.empty();
    }
    if (before.isWanted(now).isPresent()) {
      governors.requireGovernor(caller, "withdraw a source");
    } else {
      governors.requireBody(caller, "withdraw a source");
    }
    return before.binds() ? before.withdraw(caller.id(), now, why) : Optional.empty();
  }

  private static MeshLog.Decided<Optional<SourceDesignation>> ended(
      Caller caller, SourceDesignation before, String why) {
    var details = Json.object().put("comment", why.strip());
    var key = SourceDesignation.key(before.domain(), before.term());
    before
        .withdrawal()
        .ifPresent(
            wanted -> details.put("wantedBy", wanted.by().toString()).put("why", wanted.why()));
    return new MeshLog.Decided<>(
        List.of(),
        List.of(key),
        List.of(new AuditEvent(caller.id(), "source.withdraw", key.toString(), true, details)),
        Optional.empty());
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

  private static MeshLog.Decided<SourceDesignation> decided(
      Caller caller, String act, SourceDesignation after) {
    return decided(caller, act, after, after);
  }

  private static <T> MeshLog.Decided<T> decided(
      Caller caller, String act, SourceDesignation after, T reply) {
    var key = SourceDesignation.key(after.domain(), after.term());
    var last = after.history().get(after.history().size() - 1);
    var details = Json.object().put("port", after.port()).put("comment", last.comment());
    return new MeshLog.Decided<>(
        List.of(MeshLog.Put.of(key, Json.tree(after), caller.id())),
        List.of(),
        List.of(new AuditEvent(caller.id(), "source." + act, key.toString(), true, details)),
        reply);
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
