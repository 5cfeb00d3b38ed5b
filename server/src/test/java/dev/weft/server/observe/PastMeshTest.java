package dev.weft.server.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.ProblemException;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.server.Fixture;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.AuditLog;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is now, and back from it what the audit says was before. */
class PastMeshTest {
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

  private final Fixture shop = new Fixture();
  private final List<AuditLog.Stored> events = new ArrayList<>();
  private Optional<Instant> cutAt = Optional.empty();
  private int passes;
  private final PastMesh past =
      new PastMesh(shop.mesh, new Audit(), Clock.fixed(NOON.plusSeconds(86_400), ZoneOffset.UTC));

  @Test
  void seesWhatWasBeforeEachChange() {
    var first = put("a", "First");
    var second = put("a", "Second");
    event(NOON.plusSeconds(60), "resource.create", "DataProduct/a", null, first);
    event(NOON.plusSeconds(120), "resource.change", "DataProduct/a", first, second);

    assertThat(product(NOON)).isEmpty();
    assertThat(past.at(NOON).next()).contains(NOON.plusSeconds(60));
    assertThat(past.at(NOON.plusSeconds(120)).next()).isEmpty();
    assertThat(product(NOON.plusSeconds(60)).orElseThrow().document()).isEqualTo(first);
    assertThat(product(NOON.plusSeconds(119)).orElseThrow().document()).isEqualTo(first);
    assertThat(product(NOON.plusSeconds(120)).orElseThrow().document()).isEqualTo(second);
  }

  @Test
  void seesWhatIsDeletedByNow() {
    var gone = json("{'id': 'a', 'name': 'Gone'}");
    event(NOON, "resource.delete", "DataProduct/a", gone, null);

    assertThat(past.at(NOON.minusSeconds(1)).state().all(ResourceKind.DATA_PRODUCT))
        .extracting(Resource::document)
        .contains(gone);
    assertThat(past.at(NOON).state().all(ResourceKind.DATA_PRODUCT))
        .extracting(Resource::document)
        .doesNotContain(gone);
  }

  @Test
  void leavesAsItIsWhatHasNotChanged() {
    var document = put("a", "Always");
    event(NOON, "resource.change", "DataProduct/b", json("{'id': 'b'}"), json("{'id': 'b'}"));

    assertThat(product(NOON.minusSeconds(1)).orElseThrow().document()).isEqualTo(document);
  }

  /** Its parameters and whether it runs are told under the name of the flow. */
  @Test
  void takesNothingElseForAFlow() {
    event(NOON, "flow.start", "Flow/f", json("{'running': false}"), json("{'running': true}"));
    event(NOON, "parameters.set", "Flow/f", json("{'plain': {}}"), json("{'plain': {'x': '1'}}"));
    var flow = json("{'name': 'f', 'processors': []}");
    event(NOON.plusSeconds(9), "resource.delete", "Flow/f", flow, null);

    assertThat(past.at(NOON.minusSeconds(1)).state().all(ResourceKind.FLOW))
        .extracting(Resource::document)
        .containsExactly(flow);
  }

  @Test
  void looksAtTheAuditOnceForATimeThatIsOver() {
    past.at(NOON);
    past.at(NOON);

    assertThat(passes).isEqualTo(1);
  }

  @Test
  void saysSinceWhenItIsKnown() {
    cutAt = Optional.of(NOON);

    assertThatThrownBy(() -> past.at(NOON.minusSeconds(1)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.first().code()).isEqualTo("too-long-ago");
              assertThat(e.first().message()).contains("known since " + NOON);
            });
  }

  @Test
  void knowsNothingOfTheFuture() {
    assertThatThrownBy(() -> past.at(NOON.plusSeconds(86_401)))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.first().code()).isEqualTo("in-the-future"));
  }

  private Optional<Resource> product(Instant at) {
    return past.at(at).state().get(new ResourceKey(ResourceKind.DATA_PRODUCT, "a"));
  }

  private ObjectNode put(String name, String title) {
    var document = json("{'id': '%s', 'name': '%s'}".formatted(name, title));
    shop.mesh.put(ResourceKind.DATA_PRODUCT, name, document);
    return document;
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) Json.parse(text.replace('\'', '"'));
  }

  private void event(
      Instant at, String action, String subject, ObjectNode before, ObjectNode after) {
    var details = Json.object();
    if (before != null) {
      details.set("before", before);
    }
    if (after != null) {
      details.set("after", after);
    }
    events.add(
        new AuditLog.Stored(
            "w", events.size() + 1, at, "ann", action, subject, true, details, "", ""));
  }

  /** The events of this test, oldest first as the real one gives them, and some before the time. */
  private final class Audit implements AuditLog {
    @Override
    public CompletableFuture<Void> append(AuditEvent event) {
      throw new UnsupportedOperationException("nothing is written here");
    }

    @Override
    public List<Stored> search(AuditQuery query) {
      throw new UnsupportedOperationException("nobody searches here");
    }

    @Override
    public void each(AuditQuery query, Consumer<Stored> sink) {
      passes++;
      events.forEach(sink);
    }

    @Override
    public Coverage each(AuditQuery query, Consumer<Stored> sink, long olderMax, Watch watch) {
      each(query, sink);
      return new Coverage(events.size(), cutAt);
    }

    @Override
    public Verification verify() {
      throw new UnsupportedOperationException("nobody verifies here");
    }
  }
}
