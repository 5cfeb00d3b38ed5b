package dev.weft.server.governance;

import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKind;
import dev.weft.model.governance.SourceException;
import dev.weft.server.access.Insiders;
import dev.weft.server.access.Ports;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Rights;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Exceptions from authoritative sources: whoever wants to read another port asks, in writing and
 * for a time; the domain's governing body votes, without those who ask or profit.
 */
public final class SourceExceptions {
  private static final Duration VOTE = Duration.ofDays(14);
  private static final Duration STANDARD = Duration.ofDays(90);
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final int OPEN_MAX = 50;

  private final MeshLog mesh;
  private final SecureRandom random;

  public SourceExceptions(MeshLog mesh, SecureRandom random) {
    this.mesh = mesh;
    this.random = random;
  }

  /**
   * What is asked for.
   *
   * @param principal who wants to subscribe; empty: who asks
   */
  public record Wanted(
      String term, String port, String principal, String reason, Optional<Instant> until) {
    public Wanted {
      term = term == null ? "" : term.strip();
      port = port == null ? "" : port.strip();
      principal = principal == null ? "" : principal.strip();
      until = until == null ? Optional.empty() : until;
    }
  }

  public SourceException ask(Caller caller, String domain, Wanted wanted) {
    var id = newId();
    return mesh.decide(
        (state, now) -> {
          var governors = Governors.of(state, domain);
          var source = AuthoritativeSources.require(state, domain, wanted.term());
          var port = requirePort(caller, state, wanted.port(), source.port());
          var principal = principal(caller, state, wanted.principal());
          mustNotAskTooMuch(caller, state);
          var end = Words.until("until", wanted.until(), now, STANDARD, LONGEST);
          var asked =
              SourceException.ask(
                  id,
                  domain,
                  wanted.term(),
                  port.topic(),
                  principal,
                  Words.required("reason", wanted.reason()),
                  end,
                  caller.id(),
                  now,
                  Stream.of(end, now.plus(VOTE)).min(Comparator.naturalOrder()).orElseThrow());
          if (!asked.voters(governors.bodyAbout(state, principal)).canDecide()) {
            throw Problem.conflict(
                    "no-quorum",
                    "Too few of the governing body are left to vote on it.",
                    "Let somebody ask who is not of the body.")
                .asException();
          }
          return decided(caller, "ask", asked);
        });
  }

  public SourceException vote(
      Caller caller, String domain, String id, String vote, String comment) {
    return mesh.decide(
        (state, now) ->
            decided(caller, "vote", voted(caller, state, now, domain, id, vote, comment)));
  }

  static SourceException voted(
      Caller caller,
      MeshState state,
      Instant now,
      String domain,
      String id,
      String vote,
      String comment) {
    var governors = Governors.of(state, domain);
    governors.requireBody(caller, "vote");
    var yes = "yes".equals(vote);
    if (!yes && !"no".equals(vote)) {
      throw Problem.input(
              "bad-vote", Place.field("vote"), "A vote is yes or no.", "Say which it is.")
          .asException();
    }
    var words = yes ? Words.checked("comment", comment) : Words.required("comment", comment);
    var exception = find(state, domain, id);
    return exception.vote(
        caller.id(), yes, now, words, governors.bodyAbout(state, exception.principal()));
  }

  /** By who has asked, who profits, or somebody of the body. */
  public SourceException end(Caller caller, String domain, String id, String why) {
    return mesh.decide(
        (state, now) -> {
          var before = find(state, domain, id);
          if (!List.of(before.askedBy(), before.principal()).contains(caller.id())) {
            Governors.of(state, domain).requireBody(caller, "end an exception");
          }
          return decided(
              caller, "end", before.end(caller.id(), now, Words.required("comment", why)));
        });
  }

  static SourceException find(MeshState state, String domain, String id) {
    return state
        .get(SourceException.key(id))
        .map(found -> found.as(SourceException.class))
        .filter(one -> one.domain().equals(domain))
        .orElseThrow(
            () ->
                Problem.missing(
                        "no-such-exception",
                        "There is no exception '" + id + "' of '" + domain + "'.",
                        "'weft exception list " + domain + "' lists them.")
                    .asException());
  }

  private static PortName requirePort(Caller caller, MeshState state, String name, String source) {
    var missing =
        Problem.missing(
            "no-such-port", "There is no port '" + name + "'.", "'weft search WORDS' finds ports.");
    var port =
        PortName.parse(name)
            .filter(one -> Ports.exists(state, one))
            .orElseThrow(missing::asException);
    new Insiders(state, caller).require(port.product(), missing);
    if (port.topic().equals(source)) {
      throw Problem.conflict(
              "no-need", port + " is the authoritative source itself.", "Subscribe to it.")
          .asException();
    }
    return port;
  }

  /** One asks for oneself, or for a product that one may change. */
  private static PrincipalId principal(Caller caller, MeshState state, String wanted) {
    var principal = wanted.isEmpty() ? caller.id() : PrincipalId.parse(wanted);
    var mayAsk =
        principal.equals(caller.id())
            || (principal.type() == PrincipalId.Type.PRODUCT
                && new Rights(state).ownedBy(caller.name()).contains(principal.name()));
    caller.require(
        mayAsk,
        "not-yours",
        caller.name() + " may not ask for " + principal + ".",
        "One asks for oneself, or for a product of one's own.");
    return principal;
  }

  private static void mustNotAskTooMuch(Caller caller, MeshState state) {
    var open =
        state.all(ResourceKind.SOURCE_EXCEPTION, SourceException.class).stream()
            .filter(one -> one.stage() == SourceException.Stage.ASKED)
            .filter(one -> one.askedBy().equals(caller.id()))
            .count();
    if (open >= OPEN_MAX) {
      throw Problem.conflict(
              "too-many-requests",
              "You have asked for " + open + " exceptions that are not decided.",
              "Wait until some are.")
          .asException();
    }
  }

  private static MeshLog.Decided<SourceException> decided(
      Caller caller, String act, SourceException after) {
    var key = SourceException.key(after.id());
    var last = after.history().get(after.history().size() - 1);
    var details = Json.object().put("port", after.port()).put("comment", last.comment());
    return new MeshLog.Decided<>(
        List.of(MeshLog.Put.of(key, Json.tree(after), caller.id())),
        List.of(),
        List.of(new AuditEvent(caller.id(), "exception." + act, key.toString(), true, details)),
        after);
  }

  /** Ends those whose time is over. */
  void pass() {
    new Passing<>(
            mesh,
            ResourceKind.SOURCE_EXCEPTION,
            SourceException.class,
            SourceException::pass,
            SourceException::history,
            "exception.")
        .run();
  }

  private String newId() {
    var bytes = new byte[6];
    random.nextBytes(bytes);
    return "x-" + HexFormat.of().formatHex(bytes);
  }
}
