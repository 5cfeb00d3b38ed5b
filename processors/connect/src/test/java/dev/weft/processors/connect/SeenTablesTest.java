package dev.weft.processors.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.spi.flow.SourceTables;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** What is known of the tables behind a connector, by its records alone. */
class SeenTablesTest {
  private static final Schema SOURCE =
      SchemaBuilder.struct()
          .field("snapshot", Schema.OPTIONAL_STRING_SCHEMA)
          .field("db", Schema.STRING_SCHEMA)
          .field("schema", Schema.STRING_SCHEMA)
          .field("table", Schema.STRING_SCHEMA)
          .build();
  private static final Schema CUSTOMER =
      SchemaBuilder.struct()
          .field("id", Schema.INT32_SCHEMA)
          .field("balance", Decimal.builder(2).optional().build())
          .field("born", SchemaBuilder.int32().name("io.debezium.time.Date").optional().build())
          .optional()
          .build();
  private static final Schema ORDER =
      SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).optional().build();

  private final SeenTables seen = new SeenTables();

  @Test
  void aChangeEventNamesItsTableAndItsColumns() {
    var tables = seen.look(List.of(change("customer", CUSTOMER, "false"))).orElseThrow();

    assertThat(tables.reads()).isEmpty();
    assertThat(tables.complete()).isFalse();
    assertThat(tables.takes())
        .containsExactly(
            new SourceTables.Table(
                "public",
                "customer",
                List.of(
                    new SourceTables.Column("id", "int32", "integer"),
                    new SourceTables.Column("balance", Decimal.LOGICAL_NAME, "number"),
                    new SourceTables.Column("born", "io.debezium.time.Date", "date"))));
    assertThat(seen.look(List.of(change("customer", CUSTOMER, "false")))).isEmpty();
  }

  @Test
  void aColumnThatComesOrHasAnotherTypeIsToldAtOnce() {
    seen.look(List.of(change("customer", CUSTOMER, "false")));
    var wider =
        SchemaBuilder.struct()
            .field("id", Schema.STRING_SCHEMA)
            .field("city", Schema.OPTIONAL_STRING_SCHEMA)
            .optional()
            .build();

    var tables = seen.look(List.of(change("customer", wider, "false"))).orElseThrow();

    assertThat(tables.takes().get(0).columns())
        .containsExactly(
            new SourceTables.Column("id", "string", "string"),
            new SourceTables.Column("city", "string", "string"));
  }

  @Test
  void whatAFirstLookFindsIsToldTogether() {
    assertThat(seen.look(List.of(change("customer", CUSTOMER, "first")))).isEmpty();

    var tables = seen.look(List.of(change("order", ORDER, "last"))).orElseThrow();

    assertThat(tables.takes())
        .extracting(SourceTables.Table::name)
        .containsExactly("customer", "order");
  }

  @Test
  void anyStructureIsOneOfItsTopic() {
    var row = new Struct(ORDER).put("id", 7L);
    var record = new SourceRecord(Map.of(), Map.of(), "shop.order", null, null, null, ORDER, row);
    var text =
        new SourceRecord(
            Map.of(), Map.of(), "lines", null, null, null, Schema.STRING_SCHEMA, "no table");

    var tables = seen.look(List.of(record, text)).orElseThrow();

    assertThat(tables.takes())
        .containsExactly(
            new SourceTables.Table(
                "", "shop.order", List.of(new SourceTables.Column("id", "int64", "integer"))));
  }

  private static SourceRecord change(String table, Schema row, String snapshot) {
    var envelope =
        SchemaBuilder.struct()
            .field("before", row)
            .field("after", row)
            .field("source", SOURCE)
            .field("op", Schema.STRING_SCHEMA)
            .build();
    var source =
        new Struct(SOURCE)
            .put("snapshot", snapshot)
            .put("db", "shop")
            .put("schema", "public")
            .put("table", table);
    var value = new Struct(envelope).put("source", source).put("op", "c");
    return new SourceRecord(
        Map.of(), Map.of(), "crm.public." + table, null, null, null, envelope, value);
  }
}
