package dev.weft.catalog.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.catalog.Shop;
import dev.weft.model.ResourceKind;
import dev.weft.testing.MemoryMesh;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A field is found by the words of its terms, as long as it is assigned to them. */
class TermWordsTest {
  private final MemoryMesh mesh = Shop.mesh();
  private final SearchIndex index = new SearchIndex();

  TermWordsTest() {
    mesh.follow(index);
    mesh.put(
        ResourceKind.TERM,
        "postbox",
        "{'name': 'postbox', 'title': 'Letterbox', 'alsoCalled': ['pigeonhole']}");
  }

  private void assign(String status) {
    mesh.put(
        ResourceKind.ASSIGNMENTS,
        "customers.customers",
        "{'terms': {'email': [{'term': 'postbox', 'status': '" + status + "'}]}}");
  }

  private List<String> found(String words) {
    return index.search(SearchQuery.of(words), Viewer.OF_EVERYTHING).items().stream()
        .filter(hit -> hit.kind().equals("field"))
        .map(SearchResult.Item::name)
        .toList();
  }

  @Test
  void onlyWhileItIsAssigned() {
    assertThat(found("pigeonhole")).isEmpty();

    assign("VALIDATED");
    assertThat(found("pigeonhole")).containsExactly("customers.customers.email");

    assign("REJECTED");
    assertThat(found("pigeonhole")).isEmpty();

    assign("IMPORTED");
    mesh.remove(ResourceKind.ASSIGNMENTS, "customers.customers");
    assertThat(found("letterbox")).isEmpty();
  }

  @Test
  void alsoByWordsThatTheTermGetsLater() {
    assign("VALIDATED");

    mesh.put(ResourceKind.TERM, "postbox", "{'name': 'postbox', 'alsoCalled': ['dovecote']}");
    assertThat(found("dovecote")).containsExactly("customers.customers.email");

    mesh.remove(ResourceKind.TERM, "postbox");
    assertThat(found("dovecote")).isEmpty();
  }

  @Test
  void andWhenTheContractNamesIt() {
    mesh.put(
        ResourceKind.DATA_CONTRACT,
        "customers-v1",
        "{'id': 'customers-v1', 'schema': [{'name': 'r', 'properties': [{'name': 'email',"
            + " 'authoritativeDefinitions': [{'type': 'd', 'url': 'weft:term/postbox'}]}]}]}");

    assertThat(found("pigeonhole")).containsExactly("customers.customers.email");
  }
}
