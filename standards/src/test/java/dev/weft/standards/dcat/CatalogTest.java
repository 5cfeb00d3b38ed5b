package dev.weft.standards.dcat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.standards.Samples;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.rdf4j.model.Model;
import org.eclipse.rdf4j.model.Value;
import org.eclipse.rdf4j.model.util.Values;
import org.junit.jupiter.api.Test;

class CatalogTest {
  private static final String BASE = "http://127.0.0.1:8080/dcat";
  private static final String ORDERS = BASE + "/products/orders";

  @Test
  void aProductIsADatasetWithItsPortsItsDomainAndItsPeople() throws IOException {
    var graph = read(List.of());

    assertThat(said(graph, BASE, "dcat:dataset")).containsExactly(ORDERS);
    assertThat(said(graph, ORDERS, "dct:title")).containsExactly("Orders");
    assertThat(said(graph, ORDERS, "dcat:theme")).containsExactly(BASE + "/domains/sales");
    assertThat(said(graph, BASE + "/domains/sales", "skos:prefLabel")).containsExactly("Sales");
    assertThat(said(graph, ORDERS, "dcat:keyword")).containsExactly("orders");
    assertThat(said(graph, ORDERS + "#contact", "vcard:hasURL"))
        .containsExactly("https://example.org");
    assertThat(said(graph, ORDERS, "prov:wasDerivedFrom"))
        .containsExactly(BASE + "/products/customers");
    var port = ORDERS + "#orders";
    assertThat(said(graph, ORDERS, "dcat:distribution")).containsExactly(port);
    assertThat(said(graph, port, "dcat:accessService"))
        .containsExactlyInAnyOrder(BASE + "#gateway", BASE + "#rest");
    assertThat(said(graph, BASE + "#gateway", "dcat:endpointURL"))
        .containsExactly("kafka://127.0.0.1:9092");
    assertThat(said(graph, port, "dct:conformsTo"))
        .containsExactly("http://127.0.0.1:8080/api/v1/contracts/orders-v2/export");
    assertThat(said(graph, port, "dcat:mediaType"))
        .containsExactly("https://www.iana.org/assignments/media-types/application/json");
    assertThat(said(graph, ORDERS, "dcat:hasVersion")).isEmpty();
  }

  @Test
  void versionsAreASeries() throws IOException {
    var graph = read(List.of("0.8.0", "0.9.0"));

    assertThat(said(graph, ORDERS, "dcat:previousVersion"))
        .containsExactly(ORDERS + "#version-0.9.0");
    assertThat(said(graph, ORDERS, "dcat:hasCurrentVersion"))
        .containsExactly(ORDERS + "#version-1.0.0");
    assertThat(said(graph, ORDERS + "#version-0.9.0", "dcat:inSeries"))
        .containsExactly(ORDERS + "#series");
    assertThat(said(graph, ORDERS + "#version-1.0.0", "dcat:prev"))
        .containsExactly(ORDERS + "#version-0.9.0");
  }

  @Test
  void pagesLeadToEachOther() throws IOException {
    var graph =
        RdfText.turtle(
            Turtle.write(Catalog.of(List.of(), new Catalog.Page(2, 3, 250), Samples.MESH)));

    assertThat(said(graph, BASE + "?page=2", "hydra:next")).containsExactly(BASE + "?page=3");
    assertThat(said(graph, BASE + "?page=2", "hydra:previous")).containsExactly(BASE + "?page=1");
    assertThat(said(graph, BASE, "hydra:totalItems")).containsExactly("250");
  }

  @Test
  void everyCharacterArrives() throws IOException {
    var product = Samples.document("full-1.0.odps.yaml");
    var awkward = new StringBuilder();
    for (var point = 1; point < 0x250; point++) {
      awkward.appendCodePoint(point);
    }
    awkward.append("\u2028\uFEFF\uD83D\uDE00 \"\"\" ''' \\u0041 <a> . ;");
    product.put("name", awkward.toString());
    var graph = Catalog.of(Samples.facts(product, contract()), Samples.MESH);

    var turtle = RdfText.turtle(Turtle.write(graph));
    var jsonLd = RdfText.jsonLd(Json.text(JsonLd.write(graph)));

    assertThat(said(turtle, ORDERS, "dct:title")).containsExactly(awkward.toString());
    assertThat(said(jsonLd, ORDERS, "dct:title")).containsExactly(awkward.toString());
  }

  private static Model read(List<String> older) throws IOException {
    var product = Samples.document("full-1.0.odps.yaml");
    var facts = Samples.facts(product, contract(), Optional.empty(), older);
    return RdfText.turtle(
        Turtle.write(Catalog.of(List.of(facts), new Catalog.Page(1, 1, 1), Samples.MESH)));
  }

  private static ObjectNode contract() {
    return Samples.document("full-3.1.odcs.yaml");
  }

  private static List<String> said(Model graph, String subject, String predicate) {
    return graph
        .filter(Values.iri(subject), Values.iri(Graph.expanded(predicate)), null)
        .objects()
        .stream()
        .map(Value::stringValue)
        .toList();
  }
}
