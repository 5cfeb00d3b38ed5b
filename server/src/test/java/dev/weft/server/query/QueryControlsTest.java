package dev.weft.server.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.Json;
import dev.weft.model.ProblemException;
import dev.weft.model.QuerySpec;
import dev.weft.model.ResourceKind;
import dev.weft.server.Fixture;
import dev.weft.spi.MeshState;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class QueryControlsTest {
  private final Fixture shop = new Fixture();
  private final QueryControls controls =
      new QueryControls(shop.mesh, new QueryKeeper(shop.mesh, () -> true, null, shop.clock));

  @Test
  void aWordAboutAStatementIsNoneAboutTheOneThatWasAppliedAMomentAgo() {
    says("SELECT 1");
    plan("totals");
    says("SELECT 2");
    assertRefused("not-planned-yet", () -> controls.cutOver(Fixture.OLGA, "totals"));

    plan("totals~next");
    controls.cutOver(Fixture.OLGA, "totals");
    assertThat(control().cutover()).isEqualTo(edition("totals~next"));

    says("SELECT 3");
    assertRefused("not-planned-yet", () -> controls.cutOver(Fixture.OLGA, "totals"));
    assertThat(control().cutover())
        .as("the word before stands for the statement before")
        .isNotEqualTo(QueryEdition.ofText(query()));

    plan("totals~next");
    controls.cutOver(Fixture.OLGA, "totals");
    assertThat(control().cutover()).isEqualTo(edition("totals~next"));
  }

  @Test
  void whatIsNotPlannedYetCanBePutAside() {
    says("SELECT 1");
    plan("totals");
    assertRefused("nothing-beside", () -> controls.abort(Fixture.OLGA, "totals"));
    assertRefused("nothing-beside", () -> controls.cutOver(Fixture.OLGA, "totals"));

    says("SELECT 2");
    controls.abort(Fixture.OLGA, "totals");

    assertThat(control().aside()).isEqualTo(QueryEdition.ofText(query()));
    assertRefused("nothing-beside", () -> controls.cutOver(Fixture.OLGA, "totals"));
  }

  private void says(String sql) {
    shop.mesh.put(
        ResourceKind.QUERY,
        "totals",
        "{'apiVersion':'weft.dev/v1','kind':'Query','name':'totals','product':'customers','into':'customers.out','sql':'%s','execution':{'onChange':'beside'}}"
            .formatted(sql));
  }

  /** As the planner leaves it. */
  private void plan(String line) {
    var text = QueryEdition.ofText(query());
    var plan = new QueryPlan("edition-" + text, text, List.of(), List.of(), "", List.of());
    shop.mesh.put(ResourceKind.QUERY_PLAN, line, Json.text(Json.tree(plan)));
  }

  private QuerySpec query() {
    return state().find(ResourceKind.QUERY, "totals", QuerySpec.class).orElseThrow();
  }

  private QueryControl control() {
    return QueryControl.of(state(), "totals");
  }

  private String edition(String line) {
    return QueryPlan.of(state(), line).orElseThrow().edition();
  }

  private MeshState state() {
    return shop.mesh.state();
  }

  private static void assertRefused(String code, ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.first().code()).isEqualTo(code));
  }
}
