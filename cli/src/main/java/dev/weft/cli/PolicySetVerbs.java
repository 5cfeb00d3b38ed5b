package dev.weft.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Policies of other services: importing them, and asking policies who may do what. */
@Command(name = "weft")
final class PolicySetVerbs {
  private static final long BYTES_MAX = 100L * 1024 * 1024;

  /** Ranger's own readers take comments and loose commas. */
  private static final JsonMapper LENIENT =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .build();

  /** The standards in which resources are written. */
  private static final Set<String> APPLIED = Set.of("odcs", "odps");

  private final Session session;

  PolicySetVerbs(Session session) {
    this.session = session;
  }

  @Command(
      name = "import",
      description =
          "Import another system's policies as a policy set, its flow as a file, or the lineage of"
              + " jobs outside; says what was not mapped.")
  int importFrom(
      @Parameters(
              paramLabel = "FORMAT",
              description = "What the file is: ranger, nifi, dpds or openlineage.")
          String format,
      @Parameters(
              paramLabel = "FILE",
              description =
                  "Of Ranger: what a plug-in has cached, or an export of the administrator's page."
                      + " Of NiFi: a flow definition. Of DPDS: a descriptor."
                      + " Of OpenLineage: events, a list or JSON lines.")
          Path file,
      @Option(names = "--set", paramLabel = "NAME", description = "The set, for policies.")
          Optional<String> set,
      @Option(
              names = "--to",
              paramLabel = "PATH",
              description = "The file for the flow; the folder for a product and its contracts.")
          Optional<Path> to,
      @Option(
              names = "--also",
              paramLabel = "FILE",
              description = "A file to which the descriptor refers.")
          List<Path> also,
      @Option(names = "--name", paramLabel = "NAME", description = "The flow's name.")
          Optional<String> name,
      @Option(names = "--product", paramLabel = "NAME", description = "The flow's product.")
          Optional<String> product,
      @Option(names = "--roles", paramLabel = "FILE", description = "The roles, as cached.")
          Optional<Path> roles,
      @Option(names = "--users", paramLabel = "FILE", description = "The user store, as cached.")
          Optional<Path> users,
      @Option(
              names = "--tags",
              paramLabel = "FILE",
              description = "Which resources have which tags, as cached.")
          Optional<Path> tags,
      @Option(
              names = "--service-def",
              paramLabel = "FILE",
              description = "The service's definition, for an export of a service of one's own.")
          Optional<Path> serviceDef,
      @Option(
              names = "--service",
              paramLabel = "NAME",
              description = "Which service of an export that has several.")
          Optional<String> service,
      @Option(
              names = "--zone",
              paramLabel = "ZONE",
              description = "The time zone of the plug-ins' machines; default UTC.")
          Optional<String> zone) {
    if (format.equals("dpds")) {
      var arguments = new ArrayList<>(List.of(file.toString()));
      (also == null ? List.<Path>of() : also).forEach(path -> arguments.add(path.toString()));
      to.ifPresent(path -> arguments.addAll(List.of("--output", path.toString())));
      return new LocalTools(session).run("weft-import-dpds", arguments);
    } else if (APPLIED.contains(format)) {
      throw applied(format, file);
    } else if (format.equals("nifi")) {
      var arguments = new ArrayList<>(List.of(file.toString()));
      to.ifPresent(path -> arguments.addAll(List.of("--output", path.toString())));
      name.ifPresent(text -> arguments.addAll(List.of("--name", text)));
      product.ifPresent(text -> arguments.addAll(List.of("--product", text)));
      return new LocalTools(session).run("weft-import-nifi", arguments);
    }
    if (format.equals("openlineage")) {
      return session.print(new LineageImport(session.server(), file).send(), LineageImport::text);
    }
    var body = Json.object().put("format", format);
    body.set("policies", read(file));
    roles.ifPresent(path -> body.set("roles", read(path)));
    users.ifPresent(path -> body.set("users", read(path)));
    tags.ifPresent(path -> body.set("tags", read(path)));
    serviceDef.ifPresent(path -> body.set("serviceDef", read(path)));
    service.ifPresent(text -> body.put("service", text));
    zone.ifPresent(text -> body.put("zone", text));
    var path = "policy-sets/" + Session.encoded(set.orElseThrow(this::noSet)) + "/import";
    return session.print(session.server().post(path, body), PolicySetVerbs::report);
  }

  private static RuntimeException applied(String format, Path file) {
    return Problem.input(
            "arguments",
            Place.field(format),
            "Files of this standard need no import: Weft takes them as they are.",
            "weft apply -f " + file)
        .asException();
  }

  private RuntimeException noSet() {
    return Problem.input(
            "arguments",
            Place.field("--set"),
            "Policies are imported as a named set.",
            "Name it: --set NAME.")
        .asException();
  }

  @Command(
      description =
          "Ask policies about a list of requests: those of a policy set, or the mesh's own.")
  int decide(
      @Option(names = "--set", paramLabel = "NAME", description = "The policy set.")
          Optional<String> set,
      @Option(
              names = {"-f", "--file"},
              required = true,
              paramLabel = "FILE",
              description = "The requests, a JSON list; - reads standard input.")
          Path file,
      @Option(names = "--details", description = "Say which policy masks and filters, and more.")
          boolean details,
      @Option(
              names = "--explain",
              description = "Say which policies of the set were looked at, and why one decided.")
          boolean explain) {
    var body = Json.object().put("details", details).put("explain", explain);
    set.ifPresent(name -> body.put("set", name));
    try (var in = open(file);
        var parser = LENIENT.createParser(in)) {
      ask(new RequestBatches(parser, file.toString()), body);
    } catch (IOException e) {
      throw unreadable(file, 0, "it is not there, or not ours to read");
    }
    return 0;
  }

  private InputStream open(Path file) throws IOException {
    return file.toString().equals("-") ? session.terminal().in() : Files.newInputStream(file);
  }

  private void ask(RequestBatches requests, ObjectNode body) throws IOException {
    var server = session.server();
    var list = new AnswerList(session);
    var batch = requests.next();
    do {
      body.put("first", requests.before()).set("requests", batch);
      list.add(server.post("decide", body));
      batch = requests.next();
    } while (!batch.isEmpty());
    list.end();
  }

  @Command(name = "policy-sets", description = "List the imported policy sets.")
  int list() {
    return session.print(
        session.server().get("policy-sets"),
        answer ->
            answer.path("items").isEmpty()
                ? "None."
                : Table.of(
                    answer.path("items"),
                    "name",
                    "serviceType",
                    "service",
                    "policies",
                    "off",
                    "findings"));
  }

  @Command(name = "delete-policy-set", description = "Remove an imported policy set.")
  int delete(@Parameters(paramLabel = "NAME") String name) {
    return session.print(
        session.server().delete("policy-sets/" + Session.encoded(name)),
        answer -> "Policy set " + name + " is removed.");
  }

  private JsonNode read(Path file) {
    try {
      if (file.toString().equals("-")) {
        return LENIENT.readTree(session.terminal().in());
      }
      if (Files.size(file) > BYTES_MAX) {
        throw unreadable(file, 0, "it has more than " + BYTES_MAX + " bytes");
      }
      return LENIENT.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      var line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw unreadable(file, line, "it is no JSON");
    } catch (IOException e) {
      throw unreadable(file, 0, "it is not there, or not ours to read");
    }
  }

  private static RuntimeException unreadable(Path file, int line, String why) {
    return Problem.input(
            "unreadable-file",
            new Place(file.toString(), line, 0, ""),
            "The file cannot be read: " + why + ".",
            "")
        .asException();
  }

  private static String report(JsonNode answer) {
    var text = new StringBuilder();
    for (var finding : answer.path("findings")) {
      text.append("policy ")
          .append(finding.path("policy").asLong())
          .append(", ")
          .append(Text.of(finding.path("place")))
          .append(": ")
          .append(Text.of(finding.path("message")))
          .append('\n');
    }
    var count = answer.path("findingCount").asInt();
    return text.append(
            "%s: policies of %s '%s', %d in force, %d switched off, %s."
                .formatted(
                    Text.of(answer.path("set")),
                    Text.of(answer.path("serviceType")),
                    Text.of(answer.path("service")),
                    answer.path("policies").asInt(),
                    answer.path("off").asInt(),
                    count == 0 ? "all mapped" : count + " not mapped as they stand"))
        .toString();
  }
}
