package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What stands in files: apply, plan, get, describe, delete, export. */
@Command(name = "weft")
final class ResourceVerbs {
  private final Session session;

  ResourceVerbs(Session session) {
    this.session = session;
  }

  @Command(description = "Create or change what files say; all of it or nothing.")
  int apply(
      @Option(names = "-f", required = true, paramLabel = "PATH", description = FILES)
          List<Path> paths,
      @Option(names = "--set", paramLabel = "NAME=VALUE", description = "A parameter's value.")
          Map<String, String> parameters,
      @Option(names = "--set-secret", paramLabel = "NAME=VALUE", description = SECRETS)
          Map<String, String> secrets,
      @Option(names = "--force", paramLabel = "REASON", description = FORCE)
          Optional<String> force) {
    return session.print(
        send(paths, parameters, secrets, false, Optional.empty(), force),
        answer -> changes(answer, Set.of("change")));
  }

  @Command(description = "Show what apply would change, and change nothing.")
  int plan(
      @Option(names = "-f", required = true, paramLabel = "PATH", description = FILES)
          List<Path> paths,
      @Option(names = "--set", paramLabel = "NAME=VALUE", description = "A parameter's value.")
          Map<String, String> parameters,
      @Option(names = "--set-secret", paramLabel = "NAME=VALUE", description = SECRETS)
          Map<String, String> secrets,
      @Option(names = "--replay", paramLabel = "DAYS", description = REPLAY)
          Optional<String> replay,
      @Option(names = "--force", paramLabel = "REASON", description = FORCE)
          Optional<String> force) {
    return session.print(
        send(paths, parameters, secrets, true, replay, force),
        answer ->
            changes(answer, Set.of("create", "change"))
                + (answer.has("replay") ? "\n" + ReplayText.of(answer.path("replay")) : "")
                + "\nThis is a plan; 'weft apply' does it.");
  }

  private static final String REPLAY =
      "Replay the accesses of the last days, such as 7d, and list who would lose or gain what.";
  private static final String FORCE =
      "Apply it although others still read what it breaks or ends; the reason is kept.";
  private static final String FILES = "A file, or a folder with .yaml, .yml and .json files.";
  private static final String SECRETS =
      "A secret; VALUE may be @FILE, or - for standard input. It is kept encrypted.";

  @Command(
      description =
          "List resources of a kind, or print one as its document; or the newest record of each key"
              + " of a port, or of one.")
  int get(
      @Parameters(paramLabel = "KIND|PORT") String kind,
      @Parameters(paramLabel = "NAME|KEY", arity = "0..1") Optional<String> name) {
    if (kind.contains(".")) {
      return rows(kind, name);
    }
    var path =
        "resources/" + kindOf(kind) + name.map(each -> "/" + Session.encoded(each)).orElse("");
    var answer = session.server().get(path);
    if (session.format() == Format.YAML) {
      session.terminal().out().print(documents(answer));
      return 0;
    }
    return session.print(
        answer,
        each ->
            each.has("items")
                ? Table.of(each.path("items"), "name", "version", "changedAt", "changedBy")
                : documents(each));
  }

  /** As you may see them, one JSON value a line. */
  private int rows(String port, Optional<String> key) {
    var query = new Query("ports/" + Session.encoded(port) + "/rows").with("key", key);
    var answer = session.server().get(query.toString());
    return session.print(
        answer,
        each ->
            each.has("items")
                ? each.path("items")
                    .valueStream()
                    .map(row -> Json.text(row.path("value")))
                    .collect(Collectors.joining("\n"))
                : Json.text(each.path("value")));
  }

  @Command(
      description =
          "Write a port's contract with what changed at the source since, to look through and"
              + " apply; or that which a table at a source would have.")
  int draft(
      @Parameters(paramLabel = "PORT|TABLE", description = "A table as 'weft sources' names it.")
          String name) {
    var answer = drafted(name);
    if (session.format() == Format.JSON) {
      return session.print(answer, each -> "");
    }
    session
        .terminal()
        .out()
        .print(
            "# "
                + Text.count(answer.path("added").asInt(), "field")
                + " more than the contract that there is"
                + (answer.path("retyped").asInt() == 0
                    ? ""
                    : ", "
                        + Text.count(answer.path("retyped").asInt(), "field")
                        + " of another type")
                + ".\n"
                + Yaml.write(answer.path("document")));
    return 0;
  }

  /** A port, or else a table: their names may look alike. */
  private JsonNode drafted(String name) {
    var table = "source-tables/" + Session.encoded(name) + "/contract-draft";
    if (!name.matches("[^./]+\\.[^./]+")) {
      return session.server().get(table);
    }
    try {
      return session.server().get("ports/" + Session.encoded(name) + "/contract-draft");
    } catch (ProblemException noPort) {
      try {
        return session.server().get(table);
      } catch (ProblemException noTable) {
        throw noPort;
      }
    }
  }

  @Command(
      description =
          "List the tables at the sources of flows that are not yet products, the newest first.")
  int sources(
      @Option(names = "--read", description = "Also those whose rows flows take.") boolean read) {
    return session.print(
        session.server().get("source-tables" + (read ? "?read=true" : "")),
        answer -> {
          var table =
              new Table("table", "columns", "since", read ? "seen by" : "beside what is read by");
          for (var one : answer.path("items")) {
            table.row(
                Text.of(one.path("title")),
                Integer.toString(one.path("columns").size()),
                Text.of(one.path("firstSeen")) + (one.path("turnedUp").asBoolean() ? " new" : ""),
                one.path("seenBy")
                    .valueStream()
                    .map(seer -> Text.of(seer.path("flow")))
                    .distinct()
                    .collect(Collectors.joining(", ")));
          }
          return answer.path("items").isEmpty()
              ? "No flow sees a table that it does not read."
              : table.toString();
        });
  }

  @Command(description = "Explain one resource: a product or port with all that is known of it.")
  int describe(
      @Parameters(paramLabel = "KIND") String kind, @Parameters(paramLabel = "NAME") String name) {
    var path = pageOf(kind);
    return session.print(
        session.server().get(path + "/" + Session.encoded(name)),
        page ->
            switch (path) {
              case "products" -> ResourcePages.product(page);
              case "ports" -> ResourcePages.port(page);
              case "flows" -> FlowVerbs.page(page);
              default -> ResourcePages.resource(page);
            });
  }

  @Command(description = "Delete one resource; its history stays in the audit.")
  int delete(
      @Parameters(paramLabel = "KIND") String kind, @Parameters(paramLabel = "NAME") String name) {
    session.server().delete("resources/" + kindOf(kind) + "/" + Session.encoded(name));
    return session.print(
        Json.object().put("kind", kindOf(kind)).put("name", name).put("deleted", true),
        answer -> "Deleted " + kindOf(kind) + " " + name + ".");
  }

  @Command(
      description =
          "Write everything to files that apply takes again, or one product or contract in an open"
              + " standard.")
  int export(
      @Parameters(paramLabel = "KIND", arity = "0..1", description = "product or contract")
          Optional<String> kind,
      @Parameters(paramLabel = "NAME", arity = "0..1") Optional<String> name,
      @Option(names = "--as", paramLabel = "STANDARD", description = STANDARDS)
          Optional<String> standard,
      @Option(names = "-f", paramLabel = "PATH", description = "A folder; of one resource, a file.")
          Optional<Path> path) {
    if (kind.isPresent()) {
      return new ResourceExport(session).write(kind.get(), name, standard, path);
    }
    var folder = path.orElseThrow(ResourceVerbs::noFolder);
    var answer = session.server().get("export");
    for (var item : answer.path("items")) {
      write(folder, item.path("file").asText(), item.path("text").asText());
    }
    return session.print(
        answer,
        each -> "Wrote " + Text.count(each.path("items").size(), "file") + " to " + folder + ".");
  }

  private static final String STANDARDS =
      "odps, odcs, asyncapi, dpds or dcat; -o json and -o yaml choose the form.";

  private static RuntimeException noFolder() {
    return Problem.input(
            "arguments",
            Place.field("-f"),
            "Everything goes to a folder.",
            "Name it, -f DIR; or name one product: weft export product NAME --as asyncapi.")
        .asException();
  }

  private JsonNode send(
      List<Path> paths,
      Map<String, String> parameters,
      Map<String, String> secrets,
      boolean dry,
      Optional<String> replay,
      Optional<String> force) {
    var request = Json.object().put("dryRun", dry);
    force.ifPresent(reason -> request.put("force", reason));
    replay.ifPresent(days -> request.put("replay", days));
    request.set("documents", Sources.read(paths));
    request.set("parameters", Json.tree(parameters == null ? Map.of() : parameters));
    request.set(
        "secrets", new SecretValues(session.terminal()).read(secrets == null ? Map.of() : secrets));
    return session.server().post("apply", request);
  }

  /** A line for each resource, and what exactly differs for these actions. */
  static String changes(JsonNode answer, Set<String> shownWithDiff) {
    var lines = new ArrayList<String>();
    var counts = new TreeMap<String, Integer>();
    for (var change : answer.path("changes")) {
      var action = change.path("action").asText();
      counts.merge(action, 1, Integer::sum);
      lines.add(
          "%-10s %s %s"
              .formatted(action, Text.of(change.path("kind")), Text.of(change.path("name"))));
      if (shownWithDiff.contains(action)) {
        change.path("diff").forEach(line -> lines.add("    " + line.asText()));
      }
      change.path("notes").forEach(note -> lines.add("    Note: " + note.asText()));
    }
    lines.add(
        "create %d, change %d, unchanged %d"
            .formatted(
                counts.getOrDefault("create", 0),
                counts.getOrDefault("change", 0),
                counts.getOrDefault("unchanged", 0)));
    return String.join("\n", lines);
  }

  private static String documents(JsonNode answer) {
    if (!answer.has("items")) {
      return Yaml.write(answer.path("document"));
    }
    var all = new ArrayList<String>();
    answer.path("items").forEach(item -> all.add(Yaml.write(item.path("document"))));
    return String.join("---\n", all);
  }

  private static String pageOf(String kind) {
    if (kind.equalsIgnoreCase("port") || kind.equalsIgnoreCase("ports")) {
      return "ports";
    }
    var known = kindOf(kind);
    return known.equals("product") || known.equals("flow") ? known + "s" : "resources/" + known;
  }

  private static String kindOf(String text) {
    return ResourceKind.parse(text)
        .filter(ResourceKind::authored)
        .map(ResourceVerbs::shortWord)
        .orElseThrow(
            () ->
                Problem.input(
                        "unknown-kind",
                        Place.field(text),
                        "'" + text + "' is not a kind of resource.",
                        "There are domain, product, contract, flow, query, function, policy,"
                            + " environment, term, user, group, role, zone, context.")
                    .asException());
  }

  private static String shortWord(ResourceKind kind) {
    return kind.word().replaceFirst("^(Data|Parameter)", "").toLowerCase(Locale.ROOT);
  }

  /** The server names the files; none of them may leave the folder. */
  private static void write(Path folder, String name, String text) {
    var root = folder.toAbsolutePath().normalize();
    var file = root.resolve(name).normalize();
    if (!file.startsWith(root) || file.equals(root)) {
      throw Problem.environment(
              "export-outside", "The server named a file outside the folder: " + name + ".", "")
          .asException();
    }
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw Problem.environment(
              "export-not-written",
              "'" + file + "' cannot be written: " + e + ".",
              "Name a folder that this user may write.")
          .asException();
    }
  }
}
