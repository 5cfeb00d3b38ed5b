package dev.weft.catalog.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.PortUse;
import dev.weft.model.PrincipalId;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However the graph came about, it is the one that a fresh fold of the same state makes. */
class AssemblyTest {
  private static final int STEPS = 400;

  private final Map<ResourceKey, Resource> state = new HashMap<>();
  private final Assembly grown = new Assembly();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void equalsAFreshFoldAfterRandomChanges(long seed) {
    var random = new Random(seed);
    for (var step = 0; step < STEPS; step++) {
      grown.change(changes(random));
      var all = new ArrayList<>(state.values());
      Collections.shuffle(all, random);
      var fresh = new Assembly();
      fresh.change(told(all));

      assertThat(grown.whole().nodes())
          .as("nodes of seed %d, step %d", seed, step)
          .containsExactlyInAnyOrderElementsOf(fresh.whole().nodes());
      assertThat(grown.whole().edges())
          .as("edges of seed %d, step %d", seed, step)
          .containsExactlyInAnyOrderElementsOf(fresh.whole().edges());
      assertThat(grown.whole().seen())
          .as("seen of seed %d, step %d", seed, step)
          .containsExactlyInAnyOrderElementsOf(fresh.whole().seen());
    }
    state.keySet().forEach(key -> grown.change(Map.of(key, Optional.empty())));
    assertThat(grown.whole().nodes()).isEmpty();
  }

  private static Map<ResourceKey, Optional<Facts>> told(List<Resource> resources) {
    var told = new LinkedHashMap<ResourceKey, Optional<Facts>>();
    resources.forEach(resource -> told.put(resource.key(), Facts.of(resource, Instant.EPOCH)));
    return told;
  }

  private Map<ResourceKey, Optional<Facts>> changes(Random random) {
    var told = new LinkedHashMap<ResourceKey, Optional<Facts>>();
    for (var i = random.nextInt(3); i >= 0; i--) {
      var resource = resource(random);
      if (random.nextInt(4) == 0) {
        state.remove(resource.key());
        told.put(resource.key(), Optional.empty());
      } else {
        state.put(resource.key(), resource);
        told.put(resource.key(), Facts.of(resource, Instant.EPOCH));
      }
    }
    return told;
  }

  private static Resource resource(Random random) {
    return switch (random.nextInt(8)) {
      case 0, 1 -> product(random);
      case 2 -> flow(random);
      case 3 -> query(random);
      case 4 -> subscription(random);
      case 5 -> parameters(random);
      case 6 -> use(random);
      default -> fields(random);
    };
  }

  private static String product(int i) {
    return "p" + i;
  }

  private static String port(Random random) {
    return product(random.nextInt(4)) + ".o" + random.nextInt(3);
  }

  private static Resource product(Random random) {
    var name = product(random.nextInt(4));
    var outputs = new ArrayList<String>();
    for (var i = 0; i < 3; i++) {
      if (random.nextBoolean()) {
        outputs.add("{'name': 'o%d', 'contractId': 'c%d'}".formatted(i, random.nextInt(5)));
      }
    }
    return resource(
        ResourceKind.DATA_PRODUCT,
        name,
        "{'id': '%s', 'name': 'Title %d', 'domain': 'd%d', 'inputPorts': [{'name': 'in', 'contractId': 'c%d'}], 'outputPorts': %s}"
            .formatted(name, random.nextInt(3), random.nextInt(2), random.nextInt(5), outputs));
  }

  private static Resource flow(Random random) {
    var name = "f" + random.nextInt(4);
    var source =
        random.nextBoolean()
            ? "{'name': 'read', 'type': 'ConsumePort', 'settings': {'port': '"
                + port(random)
                + "'}}"
            : "{'name': 'read', 'type': 'QueryDatabaseTable', 'settings': {'url': '#{db}', 'table': 't'}}";
    return resource(
        ResourceKind.FLOW,
        name,
        ("{'name': '%s', 'product': '%s', 'parameters': {'db': {'default': 'jdbc:x://h/a'}}, 'processors': [%s,"
                + " {'name': 'put', 'type': 'PublishPort', 'settings': {'port': '%s'}}],"
                + " 'connections': ['read.success -> put']}")
            .formatted(name, product(random.nextInt(4)), source, port(random)));
  }

  private static Resource query(Random random) {
    var name = "q" + random.nextInt(3);
    return resource(
        ResourceKind.QUERY,
        name,
        "{'name': '%s', 'product': '%s', 'into': '%s', 'sql': 'SELECT * FROM %s, %s'}"
            .formatted(name, product(random.nextInt(4)), port(random), port(random), port(random)));
  }

  private static Resource subscription(Random random) {
    var name = "s" + random.nextInt(6);
    var reader =
        random.nextBoolean() ? "product:" + product(random.nextInt(4)) : "u" + name.charAt(1);
    return resource(
        ResourceKind.SUBSCRIPTION,
        name,
        "{'id': '%s', 'principal': '%s', 'port': '%s', 'status': '%s'}"
            .formatted(
                name, reader, port(random), random.nextInt(4) == 0 ? "REQUESTED" : "APPROVED"));
  }

  private static Resource use(Random random) {
    var port = port(random);
    var who =
        random.nextBoolean() ? "product:" + product(random.nextInt(4)) : "u" + random.nextInt(6);
    var kind = random.nextBoolean() ? PortUse.Kind.READS : PortUse.Kind.PRODUCES;
    return resource(
        ResourceKind.PORT_USE,
        PortUse.key(port, kind, PrincipalId.parse(who)).name(),
        "{'port': '%s', 'principal': '%s', 'kind': '%s', 'first': '2026-11-01T00:00:00Z', 'last': '2026-11-0%dT00:00:00Z'}"
            .formatted(port, who, kind, 1 + random.nextInt(9)));
  }

  private static Resource parameters(Random random) {
    return resource(
        ResourceKind.PARAMETERS,
        "f" + random.nextInt(4),
        "{'plain': {'db': 'jdbc:x://h/b" + random.nextInt(2) + "'}, 'secrets': {}}");
  }

  private static Resource fields(Random random) {
    var port = port(random);
    return resource(
        ResourceKind.PORT_FIELDS,
        port,
        "{'port': '%s', 'fields': {'a': {'type': 'string', 'tags': [{'tag': 'pii.t%d', 'confidence': 1.0, 'status': 'CONFIRMED'}]}}}"
            .formatted(port, random.nextInt(3)));
  }

  private static Resource resource(ResourceKind kind, String name, String json) {
    return new Resource(
        new ResourceKey(kind, name),
        1,
        Instant.EPOCH,
        "user:x",
        (ObjectNode) Json.parse(json.replace('\'', '"')));
  }
}
