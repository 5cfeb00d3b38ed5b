package dev.weft.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Sends a file of OpenLineage events, a list or one after another as JSON lines are, in batches, so
 * that a long one needs no more memory.
 */
final class LineageImport {
  private static final int BATCH_MAX = 200;
  private static final int BYTES_MAX = 4 * 1024 * 1024;
  private static final int FAILED_SHOWN_MAX = 100;

  private final Server server;
  private final Path file;
  private final ObjectNode report = Json.object();
  private int received;
  private int successful;

  LineageImport(Server server, Path file) {
    this.server = server;
    this.file = file;
    report.put("status", "success").putObject("summary");
    report.putArray("failed_events");
  }

  /** What became of all of it, with the keys of the batch call. */
  JsonNode send() {
    try (var in = Files.newInputStream(file);
        var parser = Json.MAPPER.createParser(in)) {
      var batch = Json.MAPPER.createArrayNode();
      var bytes = 0;
      for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token != JsonToken.START_ARRAY && token != JsonToken.END_ARRAY) {
          JsonNode event = parser.readValueAsTree();
          batch.add(event);
          bytes += Json.bytes(event).length;
        }
        if (batch.size() == BATCH_MAX || bytes > BYTES_MAX) {
          send(batch);
          batch = Json.MAPPER.createArrayNode();
          bytes = 0;
        }
      }
      if (!batch.isEmpty()) {
        send(batch);
      }
    } catch (JsonProcessingException e) {
      throw unreadable(line(e), "it is no JSON");
    } catch (IOException e) {
      throw unreadable(0, "it is not there, or not ours to read");
    }
    summary();
    return report;
  }

  private void send(ArrayNode batch) {
    var answer = server.post("lineage/batch", batch);
    var failed = report.withArray("failed_events");
    for (var one : answer.path("failed_events")) {
      if (failed.size() < FAILED_SHOWN_MAX) {
        failed
            .addObject()
            .put("index", received + one.path("index").asInt())
            .put("reason", one.path("reason").asText())
            .put("retriable", one.path("retriable").asBoolean());
      }
    }
    received += batch.size();
    successful += answer.path("summary").path("successful").asInt();
  }

  private void summary() {
    report.put("status", received == successful ? "success" : "partial_success");
    report
        .withObjectProperty("summary")
        .put("received", received)
        .put("successful", successful)
        .put("failed", received - successful);
  }

  /** For people: how many, and why not the others. */
  static String text(JsonNode report) {
    var summary = report.path("summary");
    var text =
        new StringBuilder(
            "Took %d of %s."
                .formatted(
                    summary.path("successful").asInt(),
                    Text.count(summary.path("received").asInt(), "event")));
    for (var one : report.path("failed_events")) {
      text.append("\n  event ")
          .append(one.path("index").asInt())
          .append(": ")
          .append(Text.of(one.path("reason")));
    }
    return text.toString();
  }

  private static int line(JsonProcessingException e) {
    return e.getLocation() == null ? 0 : e.getLocation().getLineNr();
  }

  private RuntimeException unreadable(int line, String why) {
    return Problem.input(
            "unreadable-file",
            new Place(file.toString(), line, 0, ""),
            "The events cannot be read: " + why + ".",
            "A list of OpenLineage events, or one a line.")
        .asException();
  }
}
