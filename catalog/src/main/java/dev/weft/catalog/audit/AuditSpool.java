package dev.weft.catalog.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.spi.AuditEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events that the audit could not take, in a file of this server (0600), until it takes them again.
 * An event is on disk when {@link #add} returns. What is found at start was left by a process that
 * was killed. For one thread at a time.
 */
final class AuditSpool implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AuditSpool.class);

  /** An event with the time at which it happened. */
  record Spooled(long id, Instant time, AuditEvent event) {}

  private final FileChannel file;
  private final long bytesMax;
  private final Map<Long, Spooled> waiting = new LinkedHashMap<>();
  private long lastId;

  AuditSpool(Path path, long bytesMax) {
    this.bytesMax = bytesMax;
    try {
      if (!Files.exists(path)) {
        Files.createFile(
            path,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      load(path);
      this.file = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts an event on disk; its id. Throws when there is no room: then nothing is written. */
  long add(AuditEvent event, Instant time) throws IOException {
    var spooled = new Spooled(++lastId, time, event);
    var line = line(spooled);
    if (file.size() + line.length > bytesMax) {
      throw new IOException("the spool holds " + file.size() + " bytes, and may not hold more");
    }
    write(line);
    waiting.put(spooled.id, spooled);
    return spooled.id;
  }

  /** The audit has it now. */
  void stored(long id) throws IOException {
    if (waiting.remove(id) == null) {
      return;
    }
    if (waiting.isEmpty()) {
      file.truncate(0);
      file.force(true);
    } else {
      write(bytes(Json.object().put("stored", id)));
    }
  }

  Optional<Spooled> first() {
    return waiting.values().stream().findFirst();
  }

  List<Spooled> all() {
    return List.copyOf(waiting.values());
  }

  int size() {
    return waiting.size();
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      log.warn("The audit's spool did not close: {}", e.getMessage());
    }
  }

  private void write(byte[] line) throws IOException {
    var before = file.size();
    try {
      for (var rest = ByteBuffer.wrap(line); rest.hasRemaining(); ) {
        file.write(rest);
      }
      file.force(false);
    } catch (IOException e) {
      file.truncate(before); // half a line would hide the next one
      throw e;
    }
  }

  private void load(Path path) throws IOException {
    for (var text : Files.readAllLines(path, StandardCharsets.UTF_8)) {
      try {
        take(Json.parse(text));
      } catch (UncheckedIOException | IllegalArgumentException e) {
        log.warn("A line of the audit's spool is not whole, so it was never acknowledged");
      }
    }
  }

  private void take(JsonNode line) {
    if (line.has("stored")) {
      waiting.remove(line.path("stored").asLong());
      return;
    }
    var event =
        new AuditEvent(
            PrincipalId.parse(line.path("actor").asText()),
            line.path("action").asText(),
            line.path("subject").asText(),
            line.path("successful").asBoolean(),
            (ObjectNode) line.path("details"));
    var id = line.path("id").asLong();
    waiting.put(id, new Spooled(id, Instant.parse(line.path("time").asText()), event));
    lastId = Math.max(lastId, id);
  }

  private static byte[] line(Spooled spooled) {
    var event = spooled.event;
    var line =
        Json.object()
            .put("id", spooled.id)
            .put("time", spooled.time.toString())
            .put("actor", event.actor().toString())
            .put("action", event.action())
            .put("subject", event.subject())
            .put("successful", event.successful());
    line.set("details", event.details());
    return bytes(line);
  }

  private static byte[] bytes(JsonNode line) {
    return (Json.text(line) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
