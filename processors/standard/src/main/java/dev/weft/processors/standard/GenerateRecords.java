package dev.weft.processors.standard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import dev.weft.spi.flow.SourceProcessor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes records from expressions and chance, always the same for one seed. */
public final class GenerateRecords
    implements ProcessorType.OfSource<GenerateRecords.Settings>,
        SendsNothing<GenerateRecords.Settings> {
  private static final int PER_POLL_MAX = 10_000;
  private static final double RATE_MAX = 1_000_000;

  /** What to make and how much. */
  public record Settings(
      @Doc(
              "Field to CEL expression over record.n, the record's number from 0, and the fields"
                  + " before it; or to a generator: {type: integer, min: 1, max: 6}, {type: number,"
                  + " min: 0, max: 1, scale: 2}, {type: choice, of: [a, b]}, {type: boolean}, {type:"
                  + " uuid}, {type: text, length: 10}, or {type: time}, the time now.")
          Map<String, JsonNode> fields,
      @Doc("Decides what chance brings; 0 when left out.") long seed,
      @Doc("How many records in all; without end when left out.") Long count,
      @Doc("Records in one batch, 1 to 10000; 1000 when left out.") Integer perPoll,
      @Doc(
              "Records per second, fractions allowed. When left out: as fast as they are taken if"
                  + " there is a count, else one batch each time the schedule is due.")
          double rate) {
    public Settings {
      if (fields == null || fields.isEmpty()) {
        throw new IllegalArgumentException("fields must name at least one field");
      }
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
      count = count == null ? Long.MAX_VALUE : count;
      perPoll = perPoll == null ? 1_000 : perPoll;
      if (count < 0) {
        throw new IllegalArgumentException("count cannot be negative");
      }
      if (perPoll < 1 || perPoll > PER_POLL_MAX) {
        throw new IllegalArgumentException("perPoll must be from 1 to " + PER_POLL_MAX);
      }
      if (!(rate >= 0 && rate <= RATE_MAX)) {
        throw new IllegalArgumentException("rate must be from 0 to 1000000");
      }
    }
  }

  @Override
  public String name() {
    return "GenerateRecords";
  }

  @Override
  public String summary() {
    return "Makes records from expressions and chance, always the same for one seed.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public SourceProcessor create(Settings settings, ProcessorContext context) {
    return new RecordGenerator(settings, context);
  }
}
