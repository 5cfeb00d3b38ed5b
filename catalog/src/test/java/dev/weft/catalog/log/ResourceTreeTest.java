package dev.weft.catalog.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.Json;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ResourceTreeTest {
  private static final ResourceKind[] KINDS = ResourceKind.values();

  @Test
  void holdsWhatASortedMapHoldsAfterAnyChanges() {
    var random = new Random(7);
    var map = new TreeMap<ResourceKey, Resource>();
    var tree = ResourceTree.EMPTY;

    for (var i = 0; i < 20_000; i++) {
      var key = new ResourceKey(KINDS[random.nextInt(3)], "n" + random.nextInt(500));
      if (random.nextInt(3) == 0) {
        map.remove(key);
        tree = tree.remove(key);
      } else {
        var resource = new Resource(key, i + 1, Instant.EPOCH, "olga", Json.object());
        map.put(key, resource);
        tree = tree.put(resource);
      }
    }

    var all = new ArrayList<Resource>();
    tree.forEach(all::add);
    assertThat(all).containsExactlyElementsOf(map.values());
    assertThat(tree.size()).isEqualTo(map.size());
    var ofKind = new ArrayList<Resource>();
    tree.forEach(KINDS[1], ofKind::add);
    assertThat(ofKind)
        .isNotEmpty()
        .containsExactlyElementsOf(
            map.values().stream().filter(it -> it.kind() == KINDS[1]).toList());
  }

  @Test
  void leavesAnEarlierStateAsItWas() {
    var key = new ResourceKey(ResourceKind.TERM, "iban");
    var before = ResourceTree.EMPTY.put(new Resource(key, 1, Instant.EPOCH, "olga", Json.object()));

    var after = before.put(new Resource(key, 2, Instant.EPOCH, "sam", Json.object())).remove(key);

    assertThat(before.get(key).orElseThrow().version()).isEqualTo(1);
    assertThat(after.size()).isZero();
  }
}
