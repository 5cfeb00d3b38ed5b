package dev.weft.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.weft.model.DataRecord;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SourceProcessor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A source of the numbers from 0, so that a port can be compared with it exactly. */
final class Numbers implements ProcessorType.OfSource<Numbers.Settings> {
  /** How many there are, how many a batch has, and which ones lack the id; 0: none does. */
  public record Settings(long count, int batch, int badEvery) {}

  @Override
  public String name() {
    return "Numbers";
  }

  @Override
  public String summary() {
    return "Counts.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public SourceProcessor create(Settings settings, ProcessorContext context) {
    return position -> batch(settings, position.map(JsonNode::asLong).orElse(0L));
  }

  private static SourceProcessor.Batch batch(Settings settings, long from) {
    if (from >= settings.count) {
      return SourceProcessor.Batch.EMPTY;
    }
    var to = Math.min(settings.count, from + settings.batch);
    return new SourceProcessor.Batch(
        List.of(file(from, to, settings.badEvery)), Optional.of(LongNode.valueOf(to)), true);
  }

  /** A FlowFile of the numbers from, inclusive, to, exclusive. */
  static FlowFile file(long from, long to, int badEvery) {
    var items = new ArrayList<Content.Traced>();
    for (var i = from; i < to; i++) {
      var bad = badEvery > 0 && i % badEvery == 0;
      var record = bad ? new DataRecord(Map.of("name", "number " + i)) : record(i);
      items.add(new Content.Traced(record, new Content.Origin("numbers", "number", i)));
    }
    return new FlowFile(Map.of(), new Content.Records(items));
  }

  static Content.Traced traced(long number) {
    return new Content.Traced(record(number), new Content.Origin("numbers", "number", number));
  }

  static DataRecord record(long number) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("id", number);
    fields.put("name", "number " + number);
    return new DataRecord(fields);
  }
}
