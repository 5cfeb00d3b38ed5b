package dev.weft.processors.net;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.HeldBatch;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.RetryableException;
import dev.weft.spi.flow.SourceProcessor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Hands messages over in batches, and the same batch again until it is committed. The port is
 * opened by the first poll, so that a stopped flow holds none; one that is taken is tried again.
 */
final class MessageSource implements SourceProcessor {
  private static final Duration LONGEST_WAIT = Duration.ofMillis(200);
  private static final int BATCH = 1_000;

  /** What becomes of messages. */
  sealed interface Output {
    /** Each is a FlowFile of its bytes. */
    record AsBytes() implements Output {}

    /** Each is a record. */
    record AsRecords(Function<Message, DataRecord> reader) implements Output {}
  }

  /** Opens the door that fills an inbox. */
  interface Opening {
    Door open(Inbox inbox) throws IOException;
  }

  private final String title;
  private final Opening opening;
  private final Inbox inbox;
  private final Output output;
  private final Consumer<String> bulletins;
  private final HeldBatch<Message> held = new HeldBatch<>();
  private Optional<Door> door = Optional.empty();

  MessageSource(
      String title, Opening opening, int maxWaiting, Output output, ProcessorContext context) {
    this.title = title;
    this.opening = opening;
    this.inbox = new Inbox(maxWaiting);
    this.output = output;
    this.bulletins = context.bulletins();
  }

  /** The port that is listened on; opens it. */
  int port() throws RetryableException {
    return open().port();
  }

  @Override
  public Batch poll(Optional<JsonNode> position) throws RetryableException, InterruptedException {
    position.ifPresent(this::committed);
    open();
    if (held.batch().isPresent()) {
      return held.batch().get();
    }
    var losses = inbox.losses();
    if (!losses.isEmpty()) {
      bulletins.accept(losses);
    }
    var messages = inbox.take(BATCH, LONGEST_WAIT);
    if (messages.isEmpty()) {
      return new Batch(List.of(), Optional.empty(), true);
    }
    var taken = position.map(kept -> kept.path("messages").asLong()).orElse(0L);
    var next = Json.object().put("messages", taken + messages.size());
    return held.hold(messages, new Batch(flowFiles(messages, taken), Optional.of(next), true));
  }

  private List<FlowFile> flowFiles(List<Message> messages, long taken) {
    var number = taken;
    var files = new ArrayList<FlowFile>();
    var items = new ArrayList<Traced>();
    for (var message : messages) {
      var origin = new Origin(title, "message", ++number);
      if (output instanceof Output.AsRecords records) {
        items.add(new Traced(records.reader().apply(message), origin));
      } else {
        files.add(bytes(message, origin));
      }
    }
    if (!items.isEmpty()) {
      files.add(new FlowFile(Map.of(), new Records(items)));
    }
    return files;
  }

  private static FlowFile bytes(Message message, Origin origin) {
    var bytes = message.bytes();
    return new FlowFile(
        Map.of("sender", message.sender(), "received", message.received().toString()),
        new Content.Bytes(() -> new ByteArrayInputStream(bytes), bytes.length, origin));
  }

  private Door open() throws RetryableException {
    try {
      if (door.isEmpty()) {
        door = Optional.of(opening.open(inbox));
      }
      return door.get();
    } catch (IOException e) {
      throw new RetryableException(title + " cannot be listened on: " + e.getMessage(), e);
    }
  }

  @Override
  public void committed(JsonNode position) {
    held.committed(position);
  }

  @Override
  public void close() {
    door.ifPresent(Door::close);
    door = Optional.empty();
  }
}
