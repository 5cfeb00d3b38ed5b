package dev.weft.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.PortFields;
import dev.weft.model.ResourceKind;
import dev.weft.server.observe.TagProofs.Hop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where tags end up when flows lead in circles, when sources lose them, and when they are stopped.
 */
class TagsAtRestTest {
  private static final String IBAN = "pii.iban";

  private final LinkedPorts ports = new LinkedPorts();
  private final TagProofs proofs = new TagProofs(ports.inherited, ports.shop.clock);

  @Test
  void aTagInACircleGoesWhenItsSourceLosesIt() {
    ports.port("a.out", "x", IBAN);
    ports.port("b.out", "x", "");
    ports.port("c.out", "x", "");
    ports.flow("one", "a.out", "b.out", "x", "x");
    ports.flow("two", "b.out", "c.out", "x", "x");
    ports.flow("back", "c.out", "b.out", "x", "x");
    ports.work();
    assertThat(ports.tags("c.out", "x")).containsExactly(IBAN);

    ports.port("a.out", "x", "");
    ports.work();

    assertThat(ports.tags("b.out", "x")).isEmpty();
    assertThat(ports.tags("c.out", "x")).isEmpty();
  }

  @Test
  void aTagStaysWhileAnotherWayLeadsToASource() {
    ports.port("a.out", "x", IBAN);
    ports.port("b.out", "x", IBAN);
    ports.port("c.out", "x", "");
    ports.flow("one", "a.out", "c.out", "x", "x");
    ports.flow("two", "b.out", "c.out", "x", "x");
    ports.work();

    ports.port("a.out", "x", "");
    ports.work();
    assertThat(ports.tags("c.out", "x")).containsExactly(IBAN);

    ports.shop.mesh.remove(ResourceKind.FLOW, "two");
    ports.work();
    assertThat(ports.tags("c.out", "x")).isEmpty();
  }

  @Test
  void aStoppedTagDoesNotComeByThatFlowAndIsBackWhenItMay() {
    ports.port("a.out", "x", IBAN);
    ports.port("b.out", "x", "");
    ports.port("c.out", "x", "");
    ports.flow("one", "a.out", "b.out", "x", "x");
    ports.flow("two", "b.out", "c.out", "x", "x");
    ports.work();

    ports.stop("b.out", "one", "x", IBAN);
    ports.work();
    assertThat(ports.tags("b.out", "x")).isEmpty();
    assertThat(ports.tags("c.out", "x")).isEmpty();

    ports.stop("b.out", "one", "x", "pii.other");
    ports.work();
    assertThat(ports.tags("c.out", "x")).containsExactly(IBAN);

    ports.stop("b.out", "one", "x", "*");
    ports.work();
    assertThat(ports.tags("c.out", "x")).isEmpty();

    ports.shop.mesh.remove(ResourceKind.TAG_STOPS, "b.out");
    ports.work();
    assertThat(ports.tags("c.out", "x")).containsExactly(IBAN);
  }

  @Test
  void theProofLeadsFromTheOriginHopByHop() {
    ports.port("a.out", "x", IBAN);
    ports.port("b.out", "y", "");
    ports.port("c.out", "z", "");
    ports.flow("one", "a.out", "b.out", "x", "y");
    ports.flow("two", "b.out", "c.out", "y", "z");
    ports.flow("back", "c.out", "b.out", "z", "y");
    ports.work();

    var proof = proofs.of(ports.shop.mesh.state(), LinkedPorts.name("c.out"), "z", product -> true);

    assertThat(proof).hasSize(1);
    var begins = proof.get(0).begins().orElseThrow();
    assertThat(begins.port() + " " + begins.field()).isEqualTo("a.out x");
    assertThat(begins.source()).isEqualTo("steward");
    assertThat(proof.get(0).hops())
        .containsExactly(
            new Hop("one", List.of("middle"), "copied", "b.out", "y", false),
            new Hop("two", List.of("middle"), "copied", "c.out", "z", false));
  }

  @Test
  void theProofSaysNothingOfProductsThatTheAskerMayNotKnow() {
    ports.port("a.out", "x", IBAN);
    ports.port("b.out", "x", "");
    ports.port("c.out", "x", "");
    ports.flow("one", "a.out", "b.out", "x", "x");
    ports.flow("two", "b.out", "c.out", "x", "x");
    ports.work();

    var proof =
        proofs
            .of(
                ports.shop.mesh.state(),
                LinkedPorts.name("c.out"),
                "x",
                product -> product.equals("c"))
            .get(0);

    assertThat(proof.begins()).contains(TagProofs.Origin.HIDDEN);
    assertThat(proof.hops().get(0)).isEqualTo(new Hop("", List.of(), "copied", "", "", true));
    assertThat(proof.hops().get(1).flow()).isEqualTo("two");
  }

  @Test
  void onlyWhatCanBeReachedIsLookedAt() {
    ports.port("a.out", "x", "");
    ports.port("b.out", "x", "");
    ports.port("c.out", "x", "");
    ports.flow("one", "a.out", "b.out", "x", "x");

    assertThat(ports.flows.reachedFrom(ports.shop.mesh.state(), List.of(LinkedPorts.name("a.out"))))
        .containsExactly(LinkedPorts.name("a.out"), LinkedPorts.name("b.out"));
    assertThat(ports.flows.reachedFrom(ports.shop.mesh.state(), List.of(LinkedPorts.name("b.out"))))
        .containsExactly(LinkedPorts.name("b.out"));
  }

  /**
   * Whatever changes and in which order, at rest a field has a tag exactly if a way leads to it.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void equalsWhatIsReachableAfterRandomChanges(long seed) {
    var random = new Random(seed);
    var model = new Model();
    for (var i = 0; i < Model.PORTS; i++) {
      change(model, i, "", "");
    }
    for (var step = 0; step < 120; step++) {
      switch (random.nextInt(4)) {
        case 0 -> {
          var flow = "f" + random.nextInt(6);
          model.flows.remove(flow);
          ports.shop.mesh.remove(ResourceKind.FLOW, flow);
        }
        case 1 -> {
          var flow = "f" + random.nextInt(6);
          model.flows.put(flow, Edge.random(random));
          var edge = model.flows.get(flow);
          ports.flow(flow, edge.from(), edge.to(), edge.field(), edge.into());
        }
        case 2 ->
            change(
                model,
                random.nextInt(Model.PORTS),
                random.nextBoolean() ? "t.one" : "",
                random.nextBoolean() ? "t.two" : "");
        default -> {
          var to = Model.port(random.nextInt(Model.PORTS));
          var stopped = "f" + random.nextInt(6);
          model.stops.put(to, stopped);
          ports.stop(to, stopped, "x", "t.one");
        }
      }
      ports.work();
      assertThat(all()).as("seed %d, step %d", seed, step).isEqualTo(model.expected());
    }
  }

  /** Own tags are set anew and what was inherited is kept, as when a steward decides. */
  private void change(Model model, int port, String x, String y) {
    var topic = Model.port(port);
    model.own.put(topic + " x", x);
    model.own.put(topic + " y", y);
    var known = ports.shop.mesh.state().find(ResourceKind.PORT_FIELDS, topic, PortFields.class);
    ports.shop.mesh.put(
        ResourceKind.PORT_FIELDS,
        topic,
        "{'port': '%s', 'fields': {'x': {'type': 'string', 'tags': [%s]}, 'y': {'type': 'string', 'tags': [%s]}}}"
            .formatted(topic, tags(x, known, "x"), tags(y, known, "y")));
  }

  private static String tags(String own, Optional<PortFields> known, String field) {
    var tags = new ArrayList<String>();
    if (!own.isEmpty()) {
      tags.add(LinkedPorts.tag(own, "steward", "CONFIRMED"));
    }
    known.flatMap(it -> it.field(field)).stream()
        .flatMap(it -> it.tags().stream())
        .filter(tag -> InheritedTags.cameByFlow(tag) && !tag.tag().equals(own))
        .forEach(tag -> tags.add(LinkedPorts.tag(tag.tag(), "lineage", "PROPAGATED")));
    return String.join(", ", tags);
  }

  private record Edge(String from, String field, String to, String into) {
    static Edge random(Random random) {
      return new Edge(
          Model.port(random.nextInt(Model.PORTS)),
          random.nextBoolean() ? "x" : "y",
          Model.port(random.nextInt(Model.PORTS)),
          random.nextBoolean() ? "x" : "y");
    }
  }

  /** What was done, and what follows from it by simple search. */
  private static final class Model {
    static final int PORTS = 5;

    final Map<String, String> own = new TreeMap<>();
    final Map<String, Edge> flows = new HashMap<>();
    final Map<String, String> stops = new HashMap<>();

    static String port(int i) {
      return "p" + i + ".out";
    }

    Map<String, Set<String>> expected() {
      var expected = new TreeMap<String, Set<String>>();
      own.keySet().forEach(field -> expected.put(field, new TreeSet<>()));
      own.forEach(
          (field, tag) -> {
            if (!tag.isEmpty()) {
              spread(field, tag, new HashSet<>())
                  .forEach(reached -> expected.get(reached).add(tag));
            }
          });
      return expected;
    }

    private Set<String> spread(String field, String tag, Set<String> seen) {
      if (seen.add(field)) {
        flows.forEach(
            (name, edge) -> {
              var stopped =
                  name.equals(stops.get(edge.to()))
                      && edge.into().equals("x")
                      && tag.equals("t.one");
              if (field.equals(edge.from() + " " + edge.field()) && !stopped) {
                spread(edge.to() + " " + edge.into(), tag, seen);
              }
            });
      }
      return seen;
    }
  }

  private Map<String, Set<String>> all() {
    var all = new TreeMap<String, Set<String>>();
    for (var i = 0; i < Model.PORTS; i++) {
      for (var field : List.of("x", "y")) {
        all.put(Model.port(i) + " " + field, new TreeSet<>(ports.tags(Model.port(i), field)));
      }
    }
    return all;
  }
}
