package dev.weft.processors.standard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.RetryableException;
import dev.weft.spi.flow.SourceProcessor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Hands requests over in batches and answers them when their batch is committed. The port is opened
 * by the first poll, so that a stopped flow holds none; one that is taken is tried again.
 */
final class HttpSource implements SourceProcessor {
  private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

  /** A batch that is not known to be committed. */
  private record Outstanding(List<HttpDoor.Request> requests, Batch batch, JsonNode position) {}

  private final ListenHTTP.Settings settings;
  private Optional<HttpDoor> door = Optional.empty();
  private Optional<Outstanding> outstanding = Optional.empty();

  HttpSource(ListenHTTP.Settings settings) {
    this.settings = settings;
  }

  /** The port that is listened on; opens it. */
  int port() throws RetryableException {
    return open().port();
  }

  @Override
  public Batch poll(Optional<JsonNode> position) throws RetryableException, InterruptedException {
    var opened = open();
    position.ifPresent(this::committed);
    if (outstanding.isPresent()) {
      return outstanding.get().batch();
    }
    var requests = opened.take(LONGEST_WAIT);
    if (requests.isEmpty()) {
      return new Batch(List.of(), Optional.empty(), true);
    }
    var taken = position.map(kept -> kept.path("records").asLong()).orElse(0L);
    outstanding = Optional.of(batch(requests, taken));
    return outstanding.get().batch();
  }

  private Outstanding batch(List<HttpDoor.Request> requests, long taken) throws RetryableException {
    var source = "http://" + settings.address() + ":" + port() + settings.path();
    var items = new ArrayList<Traced>();
    for (var request : requests) {
      for (var each : request.records()) {
        items.add(new Traced(each, new Origin(source, "record", taken + items.size() + 1)));
      }
    }
    var position = Json.object().put("records", taken + items.size());
    var file = new FlowFile(Map.of(), new Records(items));
    return new Outstanding(
        requests, new Batch(List.of(file), Optional.of(position), true), position);
  }

  @Override
  public void committed(JsonNode position) {
    if (outstanding.isPresent() && outstanding.get().position().equals(position)) {
      outstanding.get().requests().forEach(HttpDoor.Request::accept);
      outstanding = Optional.empty();
    }
  }

  private HttpDoor open() throws RetryableException {
    try {
      if (door.isEmpty()) {
        door = Optional.of(new HttpDoor(settings));
      }
      return door.get();
    } catch (IOException e) {
      throw new RetryableException(
          "Cannot listen on " + settings.address() + ":" + settings.port() + ": " + e.getMessage(),
          e);
    }
  }

  @Override
  public void close() {
    door.ifPresent(HttpDoor::close);
    door = Optional.empty();
  }
}
