package dev.weft.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.weft.model.Json;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.FlowFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Collects the events of one flow until its unit of work ends. For one thread at a time. */
final class FlowEvents {
  /** With larger content an event is kept without it: packed it must fit into one record. */
  private static final int CONTENT_BYTES_MAX = 8 * 1024 * 1024;

  private static final int PACKED_BYTES_MAX = 900_000;

  /** The header with the content. */
  static final String CONTENT = "content";

  private static final int ATTRIBUTES_MAX = 100;
  private static final int CHARACTERS_MAX = 1_000;

  private final String flow;
  private final Recordings recordings;
  private final List<ProducerRecord<byte[], byte[]>> pending = new ArrayList<>();
  private int counted;

  FlowEvents(String flow, Recordings recordings) {
    this.flow = flow;
    this.recordings = recordings;
  }

  Optional<Recordings.Running> recording(String processor) {
    return recordings.now(flow).filter(one -> one.covers(processor));
  }

  /** What is told of one event beside what every event has. */
  record What(
      FlowEvent.Type type,
      String processor,
      String id,
      List<String> parents,
      List<String> children,
      String relationship,
      String detail) {}

  /** A new identity, if one more FlowFile may be recorded. */
  Optional<String> identity(Recordings.Running recording) {
    if (!recording.hasRoom()) {
      return Optional.empty();
    }
    recording.count(1, 0);
    counted++;
    return Optional.of(UUID.randomUUID().toString());
  }

  /**
   * Adds an event.
   *
   * @param before as it came, and what is replayed; null for one that began here
   * @param after as it left; null for one that ended here
   */
  void add(
      Recordings.Running recording, What what, FlowFile before, FlowFile after, List<String> path) {
    if (!recording.hasRoomForEvent()) {
      return;
    }
    recording.count(0, 1);
    var held = before == null ? after : before;
    var content = content(held, FlowFileMark.plain(path));
    var origin = origin(held);
    var event =
        new FlowEvent(
            UUID.randomUUID().toString(),
            recordings.clock().instant(),
            flow,
            what.processor(),
            what.type(),
            what.id(),
            what.parents(),
            what.children(),
            what.relationship(),
            Target.records(held),
            origin.source(),
            origin.key(),
            origin.position(),
            before == null ? Map.of() : cut(before.attributes()),
            after == null ? Map.of() : cut(after.attributes()),
            FlowFileMark.plain(path),
            content.length > 0,
            what.detail());
    pending.add(record(event, content));
  }

  ProducerRecord<byte[], byte[]> record(FlowEvent event, byte[] content) {
    try {
      var record =
          new ProducerRecord<>(
              SystemTopics.EVENTS,
              0,
              flow.getBytes(StandardCharsets.UTF_8),
              Json.MAPPER.writeValueAsBytes(event));
      if (content.length > 0) {
        record.headers().add(new RecordHeader(CONTENT, content));
      }
      return record;
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] content(FlowFile flowFile, List<String> path) {
    try {
      var one = new Waiting(0, flowFile, recordings.clock().instant(), path, 0);
      var packed = new ByteArrayOutputStream();
      try (var gzip = new GZIPOutputStream(packed)) {
        gzip.write(FlowFileCodec.encode(one, CONTENT_BYTES_MAX));
      }
      return packed.size() > PACKED_BYTES_MAX ? new byte[0] : packed.toByteArray();
    } catch (IOException e) {
      return new byte
          [0]; // Too large, or not readable any more: the event says that it is not held.
    }
  }

  private static Content.Origin origin(FlowFile flowFile) {
    if (flowFile.content() instanceof Content.Bytes bytes && bytes.origin() != null) {
      return bytes.origin();
    }
    if (flowFile.content() instanceof Content.Records records && !records.items().isEmpty()) {
      var first = records.items().get(0).origin();
      return first == null ? new Content.Origin("", "", 0) : first;
    }
    return new Content.Origin("", "", 0);
  }

  private static Map<String, String> cut(Map<String, String> attributes) {
    var all = new LinkedHashMap<String, String>();
    attributes.entrySet().stream()
        .limit(ATTRIBUTES_MAX)
        .filter(each -> each.getValue() != null)
        .forEach(each -> all.put(each.getKey(), cut(each.getValue())));
    return all;
  }

  private static String cut(String value) {
    return value.length() <= CHARACTERS_MAX ? value : value.substring(0, CHARACTERS_MAX) + "…";
  }

  /** The events of this unit of work, as it ends. */
  List<ProducerRecord<byte[], byte[]>> take() {
    if (pending.isEmpty()) {
      return List.of();
    }
    var all = List.copyOf(pending);
    pending.clear();
    counted = 0;
    return all;
  }

  /** The unit of work is given up: nothing of it has happened. */
  void forget() {
    if (!pending.isEmpty() || counted > 0) {
      var giveBack = counted;
      var events = pending.size();
      recordings.now(flow).ifPresent(one -> one.count(-giveBack, -events));
      pending.clear();
      counted = 0;
    }
  }
}
