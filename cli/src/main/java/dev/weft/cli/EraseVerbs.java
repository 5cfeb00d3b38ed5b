package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Erasing a person's records. */
@Command(name = "weft")
final class EraseVerbs {
  private static final String KEY =
      "The person's key, as it stands in the fields tagged subject.KIND; - reads it from standard"
          + " input.";
  private static final String DERIVED =
      "Also records that were made from the person's and do not hold the key.";

  private final Session session;

  EraseVerbs(Session session) {
    this.session = session;
  }

  @Command(
      description =
          "Erase a person's records: plan it, apply what another has planned, print the"
              + " certificate; or list erasures.")
  int erase(
      @Option(names = "--subject", paramLabel = "KEY", description = KEY) Optional<String> subject,
      @ArgGroup(exclusive = true, multiplicity = "0..1") Step step,
      @Option(
              names = "--of",
              paramLabel = "KIND",
              description = "What kind of person, as the tags subject.KIND say.")
          Optional<String> of,
      @Option(
              names = "--domain",
              paramLabel = "NAME",
              description = "In this domain only, as its steward; with --agree, whose say it is.")
          Optional<String> domain,
      @Option(
              names = "--in",
              paramLabel = "PORT.FIELD",
              description = "A field that holds the key, besides those that are tagged.")
          List<String> in,
      @Option(names = "--derived", description = DERIVED) boolean derived,
      @Option(
              names = "--why",
              paramLabel = "TEXT",
              description = "With --apply, --agree, --object: the reason.")
          Optional<String> why) {
    if (step == null) {
      return subject.isPresent() ? noStep() : list();
    }
    var path = "erasures/" + Session.encoded(step.id);
    return switch (step.word) {
      case "plan" -> watched("erasures", wanted(subject, of, domain, in, derived), EraseText::plan);
      case "apply" ->
          watched(path + "/apply", key(subject).put("why", why.orElse("")), EraseText::done);
      case "check" -> watched(path + "/check", key(subject), EraseText::standing);
      case "agree", "object" -> say(path, step.word.equals("agree"), domain, why);
      case "show" -> session.print(session.server().get(path), EraseText::plan);
      default ->
          session.print(session.server().get(path + "/certificate"), JsonNode::toPrettyString);
    };
  }

  private int say(String path, boolean agrees, Optional<String> domain, Optional<String> why) {
    var body =
        Json.object()
            .put("domain", domain.orElse(""))
            .put("agrees", agrees)
            .put("why", why.orElse(""));
    return session.print(session.server().post(path + "/say", body), EraseText::plan);
  }

  private int list() {
    return session.print(
        session.server().get("erasures"), answer -> EraseText.list(answer.path("items")));
  }

  private static int noStep() {
    throw Problem.input(
            "arguments",
            Place.field("--subject"),
            "It is not said what shall be done.",
            "Add --plan, or --apply ID, or --check ID.")
        .asException();
  }

  private ObjectNode wanted(
      Optional<String> subject,
      Optional<String> of,
      Optional<String> domain,
      List<String> in,
      boolean derived) {
    var body = key(subject).put("derived", derived);
    of.ifPresent(kind -> body.put("of", kind));
    domain.ifPresent(name -> body.put("domain", name));
    if (in != null) {
      in.forEach(body.putArray("fields")::add);
    }
    return body;
  }

  /** The key goes in the body, never in an address. */
  private ObjectNode key(Optional<String> subject) {
    var key =
        subject.orElseThrow(
            () ->
                Problem.input(
                        "arguments",
                        Place.field("--subject"),
                        "It is not said whose records.",
                        "Add --subject KEY; Weft keeps no key, so it is named at each step.")
                    .asException());
    return Json.object().put("key", key.equals("-") ? session.terminal().firstLine() : key);
  }

  private int watched(String path, ObjectNode body, Function<JsonNode, String> forPeople) {
    return session.print(session.server().postWatched(path, body, this::passed), forPeople);
  }

  private void passed(JsonNode progress) {
    session
        .terminal()
        .err()
        .printf(
            "Looked at %,d of %,d.%n",
            progress.path("events").asLong(), progress.path("of").asLong());
  }

  /** One of the seven. */
  static final class Step {
    private String word = "";
    private String id = "";

    @Option(names = "--plan", description = "Say where the records are and what becomes of them.")
    void plan(boolean given) {
      word = "plan";
    }

    @Option(
        names = "--apply",
        paramLabel = "ID",
        description = "Do what this plan says; never by who planned it.")
    void apply(String plan) {
      set("apply", plan);
    }

    @Option(
        names = "--agree",
        paramLabel = "ID",
        description = "Agree, for --domain, to erase what was made there from the records.")
    void agree(String plan) {
      set("agree", plan);
    }

    @Option(
        names = "--object",
        paramLabel = "ID",
        description = "Object to it, for --domain; the plan cannot be applied then.")
    void object(String plan) {
      set("object", plan);
    }

    @Option(
        names = "--check",
        paramLabel = "ID",
        description = "Look again how an applied erasure stands.")
    void check(String erasure) {
      set("check", erasure);
    }

    @Option(names = "--show", paramLabel = "ID", description = "Show a plan again.")
    void show(String plan) {
      set("show", plan);
    }

    @Option(
        names = "--certificate",
        paramLabel = "ID",
        description = "What was done, with the place in the audit that proves it; JSON.")
    void certificate(String erasure) {
      set("certificate", erasure);
    }

    private void set(String wanted, String erasure) {
      word = wanted;
      id = erasure;
    }
  }
}
