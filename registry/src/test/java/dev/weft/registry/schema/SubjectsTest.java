package dev.weft.registry.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKind;
import dev.weft.registry.schema.Subjects.Draft;
import dev.weft.spi.RecordFormat;
import dev.weft.testing.MemoryMesh;
import java.time.Clock;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;

/** Schemas are registered once, keep their ids, and follow each other as the level says. */
class SubjectsTest {
  private static final PrincipalId OLGA = PrincipalId.user("olga");
  private static final String ID =
      "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"}]}";
  private static final String ID_AND_NOTE =
      "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"},"
          + "{\"name\":\"note\",\"type\":[\"null\",\"string\"],\"default\":null}]}";
  private static final String ID_AND_TOTAL =
      "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"},"
          + "{\"name\":\"total\",\"type\":\"double\"}]}";

  private final MemoryMesh mesh = new MemoryMesh(Clock.systemUTC());
  private final Subjects subjects = new Subjects(mesh);
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
    assertThat(subjects.versions("shop.orders-value")).hasSize(2);
    assertThat(subjects.version("shop.orders-value", "latest").version()).isEqualTo(2);
    assertThat(subjects.all()).containsExactly("shop.orders-value", "shop.refunds-value");
    assertThat(subjects.uses("1")).hasSize(2);
  }

  @Test
  void newVersionMustReadWhatTheOldOneWrote() {
    register("shop.orders-value", ID);

    assertThatThrownBy(() -> register("shop.orders-value", ID_AND_TOTAL))
        .hasMessageContaining("incompatible");
    assertThat(subjects.objection("shop.orders-value", "1", new Draft("", ID_AND_TOTAL)))
        .isPresent();

    subjects.setCompatibility(Optional.of("shop.orders-value"), "FORWARD", OLGA);
    assertThat(register("shop.orders-value", ID_AND_TOTAL)).isEqualTo(2);
  }

  @Test
  void levelForAllHoldsWhereThereIsNoOther() {
    register("shop.orders-value", ID);

    subjects.setCompatibility(Optional.empty(), "NONE", OLGA);

    assertThat(register("shop.orders-value", ID_AND_TOTAL)).isEqualTo(2);
    assertThat(subjects.all()).containsExactly("shop.orders-value");
  }

  @Test
  void whatIsNoSchemaIsRefused() {
    assertThatThrownBy(() -> register("shop.orders-value", "{\"type\":\"nothing\"}"))
        .hasMessageContaining("no Avro schema");
    assertThatThrownBy(
            () -> subjects.register("shop.orders-value", new Draft("YAML", "a: b"), OLGA))
        .hasMessageContaining("not supported");
    assertThatThrownBy(() -> subjects.version("shop.orders-value", "1"))
        .hasMessageContaining("no subject");
  }

  @Test
  void viewFindsSchemasByIdAndFingerprintAndFormatsByContract() {
    mesh.follow(view);
    register("shop.orders-value", ID);
    mesh.put(
        ResourceKind.DATA_CONTRACT,
        "orders-v1",
        "{'id':'orders-v1','servers':[{'server':'mesh','type':'kafka','host':'x','format':'AVRO'}]}");
    mesh.put(
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

    mesh.put(ResourceKind.DATA_CONTRACT, "orders-v1", "{'id':'orders-v1'}");
    assertThat(view.format(new PortName("shop", "orders"))).isEqualTo(RecordFormat.JSON);
  }

  private int register(String subject, String text) {
    return subjects.register(subject, new Draft("", text), OLGA).schema().id();
  }
}
