package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.util.function.Function;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Erasing a person's records. */
@Command(name = "weft")
final class EraseVerbs {
  private final Session session;

  EraseVerbs(Session session) {
    this.session = session;
  }

  @Command(
      description =
          "Erase a person's records: plan it, apply what another has planned, print the"
              + " certificate; or list erasures.")
  int erase(
      @Mixin EraseOptions options, @ArgGroup(exclusive = true, multiplicity = "0..1") Step step) {
    if (step == null) {
      return options.nameSomebody() ? noStep() : list();
    }
    var path = "erasures/" + Session.encoded(step.id);
    var terminal = session.terminal();
    return switch (step.word) {
      case "plan" -> watched("erasures", options.wanted(terminal), EraseText::plan);
      case "apply" -> watched(path + "/apply", options.applied(terminal), EraseText::done);
      case "check" -> watched(path + "/check", options.key(terminal), EraseText::standing);
      case "agree" -> say(path, options.say(true));
      case "object" -> say(path, options.say(false));
      case "show" -> session.print(session.server().get(path), EraseText::plan);
      default ->
          session.print(session.server().get(path + "/certificate"), JsonNode::toPrettyString);
    };
  }

  private int say(String path, ObjectNode said) {
    return session.print(session.server().post(path + "/say", said), EraseText::plan);
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

  private int watched(String path, ObjectNode body, Function<JsonNode, String> forPeople) {
    var answer = session.server().postWatched(path, body, session.terminal().progress("records"));
    return session.print(answer, forPeople);
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
