package dev.weft.catalog.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.spi.Fold.Change;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NameIndexTest {
  private static final int CONTRACTS = 3000;

  /** Whatever was changed, in whatever order: as if all products were looked through. */
  @Test
  void namesTheProductsThatAreFoundByLookingThroughAll() {
    var random = new SplittableRandom(3);
    var state = Snapshot.EMPTY;
    for (var i = 0; i < 400; i++) {
      var changes = new ArrayList<Change>();
      for (var j = random.nextInt(20); j >= 0; j--) {
        var name = "p" + random.nextInt(200);
        changes.add(
            random.nextInt(8) == 0
                ? Change.delete(new ResourceKey(ResourceKind.DATA_PRODUCT, name))
                : Change.put(product(name, random)));
      }
      state = state.after(changes);
    }

    for (var i = 0; i < CONTRACTS; i++) {
      assertThat(state.productsWith("c" + i)).isEqualTo(lookedThrough(state, "c" + i));
    }
    assertThat(state.productsWith("none")).isEmpty();
  }

  /** The same of what products read, and of subscriptions by port and by principal. */
  @Test
  void namesWhatReadsAndWhatIsSubscribed() {
    var random = new SplittableRandom(5);
    var state = Snapshot.EMPTY;
    for (var i = 0; i < 300; i++) {
      var changes = new ArrayList<Change>();
      for (var j = random.nextInt(10); j >= 0; j--) {
        changes.add(reading("p" + random.nextInt(50), random));
        var key = new ResourceKey(ResourceKind.SUBSCRIPTION, "s" + random.nextInt(150));
        changes.add(random.nextInt(6) == 0 ? Change.delete(key) : subscription(key, random));
      }
      state = state.after(changes);
    }

    var all = new LookedThrough(state);
    for (var i = 0; i < 40; i++) {
      assertThat(state.productsReading("c" + i)).isEqualTo(all.productsReading("c" + i));
      assertThat(state.subscriptionsTo("p" + i + ".out"))
          .isEqualTo(all.subscriptionsTo("p" + i + ".out"));
      var reader = PrincipalId.product("p" + i);
      assertThat(state.subscriptionsOf(reader)).isEqualTo(all.subscriptionsOf(reader));
    }
    assertThat(state.subscriptionsTo("p1.out")).isNotEmpty();
    assertThat(state.subscriptionsOf(PrincipalId.product("p1"))).isNotEmpty();
  }

  /** Answers as the interface does by itself. */
  private record LookedThrough(Snapshot below) implements MeshState {
    @Override
    public Optional<Resource> get(ResourceKey key) {
      return below.get(key);
    }

    @Override
    public List<Resource> all(ResourceKind kind) {
      return below.all(kind);
    }

    @Override
    public long revision() {
      return below.revision();
    }
  }

  private static Change reading(String name, SplittableRandom random) {
    var document = Json.object().put("id", name).put("name", name);
    var ports = document.putArray("inputPorts");
    for (var i = random.nextInt(3); i > 0; i--) {
      ports.addObject().put("name", "i" + i).put("contractId", "c" + random.nextInt(40));
    }
    return put(new ResourceKey(ResourceKind.DATA_PRODUCT, name), document);
  }

  private static Change subscription(ResourceKey key, SplittableRandom random) {
    var one =
        Subscription.request(
            key.name(),
            PrincipalId.product("p" + random.nextInt(40)),
            new PortName("p" + random.nextInt(40), "out"),
            "To test.",
            List.of(),
            Optional.empty(),
            PrincipalId.user("olga"),
            Instant.EPOCH);
    return put(key, Json.tree(one));
  }

  private static Change put(ResourceKey key, ObjectNode document) {
    return Change.put(new Resource(key, 1, Instant.EPOCH, "user:a", document));
  }

  private static List<String> lookedThrough(Snapshot state, String contract) {
    return state.all(ResourceKind.DATA_PRODUCT).stream()
        .filter(
            product ->
                product
                    .document()
                    .path("outputPorts")
                    .valueStream()
                    .anyMatch(port -> port.path("contractId").asText().equals(contract)))
        .map(Resource::name)
        .toList();
  }

  private static Resource product(String name, SplittableRandom random) {
    var document = Json.object().put("id", name);
    var ports = document.putArray("outputPorts");
    for (var i = random.nextInt(4); i > 0; i--) {
      ports.addObject().put("name", "o" + i).put("contractId", "c" + random.nextInt(CONTRACTS));
    }
    ports.addObject().put("name", "without");
    return new Resource(
        new ResourceKey(ResourceKind.DATA_PRODUCT, name), 1, Instant.EPOCH, "user:a", document);
  }
}
