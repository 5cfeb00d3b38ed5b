package dev.weft.flow;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.FlowFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A FlowFile that goes through a flow again. */
public record Replayed(FlowFile flowFile) {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /**
   * From a quarantine.
   *
   * @param content its value as it is in the quarantine, with the origin that it had at first
   */
  public Replayed(Content.Bytes content) {
    this(parsed(content));
  }

  /** A record, when the value is one JSON object; else the bytes. */
  private static FlowFile parsed(Content.Bytes content) {
    try (var in = content.opener().open();
        var parser = JSON.createParser(in)) {
      var record = new Content.Traced(JsonRecords.read(parser), content.origin());
      return new FlowFile(Map.of(), new Content.Records(List.of(record)));
    } catch (IOException e) {
      return new FlowFile(Map.of(), content);
    }
  }
}
