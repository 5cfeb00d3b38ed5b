package dev.weft.catalog.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.catalog.search.SearchResult.FacetValue;
import dev.weft.catalog.search.SearchResult.Item;
import dev.weft.catalog.search.query.QueryParser;
import dev.weft.model.ResourceKind;
import dev.weft.testing.MemoryMesh;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VisibilityTest {
  private static final Viewer ANYBODY = Viewer.insideOf(Set.of());
  private static final Viewer INSIDER = Viewer.insideOf(Set.of("takeover", "salaries"));

  private final MemoryMesh mesh = new MemoryMesh(Clock.systemUTC());
  private final SearchIndex index = new SearchIndex();

  VisibilityTest() {
    mesh.follow(index);
    product("orders", "open");
    product("salaries", "ask");
    product("takeover", "hidden");
  }

  @AfterEach
  void close() {
    index.close();
  }

  @Test
  void hidesAProductWithAllThatBelongsToIt() {
    assertThat(find("secret kind:field", ANYBODY).items())
        .extracting(Item::name)
        .containsExactly("orders.out.secret");
    assertThat(find("takeover", ANYBODY).items()).extracting(Item::name).doesNotContain("takeover");
    assertThat(find("takeover", INSIDER).items()).extracting(Item::name).contains("takeover");
    assertThat(find("takeover", Viewer.OF_EVERYTHING).items())
        .extracting(Item::name)
        .contains("takeover", "takeover.out", "takeover-v1", "takeover.out.secret");
  }

  @Test
  void tellsOnlyThatAProductExistsWhenOthersMayAsk() {
    var found = find("salaries", ANYBODY).items();

    assertThat(found).hasSize(1);
    assertThat(found.get(0).restricted()).isTrue();
    assertThat(found.get(0).owners()).containsExactly("olga");
    assertThat(found.get(0).description()).isEmpty();
    assertThat(find("salaries kind:product", INSIDER).items())
        .extracting(Item::restricted)
        .containsExactly(false);
    assertThat(find("salaries kind:product", Viewer.OF_EVERYTHING).items())
        .extracting(Item::restricted)
        .containsExactly(false);
  }

  @Test
  void countsNothingThatMayNotBeFound() {
    var facets = find("", ANYBODY).facets();

    assertThat(facets.get("tag")).containsExactly(new FacetValue("of-orders", 1));
    assertThat(facets.get("kind")).contains(new FacetValue("product", 2));
    assertThat(exactly("from Product", ANYBODY)).containsExactly("orders", "salaries");
    assertThat(exactly("from Product where tag = 'of-salaries'", ANYBODY)).isEmpty();
    assertThat(exactly("from Field", ANYBODY)).containsExactly("orders.out.secret");
    assertThat(exactly("from Contract", ANYBODY)).containsExactly("orders-v1");
  }

  @Test
  void findsAJobOutsideByWhatItTouchesIfThatMayBeKnown() {
    job("open", "orders.out");
    job("closed", "takeover.out");
    job("both", "takeover.out", "salaries.out");

    assertThat(jobs("quarterly", ANYBODY)).containsExactly("spark/open");
    assertThat(jobs("quarterly", INSIDER)).containsExactlyInAnyOrder("spark/open", "spark/closed");

    product("takeover", "open");
    assertThat(jobs("quarterly", ANYBODY)).containsExactlyInAnyOrder("spark/open", "spark/closed");
  }

  private List<String> jobs(String text, Viewer viewer) {
    return find(text + " kind:job", viewer).items().stream().map(Item::name).toList();
  }

  private void job(String name, String... ports) {
    var inputs =
        new StringBuilder(
            "{'namespace':'hive','name':'quarterly','node':'dataset/hive/quarterly'}");
    for (var port : ports) {
      inputs.append(",{'namespace':'kafka://g','name':'%1$s','node':'port/%1$s'}".formatted(port));
    }
    mesh.put(
        ResourceKind.EXTERNAL_JOB,
        "spark/" + name,
        "{'namespace':'spark','name':'%s','current':{'inputs':[%s]}}".formatted(name, inputs));
  }

  @Test
  void takesAnUnknownChoiceForHidden() {
    product("typo", "hiden");

    assertThat(find("typo", ANYBODY).items()).extracting(Item::name).doesNotContain("typo");
  }

  @Test
  void followsAChangeOfTheChoice() {
    product("takeover", "open");

    assertThat(exactly("from Contract", ANYBODY)).containsExactly("orders-v1", "takeover-v1");
    assertThat(exactly("from Product", ANYBODY)).contains("takeover");
  }

  /** The contract does not say whose it is. */
  private void product(String name, String visibility) {
    mesh.put(
        ResourceKind.DATA_CONTRACT,
        name + "-v1",
        "{'id': '%s-v1', 'schema': [{'name': 'x', 'properties': [{'name': 'secret'}]}]}"
            .formatted(name));
    mesh.put(
        ResourceKind.DATA_PRODUCT,
        name,
        """
        {'id': '%1$s', 'name': '%1$s', 'tags': ['of-%1$s'], 'description': {'purpose': 'All of it.'},
         'outputPorts': [{'name': 'out', 'contractId': '%1$s-v1'}],
         'team': {'members': [{'username': 'olga', 'role': 'owner'}]},
         'customProperties': [{'property': 'weft.visibility', 'value': '%2$s'}]}
        """
            .formatted(name, visibility));
  }

  private SearchResult find(String text, Viewer viewer) {
    return index.search(SearchQuery.of(text), viewer);
  }

  private List<String> exactly(String question, Viewer viewer) {
    return index.search(QueryParser.parse(question), viewer).items().stream()
        .map(Item::name)
        .toList();
  }
}
