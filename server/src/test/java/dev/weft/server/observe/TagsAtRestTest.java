package dev.weft.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.catalog.glossary.Glossary;
import dev.weft.catalog.glossary.TermTags;
import dev.weft.flow.ProcessorTypes;
import dev.weft.model.PortFields;
import dev.weft.model.PortFields.FieldTag;
import dev.weft.model.PortName;
import dev.weft.model.ResourceKind;
import dev.weft.policy.CelExpressions;
import dev.weft.server.Fixture;
import dev.weft.server.observe.TagProofs.Hop;
import dev.weft.spi.flow.ProcessorType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.ServiceLoader;
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

  private final Fixture shop = new Fixture();
  private final FlowFields flows = new FlowFields(installed(), new CelExpressions());
  private final InheritedTags inherited =
      new InheritedTags(flows, new TermTags(new Glossary()), port -> Map.of());
  private final TagProofs proofs = new TagProofs(inherited);
  private final Queue<Runnable> due = new ArrayDeque<>();

  TagsAtRestTest() {
    shop.mesh.follow(new TagPropagation(shop.mesh, inherited, () -> true, due::add));
  }

  @Test
  void aTagInACircleGoesWhenItsSourceLosesIt() {
    port("a.out", "x", IBAN);
    port("b.out", "x", "");
    port("c.out", "x", "");
    flow("one", "a.out", "b.out", "x", "x");
    flow("two", "b.out", "c.out", "x", "x");
    flow("back", "c.out", "b.out", "x", "x");
    work();
    assertThat(tags("c.out", "x")).containsExactly(IBAN);

    port("a.out", "x", "");
    work();

    assertThat(tags("b.out", "x")).isEmpty();
    assertThat(tags("c.out", "x")).isEmpty();
  }

  @Test
  void aTagStaysWhileAnotherWayLeadsToASource() {
    port("a.out", "x", IBAN);
    port("b.out", "x", IBAN);
    port("c.out", "x", "");
    flow("one", "a.out", "c.out", "x", "x");
    flow("two", "b.out", "c.out", "x", "x");
    work();

    port("a.out", "x", "");
    work();
    assertThat(tags("c.out", "x")).containsExactly(IBAN);

    shop.mesh.remove(ResourceKind.FLOW, "two");
    work();
    assertThat(tags("c.out", "x")).isEmpty();
  }

  @Test
  void aStoppedTagDoesNotComeByThatFlowAndIsBackWhenItMay() {
    port("a.out", "x", IBAN);
    port("b.out", "x", "");
    port("c.out", "x", "");
    flow("one", "a.out", "b.out", "x", "x");
    flow("two", "b.out", "c.out", "x", "x");
    work();

    stop("b.out", "one", "x", IBAN);
    work();
    assertThat(tags("b.out", "x")).isEmpty();
    assertThat(tags("c.out", "x")).isEmpty();

    stop("b.out", "one", "x", "pii.other");
    work();
    assertThat(tags("c.out", "x")).containsExactly(IBAN);

    stop("b.out", "one", "x", "*");
    work();
    assertThat(tags("c.out", "x")).isEmpty();

    shop.mesh.remove(ResourceKind.TAG_STOPS, "b.out");
    work();
    assertThat(tags("c.out", "x")).containsExactly(IBAN);
  }

  @Test
  void theProofLeadsFromTheOriginHopByHop() {
    port("a.out", "x", IBAN);
    port("b.out", "y", "");
    port("c.out", "z", "");
    flow("one", "a.out", "b.out", "x", "y");
    flow("two", "b.out", "c.out", "y", "z");
    flow("back", "c.out", "b.out", "z", "y");
    work();

    var proof = proofs.of(shop.mesh.state(), name("c.out"), "z", product -> true);

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
    port("a.out", "x", IBAN);
    port("b.out", "x", "");
    port("c.out", "x", "");
    flow("one", "a.out", "b.out", "x", "x");
    flow("two", "b.out", "c.out", "x", "x");
    work();

    var proof =
        proofs.of(shop.mesh.state(), name("c.out"), "x", product -> product.equals("c")).get(0);

    assertThat(proof.begins()).contains(TagProofs.Origin.HIDDEN);
    assertThat(proof.hops().get(0)).isEqualTo(new Hop("", List.of(), "copied", "", "", true));
    assertThat(proof.hops().get(1).flow()).isEqualTo("two");
  }

  @Test
  void onlyWhatCanBeReachedIsLookedAt() {
    port("a.out", "x", "");
    port("b.out", "x", "");
    port("c.out", "x", "");
    flow("one", "a.out", "b.out", "x", "x");

    assertThat(flows.reachedFrom(shop.mesh.state(), List.of(name("a.out"))))
        .containsExactly(name("a.out"), name("b.out"));
    assertThat(flows.reachedFrom(shop.mesh.state(), List.of(name("b.out"))))
        .containsExactly(name("b.out"));
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
          shop.mesh.remove(ResourceKind.FLOW, flow);
        }
        case 1 -> {
          var flow = "f" + random.nextInt(6);
          model.flows.put(flow, Edge.random(random));
          var edge = model.flows.get(flow);
          flow(flow, edge.from(), edge.to(), edge.field(), edge.into());
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
          stop(to, stopped, "x", "t.one");
        }
      }
      work();
      assertThat(all()).as("seed %d, step %d", seed, step).isEqualTo(model.expected());
    }
  }

  /** Own tags are set anew and what was inherited is kept, as when a steward decides. */
  private void change(Model model, int port, String x, String y) {
    var topic = Model.port(port);
    model.own.put(topic + " x", x);
    model.own.put(topic + " y", y);
    var known = shop.mesh.state().find(ResourceKind.PORT_FIELDS, topic, PortFields.class);
    shop.mesh.put(
        ResourceKind.PORT_FIELDS,
        topic,
        "{'port': '%s', 'fields': {'x': {'type': 'string', 'tags': [%s]}, 'y': {'type': 'string', 'tags': [%s]}}}"
            .formatted(topic, tags(x, known, "x"), tags(y, known, "y")));
  }

  private static String tags(String own, Optional<PortFields> known, String field) {
    var tags = new ArrayList<String>();
    if (!own.isEmpty()) {
      tags.add(tag(own, "steward", "CONFIRMED"));
    }
    known.flatMap(it -> it.field(field)).stream()
        .flatMap(it -> it.tags().stream())
        .filter(tag -> InheritedTags.cameByFlow(tag) && !tag.tag().equals(own))
        .forEach(tag -> tags.add(tag(tag.tag(), "lineage", "PROPAGATED")));
    return String.join(", ", tags);
  }

  private static String tag(String tag, String source, String status) {
    return "{'tag': '%s', 'confidence': 1.0, 'evidence': 'x', 'source': '%s', 'status': '%s'}"
        .formatted(tag, source, status);
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
        all.put(Model.port(i) + " " + field, new TreeSet<>(tags(Model.port(i), field)));
      }
    }
    return all;
  }

  private void port(String topic, String field, String tag) {
    var own = tag.isEmpty() ? "" : tag(tag, "steward", "CONFIRMED");
    shop.mesh.put(
        ResourceKind.PORT_FIELDS,
        topic,
        "{'port': '%s', 'fields': {'%s': {'type': 'string', 'tags': [%s]}}}"
            .formatted(topic, field, own));
  }

  private void flow(String name, String from, String to, String field, String into) {
    shop.mesh.put(
        ResourceKind.FLOW,
        name,
        """
        {'name': '%s', 'product': 'p', 'processors': [
          {'name': 'read', 'type': 'ConsumePort', 'settings': {'port': '%s'}},
          {'name': 'middle', 'type': 'ConvertRecord', 'settings': {'fields': {'%s': '%s'}}},
          {'name': 'publish', 'type': 'PublishPort', 'settings': {'port': '%s'}}],
         'connections': ['read.success -> middle', 'middle.success -> publish']}
        """
            .formatted(name, from, into, field, to));
  }

  private void stop(String port, String flow, String field, String tag) {
    shop.mesh.put(
        ResourceKind.TAG_STOPS,
        port,
        "{'port': '%s', 'stops': [{'flow': '%s', 'field': '%s', 'tag': '%s', 'by': 'sam', 'at': '2026-11-01T00:00:00Z', 'why': 'x'}]}"
            .formatted(port, flow, field, tag));
  }

  private List<String> tags(String topic, String field) {
    return InheritedTags.fields(shop.mesh.state(), name(topic))
        .field(field)
        .orElseThrow()
        .tags()
        .stream()
        .map(FieldTag::tag)
        .toList();
  }

  private static PortName name(String topic) {
    return PortName.parse(topic).orElseThrow();
  }

  private void work() {
    for (var task = due.poll(); task != null; task = due.poll()) {
      task.run();
    }
  }

  private static ProcessorTypes installed() {
    var found = new ArrayList<ProcessorType<?>>();
    for (ProcessorType<?> type : ServiceLoader.load(ProcessorType.class)) {
      found.add(type);
    }
    return new ProcessorTypes(found);
  }
}
