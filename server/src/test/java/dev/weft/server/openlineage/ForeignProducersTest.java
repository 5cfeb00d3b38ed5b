package dev.weft.server.openlineage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.ExternalDataset;
import dev.weft.model.ExternalJob;
import dev.weft.model.ExternalJob.State;
import dev.weft.model.Json;
import dev.weft.model.ResourceKind;
import dev.weft.server.Fixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Events as the integrations of others form them: written for this test after what their pages say,
 * each valid by the standard's schema.
 */
class ForeignProducersTest {
  private final Fixture shop = new Fixture();
  private final LineageIntake intake = new LineageIntake(shop.mesh, () -> Set.of("127.0.0.1:9092"));

  @ParameterizedTest
  @ValueSource(strings = {"spark", "flink", "airflow", "dbt"})
  void theEventsAreTheStandards(String producer) {
    var schemas = Schemas.find();

    assertThat(events(producer)).isNotEmpty().allSatisfy(schemas::checkEvent);
  }

  @Test
  void sparkSaysWhichColumnsItMakesOfAPort() {
    take("spark");

    var job = job("spark-cluster/nightly_totals.execute_save_into_data_source_command.lake_totals");
    assertThat(state(job)).isEqualTo(State.COMPLETE);
    assertThat(job.links().inputs())
        .extracting(ExternalJob.Dataset::node)
        .containsExactly("port/orders.orders");
    var output = job.links().outputs().get(0);
    assertThat(output.dataset().node()).isEqualTo("dataset/s3://lake/totals");
    assertThat(output.columns().get("total"))
        .contains(new ExternalJob.Origin("port/orders.orders", "amount", ExternalJob.How.DERIVED));
    assertThat(output.columns().get("customer"))
        .contains(new ExternalJob.Origin("port/orders.orders", "customer", ExternalJob.How.COPIED));
    assertThat(dataset("s3://lake/totals").facets())
        .containsOnlyKeys("dataSource", "schema", "symlinks");
  }

  @Test
  void flinkSaysThatItRunsAndThatItWasCancelledAndItsEdgesStay() {
    take("flink");

    var job = job("flink-jobs/fraud-scores");
    assertThat(state(job)).isEqualTo(State.ABORT);
    assertThat(job.runs()).hasSize(1);
    assertThat(job.runFacets()).containsKeys("processing_engine", "checkpoints");
    assertThat(job.links().outputs().get(0).dataset().node())
        .isEqualTo("source/other.example:9092/fraud.scores");
  }

  @Test
  void airflowSaysWhyATaskFailedAndTakesAFacetBack() {
    take("airflow");

    var job = job("airflow/daily.load");
    assertThat(state(job)).isEqualTo(State.FAIL);
    assertThat(job.facets()).containsOnlyKeys("jobType", "sql");
    assertThat(job.runFacets()).containsKeys("nominalTime", "airflow", "errorMessage");
    assertThat(job.links().inputs().get(0).node())
        .isEqualTo("source/db.example:5432/shop/sales.invoice");
  }

  @Test
  void dbtSaysWhatAModelIsMadeOf() {
    take("dbt");

    var job = job("dbt/shop.marts.customers.build.run");
    assertThat(state(job)).isEqualTo(State.COMPLETE);
    assertThat(job.links().inputs())
        .extracting(ExternalJob.Dataset::name)
        .containsExactly("shop.staging.stg_customers");
    assertThat(dataset("snowflake://org-account/shop.marts.customers").facets())
        .containsOnlyKeys("documentation");
  }

  private void take(String producer) {
    var taken = intake.all(Fixture.caller("spark", "lineage"), events(producer));
    assertThat(taken.failed()).isEmpty();
    assertThat(taken.notes()).isEmpty();
  }

  private static State state(ExternalJob job) {
    return job.newest().orElseThrow().state();
  }

  private ExternalJob job(String name) {
    return shop.mesh.state().find(ResourceKind.EXTERNAL_JOB, name, ExternalJob.class).orElseThrow();
  }

  private ExternalDataset dataset(String name) {
    return shop.mesh
        .state()
        .find(ResourceKind.EXTERNAL_DATASET, name, ExternalDataset.class)
        .orElseThrow();
  }

  private static JsonNode events(String producer) {
    try (var in =
        ForeignProducersTest.class.getResourceAsStream("/openlineage/" + producer + ".json")) {
      return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
