package dev.weft.registry.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.PortName;
import dev.weft.model.ResourceKind;
import dev.weft.spi.RecordFormat;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;

/** Schemas are registered once, keep their ids, and follow each other as the level says. */
class SubjectsTest {
  private static final String ID =
      "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"}]}";
  private static final String ID_AND_NOTE =
      "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"},"
          + "{\"name\":\"note\",\"type\":[\"null\",\"string\"],\"default\":null}]}";
  private static final String ID_AND_TOTAL =
      "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"},"
          + "{\"name\":\"total\",\"type\":\"double\"}]}";

  private final Registry registry = new Registry();
  private final RegisteredSchemas view = new RegisteredSchemas();

  @Test
  void sameSchemaHasOneIdInAllSubjects() {
    var first = register("shop.orders-value", ID);
    var again = register("shop.orders-value", " " + ID.replace(",", ", "));
    var elsewhere = register("shop.refunds-value", ID);
    var other = register("shop.orders-value", ID_AND_NOTE);

    assertThat(first).isEqualTo(1);
    assertThat(again).isEqualTo(1);
    assertThat(elsewhere).isEqualTo(1);
    assertThat(other).isEqualTo(2);
    assertThat(registry.versions("shop.orders-value", false)).containsExactly(1, 2);
    assertThat(latest("shop.orders-value").version()).isEqualTo(2);
    assertThat(registry.index.subjects("", SchemaIndex.Shown.VISIBLE))
        .containsExactly("shop.orders-value", "shop.refunds-value");
    assertThat(registry.index.uses("1", "", false)).hasSize(2);
  }

  @Test
  void newVersionMustReadWhatTheOldOneWrote() {
    register("shop.orders-value", ID);

    assertThatThrownBy(() -> register("shop.orders-value", ID_AND_TOTAL))
        .hasMessageContaining("incompatible");
    assertThat(registry.objections("shop.orders-value", "1", new Draft("", ID_AND_TOTAL)))
        .isNotEmpty();

    registry.level("shop.orders-value", "FORWARD");
    assertThat(register("shop.orders-value", ID_AND_TOTAL)).isEqualTo(2);
  }

  @Test
  void levelForAllHoldsWhereThereIsNoOther() {
    register("shop.orders-value", ID);

    registry.level("", "NONE");

    assertThat(register("shop.orders-value", ID_AND_TOTAL)).isEqualTo(2);
    assertThat(registry.index.subjects("", SchemaIndex.Shown.VISIBLE))
        .containsExactly("shop.orders-value");
  }

  @Test
  void whatIsNoSchemaIsRefused() {
    assertThatThrownBy(() -> register("shop.orders-value", "{\"type\":\"nothing\"}"))
        .hasMessageContaining("no Avro schema");
    assertThatThrownBy(() -> registry.register("shop.orders-value", new Draft("YAML", "a: b")))
        .hasMessageContaining("not supported");
    assertThatThrownBy(() -> latest("shop.orders-value")).hasMessageContaining("no subject");
  }

  @Test
  void viewFindsSchemasByIdAndFingerprintAndFormatsByContract() {
    registry.mesh.follow(view);
    register("shop.orders-value", ID);
    registry.mesh.put(
        ResourceKind.DATA_CONTRACT,
        "orders-v1",
        "{'id':'orders-v1','servers':[{'server':'mesh','type':'kafka','host':'x','format':'AVRO'}]}");
    registry.mesh.put(
        ResourceKind.DATA_PRODUCT,
        "shop",
        "{'id':'shop','outputPorts':[{'name':'orders','contractId':'orders-v1'},{'name':'plain'}]}");

    assertThat(view.byId(1)).map(schema -> schema.format()).contains(RecordFormat.AVRO);
    assertThat(
            view.byFingerprint(
                SchemaNormalization.parsingFingerprint64(new Schema.Parser().parse(ID))))
        .isPresent();
    assertThat(view.format(new PortName("shop", "orders"))).isEqualTo(RecordFormat.AVRO);
    assertThat(view.format(new PortName("shop", "plain"))).isEqualTo(RecordFormat.JSON);

    registry.mesh.put(ResourceKind.DATA_CONTRACT, "orders-v1", "{'id':'orders-v1'}");
    assertThat(view.format(new PortName("shop", "orders"))).isEqualTo(RecordFormat.JSON);
  }

  private int register(String subject, String text) {
    return registry.register(subject, new Draft("", text));
  }

  private Version latest(String subject) {
    return registry.subjects.version(SubjectName.parse(subject), "latest", false);
  }
}
