package dev.weft.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.engines.EmbeddedKafka;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.QueueProcessor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is recorded of FlowFiles: every event, one identity, across restarts; and done again. */
class RecordingIT {
  private static final List<String> SUCCESS = List.of("success");

  @TempDir static Path data;
  private static EmbeddedKafka kafka;

  private final Surroundings mesh = new Surroundings(kafka.access());

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(data);
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void tellsWhatHappenedToSoManyFlowFilesAndNoMore() throws Exception {
    mesh.port("told.out");
    try (var runner = mesh.runner(types())) {
      runner.record("told", recording("", 2));
      runner.start(flow("told", "Mark", 40), Map.of());
      Surroundings.await("all is out", () -> out(runner) == 40);

      var events = events(runner, "told", event -> true, 6);
      assertThat(events)
          .extracting(FlowEvent::type)
          .containsExactly(
              FlowEvent.Type.RECEIVE,
              FlowEvent.Type.ATTRIBUTES_MODIFIED,
              FlowEvent.Type.SEND,
              FlowEvent.Type.RECEIVE,
              FlowEvent.Type.ATTRIBUTES_MODIFIED,
              FlowEvent.Type.SEND);
      assertThat(events.subList(0, 3))
          .extracting(FlowEvent::flowFile)
          .containsOnly(events.get(0).flowFile());
      assertThat(events.get(1).before()).isEmpty();
      assertThat(events.get(1).after()).containsEntry("seen", "yes");
      assertThat(events.get(2).detail()).isEqualTo("port told.out");
      assertThat(events.get(2).path()).containsExactly("read", "middle");
      assertThat(runner.recording("told").orElseThrow().taken()).isEqualTo(2);
    }
    assertThat(mesh.hops("told.out"))
        .allSatisfy(hop -> assertThat(hop.processors()).containsExactly("read", "middle", "out"));
  }

  @Test
  void keepsTheIdentityOfWhatWaitsOverARestart() throws Exception {
    mesh.port("wait.out");
    try (var runner = mesh.runner(types())) {
      runner.record("wait", recording("", 10));
      runner.start(flow("wait", "Mark", 10), Map.of(), Set.of("middle"));
      Surroundings.await(
          "it waits",
          () ->
              runner.queue("wait", "read.success -> middle").filter(q -> !q.isEmpty()).isPresent());
    }
    try (var runner = mesh.runner(types())) {
      runner.record("wait", recording("", 10));
      runner.start(flow("wait", "Mark", 10), Map.of());
      Surroundings.await("it is out", () -> out(runner) == 10);

      var events = events(runner, "wait", event -> true, 3);
      assertThat(events)
          .extracting(FlowEvent::type)
          .containsExactly(
              FlowEvent.Type.RECEIVE, FlowEvent.Type.ATTRIBUTES_MODIFIED, FlowEvent.Type.SEND);
      assertThat(events).extracting(FlowEvent::flowFile).containsOnly(events.get(0).flowFile());
    }
  }

  @Test
  void tellsParentsAndChildren() throws Exception {
    mesh.port("kin.out");
    try (var runner = mesh.runner(types())) {
      runner.record("kin", recording("", 100));
      runner.start(flow("kin", "Halve", 10), Map.of());
      Surroundings.await("all is out", () -> out(runner) == 10);

      var forks = events(runner, "kin", event -> event.type() == FlowEvent.Type.FORK, 2);
      assertThat(forks).hasSize(2);
      assertThat(forks.get(0).children()).containsExactly(forks.get(1).flowFile());
      assertThat(forks.get(1).parents()).containsExactly(forks.get(0).flowFile());
      assertThat(runner.events("kin").family(forks.get(1).flowFile()))
          .extracting(FlowEvent::type)
          .contains(FlowEvent.Type.RECEIVE, FlowEvent.Type.FORK, FlowEvent.Type.SEND);
    }
  }

  @Test
  void joinsHaveSeveralParents() throws Exception {
    mesh.port("join.out");
    try (var runner = mesh.runner(types())) {
      runner.record("join", recording("", 100));
      runner.start(flow("join", "Pair", 20), Map.of());
      Surroundings.await("all is out", () -> out(runner) == 20);

      var received = events(runner, "join", event -> event.type() == FlowEvent.Type.RECEIVE, 2);
      var joined = events(runner, "join", event -> event.type() == FlowEvent.Type.JOIN, 1);
      assertThat(joined).hasSize(1);
      assertThat(joined.get(0).parents())
          .containsExactlyElementsOf(received.stream().map(FlowEvent::flowFile).toList());
    }
  }

  @Test
  void anEventIsDoneAgainWithWhatItHeldThen() throws Exception {
    var port = mesh.port("redo.out");
    try (var runner = mesh.runner(types())) {
      runner.record("redo", recording("middle", 1));
      runner.start(flow("redo", "Mark", 10), Map.of());
      Surroundings.await("all is out", () -> out(runner) == 10);
      var event = events(runner, "redo", each -> true, 1).get(0);
      var held = runner.events("redo").one(event.id()).orElseThrow();

      runner.record("redo", recording("", 5));
      var again = new Replayed(held.flowFile().orElseThrow());
      assertThat(runner.replay("redo", "middle", List.of(again)).get(30, TimeUnit.SECONDS))
          .isEqualTo(1);

      var all = events(runner, "redo", each -> true, 4);
      assertThat(all.subList(1, 4))
          .extracting(FlowEvent::type)
          .containsExactly(
              FlowEvent.Type.REPLAY, FlowEvent.Type.ATTRIBUTES_MODIFIED, FlowEvent.Type.SEND);
    }
    assertThat(mesh.read(port.topic())).hasSize(20);
  }

  /** So many events; what was committed can be read a moment later. */
  private static List<FlowEvent> events(
      FlowRunner runner, String flow, Predicate<FlowEvent> wanted, int count)
      throws InterruptedException {
    var found = new AtomicReference<List<FlowEvent>>(List.of());
    Surroundings.await(
        "the events can be read",
        () -> {
          found.set(runner.events(flow).find(wanted, 100));
          return found.get().size() >= count;
        });
    assertThat(found.get()).hasSize(count);
    return found.get();
  }

  private static Recording recording(String processor, int flowFiles) {
    return new Recording(processor, Instant.now().plus(Duration.ofHours(1)), flowFiles);
  }

  private static long out(FlowRunner runner) {
    return runner.status().get(0).processors().get(2).out();
  }

  private static FlowSpec flow(String name, String middle, int count) {
    return Json.read(
        Json.parse(
            """
            {"name": "%1$s", "product": "%1$s", "processors": [
              {"name": "read", "type": "Numbers", "settings": {"count": %3$d, "batch": 10}},
              {"name": "middle", "type": "%2$s"},
              {"name": "out", "type": "PublishPort", "settings": {"port": "%1$s.out"}}],
             "connections": ["read.success -> middle", "middle.success -> out"]}
            """
                .formatted(name, middle, count)),
        FlowSpec.class);
  }

  private static ProcessorType<?>[] types() {
    return new ProcessorType<?>[] {
      Lambdas.processor("Mark", SUCCESS, (in, out) -> out.emit("success", in.with("seen", "yes"))),
      Lambdas.processor(
          "Halve",
          SUCCESS,
          (in, out) -> {
            var items = ((Content.Records) in.content()).items();
            var half = items.size() / 2;
            out.emit("success", in.with(new Content.Records(items.subList(0, half))));
            out.emit("success", in.with(new Content.Records(items.subList(half, items.size()))));
          }),
      Lambdas.queue("Pair", context -> RecordingIT::pair)
    };
  }

  private static Optional<Duration> pair(
      QueueProcessor.Waiting waiting, dev.weft.spi.flow.Processor.Output out) {
    if (waiting.all().size() > 1) {
      var items = new ArrayList<Content.Traced>();
      for (var one : waiting.all().subList(0, 2)) {
        waiting.take(one);
        items.addAll(((Content.Records) one.flowFile().content()).items());
      }
      out.emit("success", waiting.all().get(0).flowFile().with(new Content.Records(items)));
    }
    return Optional.empty();
  }
}
