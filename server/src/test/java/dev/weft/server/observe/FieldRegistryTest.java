package dev.weft.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.Json;
import dev.weft.model.PortFields;
import dev.weft.model.PortName;
import dev.weft.model.ResourceKind;
import dev.weft.server.Fixture;
import dev.weft.spi.Classifier.Finding;
import dev.weft.spi.FieldObserver.FieldSample;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FieldRegistryTest {
  private static final PortName PORT = new PortName("customers", "customers");

  private final Fixture shop = new Fixture();
  private final FieldRegistry fields =
      new FieldRegistry(
          shop.mesh,
          candidate ->
              candidate.path().equals("mobile")
                  ? List.of(new Finding("pii.phone", 0.9, "name says phone"))
                  : List.of(),
          Runnable::run);

  @Test
  void aNewFieldIsTaggedBeforeTheFutureCompletes() {
    fields
        .seen(PORT, Map.of("mobile", new FieldSample("string", List.of("+1 780 434 4554"))))
        .join();

    var known =
        shop.mesh
            .state()
            .find(ResourceKind.PORT_FIELDS, PORT.topic(), PortFields.class)
            .orElseThrow();
    assertThat(known.field("mobile").orElseThrow().tags())
        .extracting("tag")
        .containsExactly("pii.phone");
    assertThat(known.field("mobile").orElseThrow().inContract()).isFalse();
    assertThat(fields.known(PORT)).containsExactly("mobile");
  }

  @Test
  void whatTheStewardHasDecidedIsNotDecidedAgain() {
    fields.seen(PORT, Map.of("email", new FieldSample("string", List.of("a@example.org")))).join();
    var before = shop.mesh.state().revision();

    fields.seen(PORT, Map.of("email", new FieldSample("string", List.of("b@example.org")))).join();

    assertThat(shop.mesh.state().revision()).isEqualTo(before);
  }

  @Test
  void noSampledValueIsKept() {
    fields
        .seen(PORT, Map.of("mobile", new FieldSample("string", List.of("+1 780 434 4554"))))
        .join();

    var kept =
        Json.text(shop.mesh.state().all(ResourceKind.PORT_FIELDS)) + Json.text(shop.mesh.audit());
    assertThat(kept).doesNotContain("434 4554");
  }
}
