package dev.weft.cli;

import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What fields hold: classify, tags, tag. */
@Command(name = "weft")
final class TagVerbs {
  private final Session session;

  TagVerbs(Session session) {
    this.session = session;
  }

  @Command(
      description =
          "Say what the fields of a file hold, or where in a text personal data stands; no server.")
  int classify(
      @Parameters(
              paramLabel = "FILE",
              description = "CSV, JSON, JSON lines, Avro, Parquet; anything else is text.")
          String file,
      @Option(
              names = "--as",
              paramLabel = "FORMAT",
              description = "csv, json, avro, parquet or text; by its name and first bytes.")
          Optional<String> as,
      @Option(
              names = "--with",
              paramLabel = "FILE",
              description = "Classifiers of one's own, as documents.")
          List<String> with) {
    var arguments = new ArrayList<>(List.of(file));
    as.ifPresent(format -> arguments.addAll(List.of("--as", format)));
    if (with != null) {
      arguments.addAll(List.of("--with", String.join(",", with)));
    }
    return new LocalTools(session).run("weft-classify", arguments);
  }

  @Command(description = "List the tags of a port's fields: how sure, why, and what was decided.")
  int tags(
      @Parameters(paramLabel = "PORT") String port,
      @Parameters(paramLabel = "FIELD", arity = "0..1") Optional<String> field,
      @Option(names = "--why", description = "Of a field: from where each tag comes, hop by hop.")
          boolean why) {
    var what = PortOrField.of(port, field);
    var path = "ports/" + Session.encoded(what.port());
    if (!why) {
      return session.print(session.server().get(path), page -> TagText.table(page, what.field()));
    }
    var query =
        new Query(path + "/tags")
            .with(
                "field",
                what.field()
                    .orElseThrow(
                        () ->
                            Problem.input(
                                    "field",
                                    Place.field("FIELD"),
                                    "--why is asked of one field.",
                                    "weft tags " + port + " FIELD --why")
                                .asException()));
    return session.print(
        session.server().get(query.toString()),
        answer -> TagText.proofs(what.port(), what.field().get(), answer.path("items")));
  }

  @Command(
      description =
          "Confirm or reject a tag on a field, or stop it on a flow to the field; as a steward.")
  int tag(
      @Parameters(paramLabel = "PORT") String port,
      @Parameters(paramLabel = "FIELD") String field,
      @Parameters(paramLabel = "TAG", description = "With --stop and --resume, '*' for all.")
          String tag,
      @ArgGroup(exclusive = true, multiplicity = "1") Decision decision,
      @Option(names = "--flow", paramLabel = "FLOW", description = "With --stop and --resume.")
          Optional<String> flow,
      @Option(names = "--why", required = true, paramLabel = "TEXT") String why,
      @Option(
              names = "--from",
              paramLabel = "MOMENT",
              description = "With --confirm: its first moment, as 2026-12-31T18:00+01:00.")
          Optional<String> from,
      @Option(
              names = "--until",
              paramLabel = "MOMENT",
              description = "With --confirm: its last moment; of a date, the end of its day, UTC.")
          Optional<String> until) {
    var request = Json.object().put("field", field).put("tag", tag).put("why", why);
    if (!decision.word.equals("confirm") && (from.isPresent() || until.isPresent())) {
      throw Problem.input(
              "period",
              Place.field(from.isPresent() ? "--from" : "--until"),
              "Only a tag that is confirmed holds for some time.",
              "weft tag PORT FIELD TAG --confirm --until 2026-12-31 --why TEXT")
          .asException();
    }
    from.ifPresent(moment -> request.put("from", moment));
    until.ifPresent(moment -> request.put("until", moment));
    var path = "ports/" + Session.encoded(port);
    if (decision.ofFlow) {
      request.put("flow", flow.orElseThrow(TagVerbs::flowMissing));
      return session.print(
          session.server().post(path + decision.path, request),
          answer -> TagText.stopped(port, answer, decision.word));
    }
    request.put("decision", decision.word);
    return session.print(
        session.server().post(path + decision.path, request),
        answer ->
            Text.of(answer.path("tag"))
                + " on "
                + field
                + " of "
                + port
                + " is "
                + Text.of(answer.path("status")).toLowerCase(Locale.ROOT)
                + TagText.afterComma(answer)
                + ".");
  }

  private static ProblemException flowMissing() {
    return Problem.input(
            "flow",
            Place.field("--flow"),
            "A tag is stopped on one flow; none is named.",
            "Add --flow NAME; weft lineage PORT --up shows the flows that write it.")
        .asException();
  }

  /** One of the four. */
  static final class Decision {
    private String word = "";
    private String path = "/tags";
    private boolean ofFlow;

    @Option(names = "--confirm", description = "It is right.")
    void confirm(boolean given) {
      word = "confirm";
    }

    @Option(names = "--reject", description = "It is wrong: it no longer counts.")
    void reject(boolean given) {
      word = "reject";
    }

    @Option(names = "--stop", description = "It does not come by this flow any more.")
    void stop(boolean given) {
      word = "stopped";
      path = "/tag-stops";
      ofFlow = true;
    }

    @Option(names = "--resume", description = "It may come by this flow again.")
    void resume(boolean given) {
      word = "no longer stopped";
      path = "/tag-stops/end";
      ofFlow = true;
    }
  }
}
