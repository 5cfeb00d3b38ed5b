package dev.weft.processors.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.spi.flow.RetryableException;
import dev.weft.spi.flow.SourceProcessor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Appends what is due since the last time. After a crash the log simply goes on. */
final class AuthLogSource implements SourceProcessor {
  /** A log of this size is rolled over. */
  static final int BYTES_MAX = 1_000_000;

  private static final int CONNECTIONS_MAX = 10_000;
  private static final Duration CATCH_UP = Duration.ofSeconds(10);

  private final GenerateAuthLog.Settings settings;
  private final Clock clock;
  private final Duration each;
  private final AuthLog log;

  AuthLogSource(GenerateAuthLog.Settings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.each = Duration.ofNanos((long) (1e9 / settings.perSecond()));
    this.log = new AuthLog(settings.seed());
  }

  @Override
  public Batch poll(Optional<JsonNode> position) throws RetryableException {
    var now = clock.instant();
    var made = position.map(kept -> kept.path("made").asLong()).orElse(0L);
    var from = position.map(kept -> Instant.parse(kept.path("until").asText()));
    var since =
        from.map(until -> until.isBefore(now.minus(CATCH_UP)) ? now.minus(CATCH_UP) : until)
            .orElseGet(() -> now.minus(Duration.ofMinutes(settings.historyMinutes())));
    var due = Math.min(CONNECTIONS_MAX, Duration.between(since, now).dividedBy(each));
    if (due <= 0) {
      return Batch.EMPTY;
    }
    var text = new StringBuilder();
    for (var i = 0; i < due; i++) {
      var at = since.plus(each.multipliedBy(i + 1));
      log.connection(made + i, at).forEach(line -> text.append(line).append('\n'));
    }
    append(text.toString());
    var until = since.plus(each.multipliedBy(due));
    var next = Json.object().put("made", made + due).put("until", until.toString());
    return new Batch(List.of(), Optional.of(next), due == CONNECTIONS_MAX);
  }

  private void append(String text) throws RetryableException {
    var file = settings.directory().resolve("auth.log");
    try {
      Files.createDirectories(settings.directory());
      rollOver(file);
      Files.writeString(
          file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new RetryableException("The log cannot be written: " + e.getMessage(), e);
    }
  }

  private static void rollOver(Path file) throws IOException {
    if (Files.exists(file) && Files.size(file) >= BYTES_MAX) {
      Files.move(file, file.resolveSibling("auth.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
