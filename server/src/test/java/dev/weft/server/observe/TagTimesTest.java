package dev.weft.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.Json;
import dev.weft.model.PortFields;
import dev.weft.model.PortFields.FieldTag;
import dev.weft.model.PortFields.KnownField;
import dev.weft.model.ResourceKind;
import dev.weft.model.Validity;
import dev.weft.server.Fixture;
import dev.weft.server.access.TagDecisions;
import java.time.Duration;
import java.time.Instant;
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

/** Tags that hold for some time: along flows, by a steward, and what is told when time passes. */
class TagTimesTest {
  private static final String IBAN = "pii.iban";
  private static final int PORTS = 5;
  private static final int MOMENTS = 6;

  private final LinkedPorts ports = new LinkedPorts();
  private final Fixture shop = ports.shop;

  /**
   * Whatever changes, and at whatever moment: a field has the tags that it would have if only those
   * tags were there that hold at that moment.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void atEachMomentTagsTravelAsIfOnlyThoseThatHoldWereThere(long seed) {
    var random = new Random(seed);
    var own = new TreeMap<String, Validity>();
    var edges = new HashMap<String, String[]>();
    for (var i = 0; i < PORTS; i++) {
      own.put("p" + i + ".out", Validity.NEVER);
      set("p" + i + ".out", Validity.NEVER);
    }
    for (var step = 0; step < 60; step++) {
      var flow = "f" + random.nextInt(6);
      switch (random.nextInt(3)) {
        case 0 -> {
          edges.remove(flow);
          shop.mesh.remove(ResourceKind.FLOW, flow);
        }
        case 1 -> {
          var edge =
              new String[] {
                "p" + random.nextInt(PORTS) + ".out", "p" + random.nextInt(PORTS) + ".out"
              };
          edges.put(flow, edge);
          ports.flow(flow, edge[0], edge[1], "x", "x");
        }
        default -> {
          var port = "p" + random.nextInt(PORTS) + ".out";
          own.put(port, random(random));
          set(port, own.get(port));
        }
      }
      ports.work();
      for (var i = 0; i <= MOMENTS; i++) {
        assertThat(having(moment(i)))
            .as("seed %d, step %d, moment %d", seed, step, i)
            .isEqualTo(reached(own, edges, moment(i)));
      }
      var revision = shop.mesh.state().revision();
      set("p0.out", own.get("p0.out"));
      ports.work();
      assertThat(shop.mesh.state().revision()).as("at rest").isEqualTo(revision + 1);
    }
  }

  private static Set<String> reached(
      Map<String, Validity> own, Map<String, String[]> edges, Instant at) {
    var reached = new HashSet<String>();
    own.forEach(
        (port, validity) -> {
          if (validity.holdsAt(at)) {
            spread(port, edges, reached);
          }
        });
    return new TreeSet<>(reached);
  }

  private static void spread(String port, Map<String, String[]> edges, Set<String> reached) {
    if (reached.add(port)) {
      edges.values().stream()
          .filter(edge -> edge[0].equals(port))
          .forEach(edge -> spread(edge[1], edges, reached));
    }
  }

  private Set<String> having(Instant at) {
    var all = new TreeSet<String>();
    for (var i = 0; i < PORTS; i++) {
      if (field("p" + i + ".out").tagsAt(at).contains(IBAN)) {
        all.add("p" + i + ".out");
      }
    }
    return all;
  }

  @Test
  void whatIsSaidForATimeDoesNotEndWhatComesFromElsewhere() {
    set("a.out", Validity.ALWAYS);
    set("b.out", Validity.NEVER);
    ports.flow("one", "a.out", "b.out", "x", "x");
    ports.work();

    say("b.out", "2026-05-01", "2026-05-02");
    assertThat(field("b.out").tagsAt(moment(0))).as("not even for a moment").contains(IBAN);
    assertThat(field("b.out").tagsAt(Instant.parse("2026-06-01T00:00:00Z"))).contains(IBAN);
    ports.work();

    assertThat(field("b.out").tagsAt(Instant.parse("2026-06-01T00:00:00Z"))).contains(IBAN);
    set("a.out", Validity.NEVER);
    ports.work();
    assertThat(field("b.out").tagsAt(Instant.parse("2026-06-01T00:00:00Z"))).isEmpty();
    assertThat(field("b.out").tagsAt(Instant.parse("2026-05-02T23:59:00Z"))).contains(IBAN);
  }

  @Test
  void theProofNamesTheWayByWhichTheTagComesNow() {
    set("a.out", Validity.of(Optional.empty(), Optional.of(shop.clock.instant())));
    set("b.out", Validity.ALWAYS);
    set("c.out", Validity.NEVER);
    ports.flow("one", "a.out", "c.out", "x", "x");
    ports.flow("two", "b.out", "c.out", "x", "x");
    ports.work();
    var proofs = new TagProofs(ports.inherited, shop.clock);

    shop.clock.advance(Duration.ofMillis(1));

    var proof = proofs.of(shop.mesh.state(), LinkedPorts.name("c.out"), "x", any -> true);
    assertThat(proof).hasSize(1);
    assertThat(proof.get(0).begins().orElseThrow().port()).isEqualTo("b.out");
  }

  @Test
  void aTagThatBeginsAndEndsIsToldToTheLogOnceByTheWriterOnly() {
    var writes = new boolean[] {false};
    try (var times = new TagTimes(shop.mesh, () -> writes[0], shop.clock)) {
      shop.mesh.follow(times);
      shop.mesh.put(
          ResourceKind.PORT_FIELDS,
          "customers.customers",
          "{'port': 'customers.customers', 'fields': {'x': {'type': 'string', 'tags': [%s]}}}"
              .formatted(
                  text(
                      Validity.of(
                          Optional.of(shop.clock.instant().plusSeconds(60)),
                          Optional.of(shop.clock.instant().plusSeconds(120))))));
      shop.clock.advance(Duration.ofSeconds(60));
      times.look();
      assertThat(told()).as("another server writes").isEmpty();

      writes[0] = true;
      times.look();
      times.look();
      assertThat(told()).containsExactly("begun [\"x pii.iban\"] ended []");

      shop.clock.advance(Duration.ofSeconds(61));
      times.look();
      assertThat(told())
          .containsExactly("begun [\"x pii.iban\"] ended []", "begun [] ended [\"x pii.iban\"]");
    }
  }

  private List<String> told() {
    return shop.mesh.audit().stream()
        .filter(event -> event.action().equals("tag.time"))
        .map(
            event ->
                "begun %s ended %s"
                    .formatted(event.details().get("begun"), event.details().get("ended")))
        .toList();
  }

  private void say(String port, String from, String until) {
    new TagDecisions(shop.mesh)
        .decide(
            Fixture.ADMIN,
            LinkedPorts.name(port),
            new TagDecisions.Wanted("x", IBAN, "confirm", "For a test.", from, until));
  }

  /** The field's own tag is set anew; what was inherited is kept. */
  private void set(String port, Validity validity) {
    var tags = new ArrayList<String>();
    if (!validity.isNever()) {
      tags.add(text(validity));
    }
    shop.mesh.state().find(ResourceKind.PORT_FIELDS, port, PortFields.class).stream()
        .flatMap(known -> known.field("x").orElseThrow().tags().stream())
        .filter(InheritedTags::isOne)
        .forEach(tag -> tags.add(Json.text(tag)));
    shop.mesh.put(
        ResourceKind.PORT_FIELDS,
        port,
        "{'port': '%s', 'fields': {'x': {'type': 'string', 'tags': [%s]}}}"
            .formatted(port, String.join(", ", tags)));
  }

  private static String text(Validity validity) {
    return Json.text(
        new FieldTag(IBAN, 1, "x", "steward", FieldTag.Status.CONFIRMED).during(validity));
  }

  private KnownField field(String port) {
    return InheritedTags.fields(shop.mesh.state(), LinkedPorts.name(port)).field("x").orElseThrow();
  }

  private static Validity random(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Validity.NEVER;
      case 1 -> Validity.ALWAYS;
      default -> {
        var periods = new ArrayList<Validity.Period>();
        for (var i = random.nextInt(2); i >= 0; i--) {
          periods.add(new Validity.Period(end(random), end(random)));
        }
        yield new Validity(periods);
      }
    };
  }

  private static Optional<Instant> end(Random random) {
    var at = random.nextInt(MOMENTS + 2) - 1;
    return at < 0 ? Optional.empty() : Optional.of(moment(at));
  }

  private static Instant moment(int i) {
    return Instant.parse("2026-05-01T13:00:00Z").plusSeconds(i);
  }
}
