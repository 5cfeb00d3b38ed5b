package dev.weft.server.openlineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.ExternalDataset;
import dev.weft.model.ExternalJob;
import dev.weft.model.ExternalJob.State;
import dev.weft.model.Json;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.server.Fixture;
import dev.weft.server.identity.Caller;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of the events of jobs outside, and what is not taken. */
class LineageIntakeTest {
  private static final Caller SPARK = Fixture.caller("spark", "lineage");
  private static final String ONE = "01890a5d-0000-7000-8000-000000000001";
  private static final String TWO = "01890a5d-0000-7000-8000-000000000002";
  private static final String THREE = "01890a5d-0000-7000-8000-000000000003";

  private final Fixture shop = new Fixture();
  private final LineageIntake intake =
      new LineageIntake(shop.mesh, () -> Set.of("127.0.0.1:9092", "kafka.example:9092"));

  private static JsonNode event(String type, String run, String minute, String rest) {
    return json(
        """
        {'eventType': '%s', 'eventTime': '2026-05-01T12:%s:00Z', 'producer': 'https://example.org/etl/1',
         'schemaURL': 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent',
         'run': {'runId': '%s'}, 'job': {'namespace': 'etl', 'name': 'daily.load'}%s}
        """
            .formatted(type, minute, run, rest));
  }

  private static JsonNode json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }

  private static String inputs(String... names) {
    return list("inputs", names);
  }

  private static String outputs(String... names) {
    return list("outputs", names);
  }

  private static String list(String key, String... names) {
    var all = new StringBuilder();
    for (var name : names) {
      all.append(all.isEmpty() ? "" : ",")
          .append("{'namespace': 'hive://warehouse:9083', 'name': '" + name + "'}");
    }
    return ", '" + key + "': [" + all + "]";
  }

  private void take(JsonNode event) {
    intake.one(SPARK, event);
  }

  private ExternalJob job() {
    return shop.mesh
        .state()
        .find(ResourceKind.EXTERNAL_JOB, "etl/daily.load", ExternalJob.class)
        .orElseThrow();
  }

  private long version() {
    return shop.mesh
        .state()
        .get(new ResourceKey(ResourceKind.EXTERNAL_JOB, "etl/daily.load"))
        .orElseThrow()
        .version();
  }

  private ExternalDataset dataset(String name) {
    return shop.mesh
        .state()
        .find(ResourceKind.EXTERNAL_DATASET, "hive://warehouse:9083/" + name, ExternalDataset.class)
        .orElseThrow();
  }

  private String read() {
    return job().links().inputs().stream().map(ExternalJob.Dataset::name).toList().toString();
  }

  private String written() {
    return job().links().outputs().stream().map(one -> one.dataset().name()).toList().toString();
  }

  @Test
  void whatTheEventsOfARunSayAddsUp() {
    take(event("START", ONE, "00", inputs("a.x")));
    take(event("RUNNING", ONE, "01", inputs("a.y") + outputs("b.z")));
    take(event("COMPLETE", ONE, "02", ""));

    assertThat(read()).isEqualTo("[a.x, a.y]");
    assertThat(written()).isEqualTo("[b.z]");
    assertThat(job().newest().orElseThrow().state()).isEqualTo(State.COMPLETE);
  }

  @Test
  void aNewRunTakesThePlaceOfTheOneBeforeOnceItSaysWhatItWrites() {
    take(event("START", ONE, "00", inputs("a.x") + outputs("b.old")));
    take(event("COMPLETE", ONE, "01", ""));

    take(event("START", TWO, "10", inputs("a.new")));
    assertThat(written()).isEqualTo("[b.old]");

    take(event("RUNNING", TWO, "11", outputs("b.new")));
    assertThat(written()).isEqualTo("[b.new]");
    assertThat(read()).isEqualTo("[a.new]");
    assertThat(job().runs()).extracting(ExternalJob.Run::id).containsExactly(TWO, ONE);
  }

  /** Else a tag that came by it would be gone while the data is there. */
  @Test
  void theColumnsOfTheRunBeforeHoldUntilTheNewOneSaysThemOrIsComplete() {
    var columns =
        ", 'outputs': [{'namespace': 'hive://warehouse:9083', 'name': 'b.z', 'facets': {'columnLineage': {'fields':"
            + " {'f': {'inputFields': [{'namespace': 'n', 'name': 'd', 'field': 'g'}]}}}}}]";
    take(event("COMPLETE", ONE, "00", columns));

    take(event("START", TWO, "10", outputs("b.z")));
    assertThat(job().links().outputs().get(0).columns()).containsOnlyKeys("f");

    take(event("COMPLETE", TWO, "11", outputs("b.z")));
    assertThat(job().links().outputs().get(0).columns()).isEmpty();
  }

  @Test
  void whatIsInANamespaceBesideThePlaceIsNotKept() {
    take(event("START", ONE, "00", inputs("a.x")));
    var told = event("RUNNING", ONE, "01", outputs("b.z")).toString();
    take(Json.parse(told.replace("hive://warehouse", "hive://me:secret@warehouse")));

    assertThat(written()).isEqualTo("[b.z]");
    assertThat(job().toString() + dataset("b.z")).doesNotContain("secret");
  }

  @Test
  void aRunThatCompletesWithoutWritingHasWrittenNothing() {
    take(event("COMPLETE", ONE, "00", outputs("b.old")));
    take(event("COMPLETE", TWO, "10", ""));

    assertThat(written()).isEqualTo("[]");
  }

  /** It may have written some of it; and it has not undone what the run before wrote. */
  @ParameterizedTest
  @ValueSource(strings = {"FAIL", "ABORT"})
  void aRunThatDoesNotEndWellAddsWhatItNamedAndTakesNothingAway(String end) {
    take(event("COMPLETE", ONE, "00", inputs("a.x") + outputs("b.old", "b.both")));
    take(event("START", TWO, "10", inputs("a.y") + outputs("b.both", "b.new")));
    assertThat(written()).isEqualTo("[b.both, b.new]");

    take(event(end, TWO, "11", ""));

    assertThat(written()).isEqualTo("[b.both, b.new, b.old]");
    assertThat(read()).isEqualTo("[a.y, a.x]");
    assertThat(job().newest().orElseThrow().state()).isEqualTo(State.valueOf(end));
    take(event("START", THREE, "20", ""));
    assertThat(written()).as("until the next says what it writes").contains("b.new", "b.old");
    take(event("COMPLETE", THREE, "21", outputs("b.new")));
    assertThat(written()).isEqualTo("[b.new]");
  }

  /** Else a tag that came by the one or the other would be gone while the data is there. */
  @Test
  void theColumnsOfAFailedRunHoldBesideThoseOfTheRunBefore() {
    take(event("COMPLETE", ONE, "00", column("f", "old")));
    take(event("FAIL", TWO, "10", column("f", "new")));

    assertThat(job().links().outputs().get(0).columns().get("f"))
        .extracting(ExternalJob.Origin::field)
        .containsExactly("new", "old");
  }

  @Test
  void aJobThatAlwaysFailsDoesNotGrowForEver() {
    for (var i = 0; i < 8; i++) {
      var names = new String[200];
      for (var n = 0; n < names.length; n++) {
        names[n] = "b.day" + i + "-" + n;
      }
      var run = ONE.substring(0, 35) + i;
      take(event("FAIL", run, "1" + i, outputs(names)));
    }

    assertThat(job().links().outputs()).hasSize(1_000);
    assertThat(job().links().outputs().get(0).dataset().name()).isEqualTo("b.day7-0");
  }

  private static String column(String field, String from) {
    return ", 'outputs': [{'namespace': 'hive://warehouse:9083', 'name': 'b.z', 'facets': {'columnLineage':"
        + " {'fields': {'%s': {'inputFields': [{'namespace': 'n', 'name': 'd', 'field': '%s'}]}}}}}]"
            .formatted(field, from);
  }

  @Test
  void eventsThatComeLateChangeNeitherTheEndNorTheNewestRun() {
    take(event("COMPLETE", ONE, "05", outputs("b.z")));
    take(event("RUNNING", ONE, "03", inputs("a.late")));
    assertThat(job().newest().orElseThrow().state()).isEqualTo(State.COMPLETE);
    assertThat(read()).isEqualTo("[a.late]");

    take(event("START", TWO, "10", outputs("b.two")));
    take(event("FAIL", ONE, "11", outputs("b.never")));

    assertThat(job().newest().orElseThrow().id()).isEqualTo(TWO);
    assertThat(written()).isEqualTo("[b.two]");
    assertThat(job().runs().get(1).state()).isEqualTo(State.FAIL);
  }

  @Test
  void aRunThatGoesOnIsWrittenWhenSomethingIsNewOrTenMinutesAreOver() {
    take(event("START", ONE, "00", outputs("b.z")));
    take(event("RUNNING", ONE, "01", outputs("b.z")));
    var version = version();

    for (var minute = 2; minute < 9; minute++) {
      shop.clock.advance(Duration.ofMinutes(1));
      take(event("RUNNING", ONE, "0" + minute, outputs("b.z")));
    }
    assertThat(version()).isEqualTo(version);

    take(event("RUNNING", ONE, "09", outputs("b.z", "b.more")));
    assertThat(version()).isEqualTo(version + 1);

    shop.clock.advance(Duration.ofMinutes(11));
    take(event("RUNNING", ONE, "20", ""));
    assertThat(version()).isEqualTo(version + 2);
    assertThat(job().newest().orElseThrow().lastAt()).isEqualTo("2026-05-01T12:20:00Z");
  }

  @Test
  void facetsReplaceByNameAreTakenBackAndNeedNotBeKnown() {
    var facets =
        ", 'outputs': [{'namespace': 'hive://warehouse:9083', 'name': 'b.z', 'facets': {%s}}]";
    take(
        event(
            "START",
            ONE,
            "00",
            facets.formatted(
                "'my_own': {'ratio': 0.5, 'n': [1]}, 'schema': {'fields': [{'name': 'a'}]}")));
    take(event("RUNNING", ONE, "01", facets.formatted("'schema': {'fields': [{'name': 'b'}]}")));
    assertThat(dataset("b.z").facets()).containsOnlyKeys("my_own", "schema");
    assertThat(dataset("b.z").facets().get("schema").toString()).contains("\"b\"");
    assertThat(dataset("b.z").facets().get("my_own").toString())
        .isEqualTo("{\"ratio\":0.5,\"n\":[1]}");

    take(event("RUNNING", ONE, "02", facets.formatted("'my_own': {'_deleted': true}")));
    assertThat(dataset("b.z").facets()).containsOnlyKeys("schema");
  }

  @Test
  void aFacetThatIsTooLargeIsLeftOutAndSaid() {
    var large = "x".repeat(70_000);
    var taken =
        intake.one(
            SPARK,
            event(
                "START",
                ONE,
                "00",
                ", 'outputs': [{'namespace': 'hive://warehouse:9083', 'name': 'b.z', 'facets': {'plan': {'text': '"
                    + large
                    + "'}, 'schema': {'fields': []}}}]"));

    assertThat(dataset("b.z").facets()).containsOnlyKeys("schema");
    assertThat(taken.notes())
        .containsExactly("outputs[0].facets.plan is left out: it has more than 65536 bytes.");
  }

  @Test
  void jobsAndDatasetsAreToldWithoutARunToo() {
    take(
        json(
            """
            {'eventTime': '2026-05-01T12:00:00Z', 'producer': 'https://example.org/dbt',
             'job': {'namespace': 'etl', 'name': 'daily.load', 'facets': {'sql': {'query': 'select 1'}}},
             'inputs': [{'namespace': 'hive://warehouse:9083', 'name': 'a.x'}],
             'outputs': [{'namespace': 'hive://warehouse:9083', 'name': 'b.z'}]}
            """));
    take(
        json(
            """
            {'eventTime': '2026-05-01T12:00:00Z', 'producer': 'https://example.org/dbt',
             'dataset': {'namespace': 'hive://warehouse:9083', 'name': 'b.z',
               'facets': {'documentation': {'description': 'Daily.'}}}}
            """));

    assertThat(read() + written()).isEqualTo("[a.x][b.z]");
    assertThat(job().facets()).containsOnlyKeys("sql");
    assertThat(dataset("b.z").facets()).containsOnlyKeys("documentation");

    take(event("START", ONE, "05", outputs("b.more")));
    assertThat(written()).isEqualTo("[b.z, b.more]");
  }

  @Test
  void aBatchNamesEachEventThatFailedAndTakesTheOthers() {
    var batch = Json.MAPPER.createArrayNode();
    batch.add(event("START", ONE, "00", outputs("b.z")));
    batch.add(event("STRAT", ONE, "01", ""));
    batch.add(json("{'eventTime': '2026-05-01T12:00:00Z', 'producer': 'https://example.org'}"));
    batch.add(event("COMPLETE", ONE, "02", ", 'inputs': [{'namespace': 'x'}]"));
    batch.add(event("COMPLETE", ONE, "03", ""));

    var taken = intake.all(SPARK, batch);

    assertThat(taken.received()).isEqualTo(5);
    assertThat(taken.failed()).extracting(LineageIntake.Failed::index).containsExactly(1, 2, 3);
    assertThat(taken.failed().get(0).reason())
        .isEqualTo("eventType: 'STRAT' is not a type of event.");
    assertThat(taken.failed().get(0).problem().hint()).isEqualTo("Did you mean START?");
    assertThat(taken.failed().get(2).reason()).startsWith("inputs[0].name: ");
    assertThat(job().newest().orElseThrow().state()).isEqualTo(State.COMPLETE);
  }

  @Test
  void onlyWhoHasTheRoleReportsAndTheAuditSaysWhoDid() {
    for (var other : new Caller[] {Fixture.OLGA, Fixture.caller("eve", "auditor")}) {
      assertThatThrownBy(() -> intake.one(other, event("START", ONE, "00", "")))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("You may not report the lineage of jobs");
    }
    assertThat(shop.mesh.state().all(ResourceKind.EXTERNAL_JOB)).isEmpty();

    take(event("START", ONE, "00", ""));
    var last = shop.mesh.audit().get(shop.mesh.audit().size() - 1);
    assertThat(last.action()).isEqualTo("lineage.report");
    assertThat(last.actor()).isEqualTo(SPARK.id());
    assertThat(last.subject()).isEqualTo("ExternalJob/etl/daily.load");
    assertThat(last.details().path("state").asText()).isEqualTo("START");

    intake.forget(SPARK, "job/etl/daily.load");
    assertThat(shop.mesh.state().all(ResourceKind.EXTERNAL_JOB)).isEmpty();
  }

  @Test
  void hostileInputIsRefusedWithASentence() {
    refused("[".repeat(100_000), "deeper or has longer texts");
    refused("{\"a\": \"" + "x".repeat(1_100_000) + "\"}", "deeper or has longer texts");
    refused("{\"" + "k".repeat(3_000) + "\": 1}", "deeper or has longer texts");
    refused("{\"eventTime\": ", "not JSON");
    refused("{}\n{}", "not JSON");
    var manyDatasets = new String[1_001];
    java.util.Arrays.fill(manyDatasets, "a.x");
    wrong(event("START", ONE, "00", inputs(manyDatasets)), "at most 1000 datasets");
    wrong(event("START", "not-a-uuid", "00", ""), "is not a UUID");
    wrong(event("START", ONE, "00", inputs("x".repeat(1_001))), "more than 1000 characters");
    wrong(event("START", ONE, "00", inputs("a\\u0000b")), "control characters");
    wrong(json("[]"), "An event is a JSON object");
    wrong(
        json(
            "{'eventTime': '2099-01-01T00:00:00Z', 'producer': 'x', 'job': {'namespace': 'a', 'name': 'b'}}"),
        "has not come yet");
    assertThat(shop.mesh.state().all(ResourceKind.EXTERNAL_JOB)).isEmpty();
    assertThat(shop.mesh.state().all(ResourceKind.EXTERNAL_DATASET)).isEmpty();
  }

  private static void refused(String body, String words) {
    assertThatThrownBy(() -> LineageIntake.json(body.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(words);
  }

  private void wrong(JsonNode event, String words) {
    assertThatThrownBy(() -> intake.one(SPARK, event))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(words);
  }

  @Test
  void twoJobsWhoseNamesReadAlikeAreNotOne() {
    var told =
        "{'eventTime': '2026-05-01T12:00:00Z', 'producer': 'x', 'job': {'namespace': '%s', 'name': '%s'}}";
    take(json(told.formatted("etl", "daily/load")));

    wrong(json(told.formatted("etl/daily", "load")), "as 'daily/load' of 'etl' is already");
  }

  @Test
  void whatIsTheSamePlaceIsOneNode() {
    var names = new DatasetNames(() -> Set.of("localhost:9092", "kafka.example:9092"));

    assertThat(names.node("kafka://127.0.0.1:9092", "orders.orders"))
        .isEqualTo("port/orders.orders");
    assertThat(names.node("kafka://Kafka.Example:9092", "orders.orders"))
        .isEqualTo("port/orders.orders");
    assertThat(names.node("kafka://127.0.0.1:9092", "no-port"))
        .isEqualTo("source/127.0.0.1:9092/no-port");
    assertThat(names.node("kafka://other:9092,more:9092", "orders.orders"))
        .isEqualTo("source/other:9092/orders.orders");
    assertThat(names.node("postgres://DB:5433", "shop.public.customer"))
        .isEqualTo("source/db:5433/shop/customer");
    assertThat(names.node("postgres://db", "shop.sales.customer"))
        .isEqualTo("source/db:5432/shop/sales.customer");
    assertThat(names.node("mysql://db:3306", "shop.customer"))
        .isEqualTo("source/db:3306/shop/customer");
    assertThat(names.node("file", "/data/in/")).isEqualTo("source//data/in");
    assertThat(names.node("s3://bucket", "path/to")).isEqualTo("dataset/s3://bucket/path/to");
  }
}
