package dev.weft.catalog.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.Json;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.Fold.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ContractUsersTest {
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
