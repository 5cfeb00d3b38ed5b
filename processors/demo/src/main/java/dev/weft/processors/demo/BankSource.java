package dev.weft.processors.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.SourceProcessor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/** First the history, as fast as it is taken; then a trickle, as much as the clock says is due. */
final class BankSource implements SourceProcessor {
  private static final int BATCH = 1_000;

  /** What was missed for longer than this while the flow stood still is not made up for. */
  private static final Duration CATCH_UP = Duration.ofSeconds(10);

  private final GenerateBank.Settings settings;
  private final Clock clock;
  private final Entity entity;
  private final String source;

  BankSource(GenerateBank.Settings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.entity = settings.entity().of(settings.seed());
    var name = settings.entity().name().toLowerCase(Locale.ROOT);
    this.source = "generated:bank-" + settings.seed() + "/" + name;
  }

  @Override
  public Batch poll(Optional<JsonNode> json) {
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var position = BankPosition.of(json, now);
    return position.made() < settings.count() ? history(position, now) : live(position, now);
  }

  private Batch history(BankPosition position, Instant now) {
    var records = (int) Math.min(BATCH, settings.count() - position.made());
    var items = make(position.made(), records, number -> position.past(number, settings.count()));
    var next = position.plus(records);
    var more = next.made() < settings.count();
    return batch(items, more ? next : next.liveUntil(now), more);
  }

  private Batch live(BankPosition position, Instant now) {
    if (settings.perSecond() == 0) {
      return Batch.EMPTY;
    }
    var earliest = now.minus(CATCH_UP);
    var from = position.live().isBefore(earliest) ? earliest : position.live();
    var each = Duration.ofNanos((long) (1e9 / settings.perSecond()));
    var due = Duration.between(from, now).dividedBy(each);
    if (due <= 0) {
      return Batch.EMPTY;
    }
    var records = (int) Math.min(BATCH, due);
    var first = position.made();
    var items = make(first, records, number -> from.plus(each.multipliedBy(number - first + 1)));
    return batch(
        items, position.plus(records).liveUntil(from.plus(each.multipliedBy(records))), false);
  }

  private List<Traced> make(long first, int records, LongFunction<Instant> time) {
    var items = new ArrayList<Traced>(records);
    for (var number = first; number < first + records; number++) {
      var entry = entity.entry(number, time.apply(number));
      items.add(new Traced(entry, new Origin(source, "number", number + 1)));
    }
    return items;
  }

  private static Batch batch(List<Traced> items, BankPosition next, boolean more) {
    var file = new FlowFile(Map.of(), new Records(items));
    return new Batch(List.of(file), Optional.of(next.json()), more);
  }
}
