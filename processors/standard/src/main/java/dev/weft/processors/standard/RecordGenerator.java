package dev.weft.processors.standard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import dev.weft.processors.standard.FieldGenerator.Draw;
import dev.weft.spi.Expressions.EvaluationException;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.RetryableException;
import dev.weft.spi.flow.SourceProcessor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Makes the records from one number to another; everything but the time depends on the number. */
final class RecordGenerator implements SourceProcessor {
  private static final String NUMBER = "n";
  private static final Duration CATCH_UP = Duration.ofSeconds(1);

  private final GenerateRecords.Settings settings;
  private final Clock clock;
  private final String source;
  private final Map<String, FieldGenerator> generators = new LinkedHashMap<>();

  RecordGenerator(GenerateRecords.Settings settings, ProcessorContext context) {
    this.settings = settings;
    this.clock = context.clock();
    this.source = "generated:" + context.flow() + "/" + context.processor();
    settings
        .fields()
        .forEach(
            (name, spec) ->
                generators.put(name, FieldGenerator.of(name, spec, context.expressions())));
  }

  @Override
  public Batch poll(Optional<JsonNode> position) throws RetryableException {
    var first = position.map(kept -> kept.path("n").asLong()).orElse(0L);
    var left = Math.min(settings.perPoll(), settings.count() - first);
    if (left <= 0) {
      return Batch.EMPTY;
    }
    return settings.rate() > 0 ? paced(position, first, left) : free(first, (int) left);
  }

  private Batch free(long first, int records) throws RetryableException {
    var end = first + records;
    var more = settings.count() != Long.MAX_VALUE && end < settings.count();
    return batch(make(first, records), position(end, clock.instant()), more);
  }

  /** As many as are due since the last ones; what a standstill missed is not made up for. */
  private Batch paced(Optional<JsonNode> position, long first, long left)
      throws RetryableException {
    var now = clock.instant();
    var since = position.map(kept -> Instant.parse(kept.path("at").asText())).orElse(now);
    var from = since.isBefore(now.minus(CATCH_UP)) ? now.minus(CATCH_UP) : since;
    var each = Duration.ofNanos((long) (1e9 / settings.rate()));
    var records =
        position.isEmpty() ? 1 : Math.min(left, Duration.between(from, now).dividedBy(each));
    if (records <= 0) {
      return Batch.EMPTY;
    }
    var until = position.isEmpty() ? now : from.plus(each.multipliedBy(records));
    return batch(make(first, (int) records), position(first + records, until), false);
  }

  private List<Traced> make(long first, int records) throws RetryableException {
    var items = new ArrayList<Traced>(records);
    var now = clock.instant();
    for (var n = first; n < first + records; n++) {
      items.add(new Traced(make(n, now), new Origin(source, NUMBER, n)));
    }
    return items;
  }

  private DataRecord make(long n, Instant now) throws RetryableException {
    var fields = new LinkedHashMap<String, Object>();
    fields.put(NUMBER, n);
    for (var each : generators.entrySet()) {
      var seed = settings.seed() * 31 + each.getKey().hashCode();
      var dice = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + n);
      try {
        var draw = new Draw(new DataRecord(new LinkedHashMap<>(fields)), dice, now);
        fields.put(each.getKey(), each.getValue().value(draw));
      } catch (EvaluationException e) {
        throw new RetryableException("Field '" + each.getKey() + "': " + e.getMessage(), e);
      }
    }
    if (!generators.containsKey(NUMBER)) {
      fields.remove(NUMBER);
    }
    return new DataRecord(fields);
  }

  private static JsonNode position(long n, Instant at) {
    return Json.object().put("n", n).put("at", at.toString());
  }

  private static Batch batch(List<Traced> items, JsonNode position, boolean more) {
    return new Batch(
        List.of(new FlowFile(Map.of(), new Records(items))), Optional.of(position), more);
  }
}
