package dev.weft.processors.standard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.DataRecord;
import dev.weft.policy.CelExpressions;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.SourceProcessor;
import dev.weft.testing.TestFlow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the tests here share: a clock to turn, a source's loop, records and FlowFiles in short. */
final class Standard extends Clock {
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private Optional<JsonNode> position = Optional.empty();

  ProcessorContext context() {
    return TestFlow.context(new CelExpressions(), this, new LinkedHashMap<>());
  }

  /** Polls as the runner does, committing each batch, until there is no more. */
  List<FlowFile> poll(SourceProcessor source) throws Exception {
    var all = new ArrayList<FlowFile>();
    var more = true;
    while (more) {
      var batch = source.poll(position);
      all.addAll(batch.flowFiles());
      position = batch.position().or(() -> position);
      more = batch.more();
    }
    return all;
  }

  Optional<JsonNode> position() {
    return position;
  }

  void forward(Duration time) {
    now = now.plus(time);
  }

  /** A FlowFile of text. */
  static FlowFile text(String text, String... attributes) {
    return bytes(text.getBytes(StandardCharsets.UTF_8), attributes);
  }

  static FlowFile bytes(byte[] bytes, String... attributes) {
    var origin = new Origin("a.txt", "byte", 0);
    return new FlowFile(
        attributes(attributes),
        new Content.Bytes(() -> new ByteArrayInputStream(bytes), bytes.length, origin));
  }

  /** Text of a file. */
  static FlowFile part(String source, String text) {
    var file = text(text);
    var content = (Content.Bytes) file.content();
    return file.with(new Content.Bytes(content.opener(), content.size(), at(source)));
  }

  private static Origin at(String source) {
    return new Origin(source, "byte", 0);
  }

  static Map<String, String> attributes(String... namesAndValues) {
    var named = new LinkedHashMap<String, String>();
    for (var i = 0; i < namesAndValues.length; i += 2) {
      named.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return named;
  }

  /** The text of a FlowFile's content. */
  static String read(FlowFile file) throws IOException {
    try (var in = ((Content.Bytes) file.content()).opener().open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static String error(FlowFile file) {
    return file.attributes().get("error.message");
  }

  static DataRecord fields(Object... namesAndValues) {
    var named = new LinkedHashMap<String, Object>();
    for (var i = 0; i < namesAndValues.length; i += 2) {
      named.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return new DataRecord(named);
  }

  static FlowFile flowFile(String source, long position, DataRecord... records) {
    var items = new ArrayList<Traced>();
    for (var each : records) {
      items.add(new Traced(each, new Origin(source, "offset", position + items.size())));
    }
    return new FlowFile(Map.of(), new Records(items));
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }

  @Override
  public Instant instant() {
    return now;
  }
}
