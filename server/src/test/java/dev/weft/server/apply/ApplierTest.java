package dev.weft.server.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.SourceText;
import dev.weft.server.Fixture;
import dev.weft.server.identity.Caller;
import dev.weft.server.parameters.FlowParameters;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApplierTest {
  private static final String GROUP = "apiVersion: weft.dev/v1\nkind: Group\nname: analysts\n";
  private static final String FLOW =
      """
      apiVersion: weft.dev/v1
      kind: Flow
      name: ingest
      product: customers
      parameters:
        url: {default: "http://localhost"}
        secret: {sensitive: true}
      processors:
        - {name: in, type: ListenHTTP, settings: {token: "#{secret}", path: "#{url}"}}
        - {name: out, type: PublishPort, settings: {port: customers.customers}}
      connections: [in.success -> out]
      """;

  private static final String CONTEXT =
      """
      apiVersion: weft.dev/v1
      kind: ParameterContext
      name: shared
      product: customers
      parameters:
        secret: {sensitive: true}
      """;
  private static final String FLOW_WITH_CONTEXT =
      FLOW.replace("  secret: {sensitive: true}\n", "")
          .replace("parameters:", "parameterContext: shared\nparameters:");

  private final Fixture shop = new Fixture();
  private final FlowParameters parameters = shop.parameters;
  private final Applier applier =
      new Applier(shop.mesh, parameters, shop.contexts, (document, known) -> List.of(), shop.clock);

  @Test
  void createsThenChangesThenLeavesAlone() {
    assertThat(actions(Fixture.ADMIN, GROUP)).containsExactly("create");
    assertThat(actions(Fixture.ADMIN, GROUP + "description: d\n")).containsExactly("change");
    assertThat(actions(Fixture.ADMIN, GROUP + "description: d\n")).containsExactly("unchanged");
  }

  @Test
  void aPlanSaysWhatWouldChangeAndChangesNothing() {
    var before = shop.mesh.state().revision();

    var planned = applier.apply(Fixture.ADMIN, request(GROUP, Map.of(), true));

    assertThat(planned.applied()).isFalse();
    assertThat(planned.changes()).extracting(Applier.Change::action).containsExactly("create");
    assertThat(shop.mesh.state().revision()).isEqualTo(before);
  }

  @Test
  void oneBrokenDocumentKeepsAllOut() {
    assertThatThrownBy(() -> apply(Fixture.ADMIN, GROUP + "---\nkind: Gruop\nname: x\n"))
        .isInstanceOf(ProblemException.class);

    assertThat(shop.mesh.state().get(new ResourceKey(ResourceKind.GROUP, "analysts"))).isEmpty();
  }

  @Test
  void nobodyTakesAProductOverByNamingThemselvesItsOwner() {
    var takeover = Json.text(Json.parse(Fixture.product("ada").replace('\'', '"')));

    assertThatThrownBy(() -> apply(Fixture.ADA, takeover))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problems()).extracting(Problem::code).contains("not-yours"));
  }

  @Test
  void anOwnerChangesWhatBelongsToTheirProduct() {
    assertThat(actions(Fixture.OLGA, FLOW)).containsExactly("create");
  }

  @Test
  void aSecretIsSealedAndShownNeverAgain() {
    var applied =
        applier.apply(Fixture.ADMIN, request(FLOW, Map.of("secret", "s3cr3t-value"), false));

    var everything =
        Json.text(shop.mesh.state().all(ResourceKind.PARAMETERS))
            + Json.text(shop.mesh.audit())
            + Json.text(applied);
    assertThat(everything).doesNotContain("s3cr3t-value");
    var flow = shop.mesh.state().find(ResourceKind.FLOW, "ingest", FlowSpec.class).orElseThrow();
    assertThat(parameters.of(shop.mesh.state(), flow).open())
        .containsEntry("secret", "s3cr3t-value")
        .containsEntry("url", "http://localhost");
  }

  @Test
  void theSameSecretAgainIsNoChange() {
    applier.apply(Fixture.ADMIN, request(FLOW, Map.of("secret", "s3cr3t-value"), false));
    var before = shop.mesh.state().revision();

    applier.apply(Fixture.ADMIN, request(FLOW, Map.of("secret", "s3cr3t-value"), false));

    assertThat(shop.mesh.state().revision()).isEqualTo(before);
  }

  @Test
  void settingAParameterOfAnothersFlowIsRefusedEvenIfTheFileIsUnchanged() {
    apply(Fixture.OLGA, FLOW);

    assertThatThrownBy(
            () -> applier.apply(Fixture.ADA, request(FLOW, Map.of("secret", "mine"), false)))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.first().code()).isEqualTo("not-yours"));
  }

  @Test
  void aParameterThatNobodyDeclaresIsAnError() {
    assertThatThrownBy(
            () -> applier.apply(Fixture.ADMIN, request(FLOW, Map.of("secert", "x"), false)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.first().code()).isEqualTo("unknown-parameter"));
  }

  @Test
  void aContextTakesTheValuesThatItDeclaresAndItsFlowsDoNot() {
    apply(Fixture.OLGA, CONTEXT + "---\n" + FLOW_WITH_CONTEXT);

    var applied =
        applier.apply(
            Fixture.OLGA,
            request(
                CONTEXT + "---\n" + FLOW_WITH_CONTEXT, Map.of("secret", "s3cr3t-value"), false));

    assertThat(applied.changes())
        .extracting(Applier.Change::kind, Applier.Change::action)
        .containsExactly(
            tuple("ParameterContext", "unchanged"),
            tuple("Flow", "unchanged"),
            tuple("ContextParameters", "create"));
    assertThat(applied.changes().get(2).diff()).containsExactly("+ secret: (secret)");
    assertThat(applied.changes().get(2).notes())
        .containsExactly("Flows that take parameters from it change with it: ingest.");
    assertThat(
            Json.text(shop.mesh.state().all(ResourceKind.CONTEXT_PARAMETERS))
                + Json.text(shop.mesh.audit())
                + Json.text(applied))
        .doesNotContain("s3cr3t-value");
    var flow = shop.mesh.state().find(ResourceKind.FLOW, "ingest", FlowSpec.class).orElseThrow();
    assertThat(parameters.of(shop.mesh.state(), flow).open())
        .containsEntry("secret", "s3cr3t-value");
  }

  @Test
  void onlyWhoAnswersForAContextWritesIt() {
    assertThat(actions(Fixture.OLGA, CONTEXT)).containsExactly("create");
    assertThat(
            actions(
                Fixture.PIA,
                CONTEXT
                    .replace("product: customers", "domain: shop")
                    .replace("shared", "of-domain")))
        .containsExactly("create");
    for (var text : List.of(CONTEXT + "description: mine\n", CONTEXT.replace("shared", "other"))) {
      assertThatThrownBy(() -> apply(Fixture.ADA, text))
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(e.first().code()).isEqualTo("not-yours"));
    }
    assertThatThrownBy(
            () -> applier.apply(Fixture.ADA, request(CONTEXT, Map.of("secret", "mine"), false)))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.first().code()).isEqualTo("not-yours"));
  }

  @Test
  void aContextInUseIsNotDeletedAndItsValuesGoWithIt() {
    applier.apply(
        Fixture.OLGA,
        request(CONTEXT + "---\n" + FLOW_WITH_CONTEXT, Map.of("secret", "s3cr3t-value"), false));
    var deletions = new Deletions(shop.mesh);
    var key = new ResourceKey(ResourceKind.PARAMETER_CONTEXT, "shared");

    assertThatThrownBy(() -> deletions.delete(Fixture.OLGA, key))
        .hasMessageContaining("still in use by Flow/ingest");
    deletions.delete(Fixture.OLGA, new ResourceKey(ResourceKind.FLOW, "ingest"));
    deletions.delete(Fixture.OLGA, key);

    assertThat(shop.mesh.state().all(ResourceKind.CONTEXT_PARAMETERS)).isEmpty();
  }

  @Test
  void aPlanOfAContextSaysWhichFlowsCouldNotRunThen() {
    apply(Fixture.OLGA, CONTEXT + "---\n" + FLOW_WITH_CONTEXT);

    var planned =
        applier.apply(Fixture.OLGA, request(CONTEXT.replace("secret:", "other:"), Map.of(), true));

    assertThat(planned.changes().get(0).notes())
        .containsExactly(
            "Flows that take parameters from it change with it: ingest.",
            "Flow 'ingest' could not run then: Neither the flow nor its context declares a"
                + " parameter 'secret'.");
  }

  private List<String> actions(Caller caller, String text) {
    return apply(caller, text).changes().stream().map(Applier.Change::action).toList();
  }

  private Applier.Applied apply(Caller caller, String text) {
    return applier.apply(caller, request(text, Map.of(), false));
  }

  private static Applier.Request request(String text, Map<String, String> secrets, boolean dryRun) {
    return new Applier.Request(
        List.of(new SourceText("test.yaml", text)), Map.of(), secrets, dryRun);
  }
}
