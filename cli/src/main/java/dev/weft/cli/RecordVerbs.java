package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Records in and out, and what a Kafka client needs: connect, read, write. */
@Command(name = "weft")
final class RecordVerbs {
  private final Session session;

  RecordVerbs(Session session) {
    this.session = session;
  }

  @Command(description = "Print a complete client configuration with a fresh key, shown this once.")
  int connect(
      @Parameters(paramLabel = "PORT") String port,
      @Option(names = "--for", paramLabel = "java|kcat|node|python", defaultValue = "java")
          KafkaClient client,
      @Mixin ConnectVerb way,
      @Option(names = "--until", paramLabel = "DATE", description = "When the key ends.")
          Optional<String> until,
      @Option(
              names = "--purpose",
              paramLabel = "TEXT",
              description = "Use what was granted for this purpose only.")
          Optional<String> purpose) {
    var request =
        Json.object()
            .put("port", port)
            .put("description", "weft connect " + port + " for " + client);
    until.ifPresent(date -> request.put("until", instant(date).toString()));
    purpose.ifPresent(text -> request.put("purpose", text));
    var found = way.ask(session.server(), client, request);
    return session.print(found.door(), any -> client.configuration(found, port));
  }

  @Command(
      description =
          "Print records as you may see them, one JSON value a line, as CSV, or as a Parquet file;"
              + " or add what is new to an Iceberg table.")
  int read(
      @Parameters(paramLabel = "PORT") String port,
      @Option(
              names = "--from",
              paramLabel = "earliest|latest|OFFSET|PARTITION/OFFSET,...|TIME",
              description = "Where to begin; earliest if not said, a table where it ends.")
          Optional<String> from,
      @Option(names = "--max", paramLabel = "N", description = "End after so many.")
          Optional<Long> max,
      @Option(names = "--follow", description = "Wait for more at the end.") boolean follow,
      @Option(
              names = "--purpose",
              paramLabel = "TEXT",
              description = "Use what was granted for this purpose only.")
          Optional<String> purpose,
      @Option(names = "--until", paramLabel = "TIME", description = "Leave out what is as new.")
          Optional<String> until,
      @Option(
              names = "--format",
              paramLabel = "ndjson|csv|parquet|iceberg",
              defaultValue = "ndjson")
          RecordFormat format,
      @Option(
              names = "--file",
              paramLabel = "FILE",
              description =
                  "Write them to this file (a table: to this folder), and say how far it goes.")
          Optional<Path> file)
      throws IOException {
    if (file.isPresent() && follow) {
      throw endless("A file that is followed would never be whole.", "Leave out --file.");
    }
    if (format == RecordFormat.iceberg) {
      return table(port, from, max, until, purpose, file);
    }
    var query =
        new Query("ports/" + Session.encoded(port) + "/records")
            .with("from", from.orElse("earliest"))
            .with("until", until)
            .with("max", max.map(String::valueOf))
            .with("follow", "" + follow)
            .with("purpose", purpose);
    var answer = session.server().answer(query.toString(), format.accept());
    if (file.isPresent()) {
      return session.print(new ReceivedFile(file.get()).write(answer), ReceivedFile::text);
    }
    if (format == RecordFormat.parquet) {
      try (var in = answer.body()) {
        ReceivedFile.copy(in, session.terminal().out());
        return 0;
      }
    }
    try (var lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      return session.format() == Format.TABLE || format == RecordFormat.csv
          ? copy(lines, follow ? max.orElse(Long.MAX_VALUE) : 0)
          : session.print(collect(lines, follow), Text::of);
    }
  }

  private int table(
      String port,
      Optional<String> from,
      Optional<Long> max,
      Optional<String> until,
      Optional<String> purpose,
      Optional<Path> folder) {
    if (folder.isEmpty() || max.isPresent()) {
      throw Problem.input(
              folder.isEmpty() ? "no-folder" : "not-of-a-table",
              Place.field(folder.isEmpty() ? "--file" : "--max"),
              folder.isEmpty()
                  ? "A table is a folder."
                  : "A table has everything up to where it ends.",
              folder.isEmpty() ? "Name it with --file FOLDER." : "Use --until instead of --max.")
          .asException();
    }
    var reader = session.server().get("whoami").path("name").asText();
    var of = new TableFolder.Of(port, reader, purpose);
    var table = new TableFolder(session, folder.get());
    var end = table.completeTo(of);
    if (end.isPresent() && from.isPresent()) {
      throw Problem.input(
              "table-goes-on",
              Place.field("--from"),
              "The table goes on where it ends, at " + end.get() + ".",
              "Leave out --from, or begin a table in another folder.")
          .asException();
    }
    var query =
        new Query("ports/" + Session.encoded(port) + "/records")
            .with("from", end.or(() -> from).orElse("earliest"))
            .with("until", until)
            .with("purpose", purpose);
    return table.add(of, session.server().answer(query.toString(), RecordFormat.iceberg.accept()));
  }

  @Command(
      description = "List what waits in a port's quarantine and why; never the records' values.")
  int quarantine(
      @Parameters(paramLabel = "PORT") String port,
      @Option(names = "--max", paramLabel = "N", description = "At most so many, 20 if not said.")
          Optional<Long> max) {
    var query =
        new Query("ports/" + Session.encoded(port) + "/quarantine")
            .with("max", max.map(String::valueOf));
    return session.print(session.server().get(query.toString()), QuarantineText::of);
  }

  @Command(description = "Write records from standard input, one JSON value a line.")
  int write(@Parameters(paramLabel = "PORT") String port) {
    var path = "ports/" + Session.encoded(port) + "/records";
    return session.print(
        session.server().postLines(path, session.terminal().in()),
        answer -> "Wrote " + Text.count(answer.path("written").asInt(), "record") + ".");
  }

  /** A date means its start, UTC, as everywhere. */
  private static Instant instant(String time) {
    try {
      return time.contains("T")
          ? Instant.parse(time)
          : LocalDate.parse(time).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException e) {
      throw Problem.input(
              "bad-time",
              Place.field("--until"),
              "'" + time + "' is not a time.",
              "Write 2026-05-01 or 2026-05-01T12:00:00Z.")
          .asException();
    }
  }

  /**
   * Every line at once, for whoever watches; ends quietly when nobody listens any more.
   *
   * @param awaited how many lines somebody waits for; an end before that is not theirs
   */
  private int copy(BufferedReader lines, long awaited) throws IOException {
    var out = session.terminal().out();
    var count = 0L;
    for (var line = next(lines); line != null; line = next(lines)) {
      out.println(line);
      count++;
      if (!lines.ready() && out.checkError()) {
        return 0;
      }
    }
    if (count < awaited) {
      throw Problem.refused(
              "stream-ended",
              "The server has ended the stream: perhaps your access is over.",
              "'weft requests' shows it; reading again says why.")
          .asException();
    }
    return 0;
  }

  private static JsonNode collect(BufferedReader lines, boolean follow) throws IOException {
    if (follow) {
      throw endless(
          "A document that is followed would never end.",
          "Leave out -o: each line is a JSON value.");
    }
    var document = Json.object();
    var items = document.putArray("items");
    for (var line = next(lines); line != null; line = next(lines)) {
      items.add(Answers.parse(line.getBytes(StandardCharsets.UTF_8)));
    }
    return document;
  }

  private static String next(BufferedReader lines) {
    try {
      return lines.readLine();
    } catch (IOException e) {
      throw ReceivedFile.brokenOff();
    }
  }

  private static RuntimeException endless(String why, String hint) {
    return Problem.input("endless-document", Place.field("--follow"), why, hint).asException();
  }
}
