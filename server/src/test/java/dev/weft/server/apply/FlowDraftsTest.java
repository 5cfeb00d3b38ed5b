package dev.weft.server.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.flow.ProcessorTypes;
import dev.weft.model.Json;
import dev.weft.model.Problem;
import dev.weft.model.format.SourceText;
import dev.weft.server.Fixture;
import dev.weft.server.MemoryAudit;
import dev.weft.server.identity.Caller;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlowDraftsTest {
  private static final String FLOW =
      """
      apiVersion: weft.dev/v1
      kind: Flow
      name: ingest
      product: customers
      processors:
        - name: listen
          type: ListenHTTP
          settings:
            port: 9081
        - name: publish
          type: PublishPort
          settings:
            port: customers.customers
      connections:
        - "listen.success -> publish"
      """;

  private final Fixture shop = new Fixture();
  private final ProcessorTypes types = new ProcessorTypes(List.of());
  private final Applier applier =
      new Applier(
          shop.mesh, shop.parameters, shop.contexts, (document, known) -> List.of(), shop.clock);
  private final FlowDrafts drafts =
      new FlowDrafts(
          shop.mesh,
          new Drafts(shop.mesh, applier),
          new FlowVersions(shop.mesh, new MemoryAudit(shop.clock), types, applier),
          types);

  @Test
  void isTheSameFlowAsTextAndAsDrawing() {
    var written = look(Fixture.OLGA, FLOW);

    var drawn =
        drafts.look(
            Fixture.OLGA, new Drafts.Asked("ingest.yaml", null, written.document().orElseThrow()));

    assertThat(drawn.draft()).isEqualTo(written);
    assertThat(written.problems()).isEmpty();
    assertThat(written.before()).isEmpty();
    assertThat(written.changes()).containsExactly("created");
    assertThat(look(Fixture.OLGA, written.text()).text()).isEqualTo(written.text());
  }

  @Test
  void saysWhatWouldChangeAndChangesNothing() {
    apply(FLOW);
    var version = look(Fixture.OLGA, FLOW).version();

    var draft =
        look(Fixture.OLGA, FLOW.replace("9081", "9082") + "layout: {listen: {x: 10, y: -20}}\n");

    assertThat(draft.problems()).isEmpty();
    assertThat(draft.changes())
        .containsExactly("processor 'listen': setting port: 9081 -> 9082", "drawn differently");
    assertThat(draft.before()).contains("9081");
    assertThat(draft.text()).contains("9082").contains("y: -20");
    assertThat(look(Fixture.OLGA, FLOW).version()).isEqualTo(version);
    assertThat(look(Fixture.OLGA, FLOW).changes()).isEmpty();
  }

  @Test
  void tellsEveryProblemWithItsPlaceInTheText() {
    var draft =
        look(
            Fixture.OLGA,
            FLOW.replace("-> publish", "-> publsh") + "layout: {lisen: {x: 10, y: 20}}\n");

    assertThat(draft.problems())
        .extracting(Problem::code)
        .containsExactly("processor-not-found", "processor-not-found");
    assertThat(draft.problems())
        .extracting(problem -> problem.place().line())
        .containsExactly(15, 16);
    assertThat(draft.problems().get(1).hint()).contains("listen");
    assertThat(draft.document()).isPresent();
  }

  @Test
  void keepsATextThatCannotBeReadAsItIs() {
    var draft = look(Fixture.OLGA, "kind: Flow\nname: [");

    assertThat(draft.document()).isEmpty();
    assertThat(draft.text()).isEqualTo("kind: Flow\nname: [");
    assertThat(draft.problems()).isNotEmpty();
    assertThat(look(Fixture.OLGA, Fixture.product("olga")).problems())
        .extracting(Problem::code)
        .containsExactly("not-a-flow");
  }

  @Test
  void saysThatSomebodyMayNotApplyIt() {
    assertThat(look(Fixture.ADA, FLOW).problems())
        .extracting(Problem::code)
        .containsExactly("not-yours");
  }

  @Test
  void wantsSomethingToLookAt() {
    assertThatThrownBy(() -> drafts.look(Fixture.OLGA, new Drafts.Asked("a.yaml", null, null)))
        .hasMessageContaining("no document to look at");
    assertThat(
            drafts
                .look(Fixture.OLGA, new Drafts.Asked(null, null, Json.object()))
                .draft()
                .problems())
        .isNotEmpty();
  }

  private Drafts.Draft look(Caller caller, String text) {
    return drafts.look(caller, new Drafts.Asked("ingest.yaml", text, null)).draft();
  }

  private void apply(String text) {
    applier.apply(
        Fixture.OLGA,
        new Applier.Request(
            List.of(new SourceText("ingest.yaml", text)), Map.of(), Map.of(), false));
  }
}
