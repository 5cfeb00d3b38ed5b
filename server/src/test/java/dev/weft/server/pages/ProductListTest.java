package dev.weft.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKind;
import dev.weft.server.Fixture;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists of products, and the map of domains, of a mesh in which risk uses the shop's orders. */
class ProductListTest {
  private final Fixture shop = new Fixture();
  private final ProductList list = new ProductList(shop.mesh);
  private final DomainMap map = new DomainMap(shop.mesh);

  @BeforeEach
  void aMeshOfTwoDomains() {
    shop.mesh.put(ResourceKind.DOMAIN, "risk", "{'kind':'Domain','name':'risk','title':'Risk'}");
    shop.clock.advance(Duration.ofHours(1));
    product("orders", "shop", "olga", "", "{'name':'all','contractId':'orders-v1'}");
    product("scores", "risk", "pia", "{'name':'in','contractId':'orders-v1'}", "");
    product(
        "secret",
        "risk",
        "pia",
        "{'name':'in','contractId':'customers-v1'}",
        "],'customProperties':[{'property':'weft.visibility','value':'ask'}");
  }

  private void product(String id, String domain, String owner, String input, String output) {
    shop.mesh.put(
        ResourceKind.DATA_PRODUCT,
        id,
        "{'id':'"
            + id
            + "','name':'The "
            + id
            + "','status':'active','domain':'"
            + domain
            + "','inputPorts':["
            + input
            + "],'outputPorts':["
            + output
            + "],'team':{'members':[{'username':'"
            + owner
            + "','role':'owner'}]}}");
  }

  @Test
  void findsWordsInIdsNamesAndPortsAndWhatBeginsWithThemFirst() {
    assertThat(ids("customers.cust")).containsExactly("customers");
    assertThat(ids("the ORD")).containsExactly("orders");
    assertThat(ids("s")).startsWith("scores", "secret").hasSize(4);
    assertThat(ids("nothing like it")).isEmpty();
  }

  @Test
  void givesSomeOfThemAndSaysHowManyThereAre() {
    var page = list.some(Fixture.ADA, new ProductList.Wanted("", "", "", false, 1, 2));

    assertThat(page.total()).isEqualTo(4);
    assertThat(page.items())
        .extracting(ProductList.Summary::id)
        .containsExactly("orders", "scores");
    assertThat(list.some(Fixture.ADA, new ProductList.Wanted("", "", "", false, 9, 2)).items())
        .isEmpty();
  }

  @Test
  void keepsToADomainToAPersonAndToTheNewest() {
    assertThat(list.some(Fixture.ADA, new ProductList.Wanted("", "risk", "", false, 0, 9)).total())
        .isEqualTo(2);
    assertThat(list.some(Fixture.ADA, new ProductList.Wanted("", "", "olga", true, 0, 9)).items())
        .extracting(ProductList.Summary::id)
        .containsExactly("orders", "customers");
  }

  @Test
  void tellsOfAProductForItsReadersNoMoreThanThatItIsThere() {
    var found = list.some(Fixture.ADA, new ProductList.Wanted("secret", "", "", false, 0, 9));

    assertThat(found.items().get(0).status()).isEmpty();
    assertThat(
            list.some(Fixture.PIA, new ProductList.Wanted("secret", "", "", false, 0, 9)).items())
        .extracting(ProductList.Summary::status)
        .containsExactly("active");
  }

  @Test
  void drawsWhichDomainUsesWhatOfWhichAsFarAsTheCallerSeesIt() {
    assertThat(map.drawn(Fixture.ADA).ways())
        .containsExactly(new DomainMap.Way("shop", "risk", 1, 1));
    assertThat(map.drawn(Fixture.PIA).ways())
        .containsExactly(new DomainMap.Way("shop", "risk", 2, 2));
    assertThat(map.drawn(Fixture.ADA).domains())
        .containsExactly(
            new DomainMap.Place("risk", "Risk", 1, 0, 0),
            new DomainMap.Place("shop", "shop", 2, 2, 0));
  }

  @Test
  void countsGrantsOfProductsAsWaysAndOfOthersAsPeople() {
    grant("s-1", PrincipalId.product("scores"), "customers.customers", "APPROVED");
    grant("s-2", PrincipalId.user("ada"), "customers.customers", "APPROVED");
    grant("s-3", PrincipalId.user("pia"), "customers.customers", "REVOKED");

    var drawn = map.drawn(Fixture.ADA);

    assertThat(drawn.ways()).containsExactly(new DomainMap.Way("shop", "risk", 2, 1));
    assertThat(drawn.domains()).extracting(DomainMap.Place::people).containsExactly(0, 1);
  }

  private void grant(String id, PrincipalId who, String port, String status) {
    shop.mesh.put(
        ResourceKind.SUBSCRIPTION,
        id,
        "{'id':'%s','principal':'%s','port':'%s','purpose':'x','status':'%s','requestedBy':'%s','requestedAt':'2026-05-01T00:00:00Z'}"
            .formatted(id, who, port, status, who));
  }

  private List<String> ids(String words) {
    return list
        .some(Fixture.ADA, new ProductList.Wanted(words, "", "", false, 0, 100))
        .items()
        .stream()
        .map(ProductList.Summary::id)
        .toList();
  }
}
