package dev.weft.processors.standard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.policy.CelExpressions;
import dev.weft.processors.standard.window.AggregateRecord;
import dev.weft.spi.flow.FieldMap;
import dev.weft.spi.flow.FieldMap.From;
import dev.weft.spi.flow.FieldMap.How;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What processors say of the fields that they emit. */
class FieldMapsTest {
  private final CelExpressions cel = new CelExpressions();

  @Test
  void updateRecordSetsFromWhatItsExpressionsRead() {
    var set = new LinkedHashMap<String, String>();
    set.put("account", "record.iban");
    set.put("short", "record.account.substring(4)");
    set.put("sum", "record.a + record.b.c");
    set.put("one", "1");
    set.put("file", "attributes.filename");
    var settings = new UpdateRecord.Settings(set, List.of("iban", "file"));
    var map = new UpdateRecord().fields(settings, "success", cel);

    assertThat(map.of("account")).containsExactly(new From("iban", How.COPIED));
    assertThat(map.of("account.country")).containsExactly(new From("iban.country", How.COPIED));
    assertThat(map.of("short")).containsExactly(new From("iban", How.DERIVED));
    assertThat(map.of("sum"))
        .containsExactlyInAnyOrder(new From("a", How.DERIVED), new From("b.c", How.DERIVED));
    assertThat(map.of("one")).isEmpty();
    assertThat(map.of("iban")).isEmpty();
    assertThat(map.of("file")).isEmpty();
    assertThat(map.of("other")).containsExactly(new From("other", How.COPIED));
    assertThat(new UpdateRecord().fields(settings, "failure", cel)).isEqualTo(FieldMap.SAME);
  }

  @Test
  void anAttributeMayHoldAnyField() {
    var settings = new UpdateRecord.Settings(Map.of("who", "attributes.who"), null);

    assertThat(new UpdateRecord().fields(settings, "success", cel).of("who"))
        .containsExactly(new From(FieldMap.ANY, How.UNKNOWN));
  }

  @Test
  void aggregateRecordMakesWindowsOfTimesAndNumbersOfWhatTheyCount() {
    var settings =
        new AggregateRecord.Settings(
            "record.at",
            Duration.ofMinutes(1),
            null,
            Map.of("address", "record.address"),
            Map.of("tries", "sum(record.attempts)", "all", "count"),
            null,
            null,
            null,
            0);
    var map = new AggregateRecord().fields(settings, "success", cel);

    assertThat(map.of("address")).containsExactly(new From("address", How.COPIED));
    assertThat(map.of("tries")).containsExactly(new From("attempts", How.DERIVED));
    assertThat(map.of("window_end")).containsExactly(new From("at", How.DERIVED));
    assertThat(map.of("all")).isEmpty();
    assertThat(map.of("user_name")).isEmpty();
    assertThat(new AggregateRecord().fields(settings, "late", cel)).isEqualTo(FieldMap.SAME);
  }

  @Test
  void convertRecordPicksAndRenames() {
    var settings =
        new ConvertRecord.Settings(null, null, Map.of("city", "address.city"), null, null);
    var map = new ConvertRecord().fields(settings, "success", cel);

    assertThat(map.of("city")).containsExactly(new From("address.city", How.COPIED));
    assertThat(map.of("address")).isEmpty();
  }

  @Test
  void flattenRecordPutsObjectsIntoNames() {
    var settings = new FlattenRecord.Settings("_", null, 0);
    var map = new FlattenRecord().fields(settings, "success", cel);

    assertThat(map.of("address_city"))
        .contains(new From("address.city", How.COPIED), new From("address_city", How.COPIED));
  }

  @Test
  void whatIsLookedUpComesFromTheKey() {
    var settings = new LookupRecord.Settings("countries", "record.country", "land");
    var map = new LookupRecord().fields(settings, "matched", cel);

    assertThat(map.of("land.name")).containsExactly(new From("country", How.DERIVED));
    assertThat(map.of("iban")).containsExactly(new From("iban", How.COPIED));
  }

  @Test
  void forkRecordLeavesTheArray() {
    var settings = new ForkRecord.Settings("order.items", List.of("customer"), null);
    var map = new ForkRecord().fields(settings, "fork", cel);

    assertThat(map.of("price")).containsExactly(new From("order.items.price", How.COPIED));
    assertThat(map.of("customer"))
        .containsExactlyInAnyOrder(
            new From("customer", How.COPIED), new From("order.items.customer", How.COPIED));
  }

  @Test
  void whatSaysNothingMakesAnythingOfAnything() {
    var settings = new ReplaceText.Settings("a", "b", null, null, 0);

    assertThat(new ReplaceText().fields(settings, "success", cel).of("x"))
        .containsExactly(new From(FieldMap.ANY, How.UNKNOWN));
  }
}
