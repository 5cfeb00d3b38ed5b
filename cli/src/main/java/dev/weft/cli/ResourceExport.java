package dev.weft.cli;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** One product or contract in an open standard, as the server writes it. */
record ResourceExport(Session session) {

  int write(String kind, Optional<String> name, Optional<String> standard, Optional<Path> file) {
    var list = list(kind);
    var resource =
        name.orElseThrow(() -> missing("NAME", "Which one?", "weft export " + kind + " NAME"));
    var as =
        standard
            .or(() -> list.equals("contracts") ? Optional.of("odcs") : Optional.empty())
            .orElseThrow(
                () ->
                    missing(
                        "--as", "In which standard?", "--as odps, odcs, asyncapi, dpds or dcat."));
    var query =
        new Query(list + "/" + Session.encoded(resource) + "/export")
            .with("as", as)
            .with("format", form(as));
    try (var text = session.server().stream(query.toString(), "*/*")) {
      if (file.isEmpty()) {
        text.transferTo(session.terminal().out());
        return 0;
      }
      Files.write(file.get(), text.readAllBytes());
    } catch (IOException e) {
      throw Problem.environment(
              "export-not-written",
              "The export cannot be written: " + e + ".",
              "Name a file that this user may write.")
          .asException();
    }
    session.terminal().err().println("Wrote " + file.get() + ".");
    return 0;
  }

  /** What a person gets who has not asked for a form is what the standard is mostly written in. */
  private Optional<String> form(String standard) {
    return switch (session.format()) {
      case JSON -> Optional.of("json");
      case YAML -> Optional.of("yaml");
      case TABLE -> standard.equals("dcat") ? Optional.of("turtle") : Optional.empty();
    };
  }

  private static String list(String kind) {
    var known = ResourceKind.parse(kind);
    if (known.equals(Optional.of(ResourceKind.DATA_PRODUCT))) {
      return "products";
    } else if (known.equals(Optional.of(ResourceKind.DATA_CONTRACT))) {
      return "contracts";
    }
    throw missing(
        kind,
        "Products and contracts are written in open standards, '" + kind + "' is not.",
        "weft get KIND NAME -o yaml writes any resource.");
  }

  private static RuntimeException missing(String what, String message, String hint) {
    return Problem.input("arguments", Place.field(what), message, hint).asException();
  }
}
