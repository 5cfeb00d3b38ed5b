package dev.weft.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whose records are erased, where, and why. */
final class EraseOptions {
  @Option(
      names = "--subject",
      paramLabel = "KEY",
      description =
          "The person's key, as it stands in the fields tagged subject.KIND; - reads it from"
              + " standard input.")
  private Optional<String> subject = Optional.empty();

  @Option(
      names = "--of",
      paramLabel = "KIND",
      description = "What kind of person, as the tags subject.KIND say.")
  private String of = "";

  @Option(
      names = "--domain",
      paramLabel = "NAME",
      description = "In this domain only, as its steward; with --agree, whose say it is.")
  private String domain = "";

  @Option(
      names = "--in",
      paramLabel = "PORT.FIELD",
      description = "A field that holds the key, besides those that are tagged.")
  private List<String> in = List.of();

  @Option(
      names = "--derived",
      description = "Also records that were made from the person's and do not hold the key.")
  private boolean derived;

  @Option(
      names = "--why",
      paramLabel = "TEXT",
      description = "With --apply, --agree, --object: the reason.")
  private String why = "";

  boolean nameSomebody() {
    return subject.isPresent();
  }

  /** The key goes in the body, never in an address. */
  ObjectNode key(Terminal terminal) {
    var key =
        subject.orElseThrow(
            () ->
                Problem.input(
                        "arguments",
                        Place.field("--subject"),
                        "It is not said whose records.",
                        "Add --subject KEY; Weft keeps no key, so it is named at each step.")
                    .asException());
    return Json.object().put("key", key.equals("-") ? terminal.firstLine() : key);
  }

  ObjectNode wanted(Terminal terminal) {
    var body = key(terminal).put("of", of).put("domain", domain).put("derived", derived);
    in.forEach(body.putArray("fields")::add);
    return body;
  }

  ObjectNode applied(Terminal terminal) {
    return key(terminal).put("why", why);
  }

  ObjectNode say(boolean agrees) {
    return Json.object().put("domain", domain).put("agrees", agrees).put("why", why);
  }
}
