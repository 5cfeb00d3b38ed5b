package dev.weft.processors.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.flow.ProcessorTypes;
import dev.weft.flow.plugin.PluginFolders;
import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.RetryableException;
import dev.weft.spi.flow.SourceProcessor;
import dev.weft.spi.flow.SourceProcessor.Batch;
import dev.weft.testing.TestContext;
import dev.weft.testing.TestFlow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Weft is to a connector, with connectors that do as the test says. */
class ConnectorHostTest {
  @TempDir static Path work;
  private static final ProcessorTypes TYPES = new ProcessorTypes(List.of());

  private Optional<JsonNode> position = Optional.empty();
  private SourceProcessor source;
  private TestFlow sink;

  @BeforeAll
  static void load() throws Exception {
    var folder = Files.createDirectory(work.resolve("plugins"));
    Counting.writeTo(folder.resolve("counting.jar"));
    new PluginFolders(List.of(folder), work.resolve("copies"), TYPES, Clock.systemUTC(), () -> {})
        .look();
  }

  @BeforeEach
  @AfterEach
  void forget() {
    if (source != null) {
      source.close();
    }
    if (sink != null) {
      sink.close();
    }
    System.getProperties()
        .keySet()
        .removeIf(
            name -> name.toString().startsWith("counting.") || name.toString().startsWith("sink."));
  }

  @Test
  void givesTheRecordsOfAllTasksAndTellsEachOfTheCommit() throws Exception {
    source = source(Map.of("count", "3", "tasks.max", "2"));

    var ids = ids(take(6));

    assertThat(ids).containsExactlyInAnyOrder(0L, 1L, 2L, 0L, 1L, 2L);
    assertThat(System.getProperty("counting.committed.0")).isEqualTo("3");
    assertThat(System.getProperty("counting.committed.1")).isEqualTo("3");
  }

  @Test
  void goesOnAtItsPositionAfterARestart() throws Exception {
    source = source(Map.of("count", "3"));
    take(3);
    source.close();
    position = position.map(kept -> Json.parse(kept.toString()));

    source = source(Map.of("count", "5"));

    assertThat(ids(take(2))).containsExactly(3L, 4L);
  }

  @Test
  void handsOutTheSameBatchUntilItIsCommitted() throws Exception {
    source = source(Map.of("count", "2"));
    var batch = await(source);

    assertThat(source.poll(position)).isEqualTo(batch);

    source.committed(batch.position().orElseThrow());
    position = batch.position();
    assertThat(ids(take(2 - items(batch).size()))).doesNotContainAnyElementsOf(ids(items(batch)));
  }

  @Test
  void beginsAnewWhereTheRunnerSaysThatItIs() throws Exception {
    source = source(Map.of("count", "5"));
    take(5);

    position = Optional.empty();

    assertThat(ids(take(5))).containsExactly(0L, 1L, 2L, 3L, 4L);
  }

  @Test
  void tellsOfATaskThatTriesAgainAndOfOneThatHasFailed() throws Exception {
    System.setProperty("counting.order", "retry");
    source = source(Map.of("count", "1"));
    assertThatThrownBy(() -> await(source))
        .isInstanceOf(RetryableException.class)
        .hasMessage("not now");
    assertThat(ids(take(1))).containsExactly(0L);

    System.setProperty("counting.order", "fail");

    assertThatThrownBy(() -> await(source))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("never: no disk");
  }

  @Test
  void startsOtherTasksWhenTheConnectorWantsThem() throws Exception {
    System.setProperty("counting.tasks", "1");
    source = source(Map.of("count", "2", "tasks.max", "3"));
    take(2);
    System.setProperty("counting.tasks", "3");
    System.setProperty("counting.order", "change");

    assertThat(ids(take(4))).containsExactlyInAnyOrder(0L, 1L, 0L, 1L);
  }

  @Test
  void showsAConnectorKafkasClassesAndNothingOfWeft() throws Exception {
    source = source(Map.of("count", "1", "weft.key.field", "key"));

    var record = take(1).get(0);

    assertThat(record.record().get("sees")).isEqualTo("00111");
    assertThat(record.record().get("key")).isEqualTo("key 1");
    assertThat(record.origin())
        .isEqualTo(new Origin("CountingSourceConnector {\"number\":\"0\"}", "position", 1));
  }

  @Test
  void givesASinkRecordsWithSchemaKeyAndTheOffsetsOfAPort() throws Exception {
    sink = sink(Map.of("weft.key.fields", "id", "topics", "people"));

    sink.send(file(record(1, "ada"), record(2, "bob")));
    sink.flush();

    assertThat(System.getProperty("sink.got"))
        .isEqualTo("people/3/0=1:Struct{id=1,name=ada};people/3/1=2:Struct{id=2,name=bob};");
    assertThat(sink.records("success")).hasSize(2);
  }

  @Test
  void routesWhatASinkRefusesToFailure() throws Exception {
    sink = sink(Map.of("topics", "people"));

    sink.send(file(record(1, "ada"), record(2, "bad")));

    assertThat(sink.records("success")).extracting(each -> each.get("name")).containsExactly("ada");
    assertThat(sink.records("failure")).extracting(each -> each.get("name")).containsExactly("bad");
    assertThat(sink.emitted("failure").get(0).attributes())
        .containsEntry("error.message", "a bad name");
  }

  @Test
  void doesNotFlushWhileASinkKeepsRecordsBack() throws Exception {
    System.setProperty("sink.keeps", "true");
    sink = sink(Map.of("weft.flush.seconds", "1"));
    sink.send(file(record(1, "ada")));

    assertThatThrownBy(sink::flush)
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("keeps records back");

    System.setProperty("sink.keeps", "false");
    sink.flush();
  }

  @Test
  void triesAgainWhenASinkSaysSoAndFailsWhenItFails() throws Exception {
    sink = sink(Map.of());
    System.setProperty("sink.order", "retry");
    assertThatThrownBy(() -> sink.send(file(record(1, "ada"))))
        .isInstanceOf(RetryableException.class)
        .hasMessage("not now");

    System.setProperty("sink.order", "fail");

    assertThatThrownBy(() -> sink.send(file(record(1, "ada"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("never");
  }

  @Test
  void givesATombstoneItsKeyAndNoValue() throws Exception {
    sink = sink(Map.of("weft.key.fields", "id", "topics", "people"));

    sink.send(file(record(7, "gone")).with("connect.tombstone", "true"));

    assertThat(System.getProperty("sink.got")).isEqualTo("people/3/0=7:null;");
  }

  private static DataRecord record(long id, String name) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("id", id);
    fields.put("name", name);
    return new DataRecord(fields);
  }

  private static FlowFile file(DataRecord... records) {
    var items = new ArrayList<Traced>();
    for (var record : records) {
      items.add(new Traced(record, new Origin("crm.people/3", "offset", items.size())));
    }
    return new FlowFile(Map.of("port", "crm.people"), new Records(items));
  }

  /** Polls and commits as the runner does, until there are so many records. */
  private List<Traced> take(int count) throws Exception {
    var all = new ArrayList<Traced>();
    while (all.size() < count) {
      var batch = await(source);
      all.addAll(items(batch));
      source.committed(batch.position().orElseThrow());
      position = batch.position();
    }
    return all;
  }

  private Batch await(SourceProcessor polled) throws Exception {
    var batches = new ArrayList<Batch>();
    var thrown = new ArrayList<Exception>();
    ConnectorMesh.await(
        "there is a batch",
        () -> {
          try {
            var batch = polled.poll(position);
            if (batch.position().isPresent()) {
              batches.add(batch);
            }
          } catch (Exception e) {
            thrown.add(e);
          }
          return !batches.isEmpty() || !thrown.isEmpty();
        });
    if (!thrown.isEmpty()) {
      throw thrown.get(0);
    }
    return batches.get(0);
  }

  private static List<Traced> items(Batch batch) {
    return batch.flowFiles().stream()
        .flatMap(file -> ((Records) file.content()).items().stream())
        .toList();
  }

  private static List<Long> ids(List<Traced> items) {
    return items.stream().map(item -> (Long) item.record().get("id")).toList();
  }

  private static SourceProcessor source(Map<String, String> settings) {
    var type = (SourceConnectorType) TYPES.find("CountingSourceConnector").orElseThrow();
    return type.create(new ConnectorSettings(settings), context());
  }

  private static TestFlow sink(Map<String, String> settings) {
    var type = (SinkConnectorType) TYPES.find("CountingSinkConnector").orElseThrow();
    return TestFlow.of(type.create(new ConnectorSettings(new HashMap<>(settings)), context()));
  }

  private static ProcessorContext context() {
    return TestContext.of(
            text -> {
              throw new UnsupportedOperationException(text);
            },
            Clock.systemUTC())
        .processor();
  }
}
