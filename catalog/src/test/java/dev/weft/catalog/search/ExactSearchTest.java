package dev.weft.catalog.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.catalog.Shop;
import dev.weft.catalog.search.query.QueryParser;
import dev.weft.testing.MemoryMesh;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExactSearchTest {
  private final MemoryMesh mesh = Shop.mesh();
  private final SearchIndex index = new SearchIndex();

  ExactSearchTest() {
    mesh.follow(index);
  }

  @AfterEach
  void close() {
    index.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "from Field where tag = 'pii.email'                        | customers.customers.email",
        "from Field where tag = 'pii'                              | customers.customers.email",
        "from Field where name like '*.country'                    | customers.customers.country",
        "from Product where name > 'customers' and name < 'spa'    | sales",
        "from Product where title = 'customer SPENDING'            | spending",
        "from Product where description contains 'each customer'   | spending",
        "from Product where not name in ('sales', 'spending')      | customers",
        "from Product where port = 'by_customer' or port = 'x'     | spending",
        "from Flow where product.domain = 'music-retail' and product = 'sales' | invoices-ingest",
        "from Port where fields < 4 and field = 'total'            | sales.invoices",
        "from Query where product.name != 'sales'                  | spending-by-customer",
        "from Term where domain is null                            | churn",
        "from Domain where steward is not null                     | music-retail",
        "from anything where kind = 'term'                         | churn",
      })
  void findsExactlyWhatFits(String question, String only) {
    assertThat(names(question)).containsExactly(only);
  }

  @Test
  void ordersAndPages() {
    assertThat(names("from Product order by name desc"))
        .containsExactly("spending", "sales", "customers");
    assertThat(names("from Product order by domain, title limit 1 offset 1")).hasSize(1);
    assertThat(find("from Product limit 1").total()).isEqualTo(3);
    assertThat(names("from Product limit 5 offset 7")).isEmpty();
  }

  @Test
  void countsFacetsOfAllThatFits() {
    assertThat(find("from Product limit 1").facets().get("domain"))
        .containsExactly(new SearchResult.FacetValue("music-retail", 3));
  }

  private List<String> names(String question) {
    return find(question).items().stream().map(SearchResult.Item::name).toList();
  }

  private SearchResult find(String question) {
    return index.search(QueryParser.parse(question), Viewer.OF_EVERYTHING);
  }
}
