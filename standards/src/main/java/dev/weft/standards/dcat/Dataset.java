package dev.weft.standards.dcat;

import dev.weft.model.Contract;
import dev.weft.standards.Contact;
import dev.weft.standards.PortFacts;
import dev.weft.standards.ProductFacts;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.regex.Pattern;

/** One product as a DCAT dataset: a distribution for each output port, a series of its versions. */
final class Dataset {
  private static final String RESTRICTED =
      "http://publications.europa.eu/resource/authority/access-right/RESTRICTED";
  private static final String IANA = "https://www.iana.org/assignments/media-types/";
  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2}");

  private final Graph graph;
  private final Addresses addresses;
  private final ProductFacts facts;
  private final String id;
  private final String iri;
  private final String language;

  Dataset(Graph graph, Addresses addresses, ProductFacts facts) {
    this.graph = graph;
    this.addresses = addresses;
    this.facts = facts;
    this.id = facts.product().id();
    this.iri = addresses.product(id);
    this.language = language(facts);
  }

  void describe() {
    var product = facts.product();
    var dataset = graph.about(iri).a("dcat:Dataset");
    dataset
        .text("dct:identifier", id)
        .text("dct:title", product.name(), language)
        .text("dct:description", facts.description(), language)
        .text("dcat:version", product.version())
        .typed("dct:issued", issued(), "xsd:dateTime")
        .typed("dct:modified", facts.changedAt().map(Instant::toString).orElse(""), "xsd:dateTime")
        .to("dct:accessRights", RESTRICTED)
        .to("dct:publisher", addresses.part(id, "publisher"))
        .to("dcat:landingPage", addresses.landingPage(id));
    product.tags().forEach(tag -> dataset.text("dcat:keyword", tag, language));
    if (!language.isEmpty()) {
      dataset.to("dct:language", "http://id.loc.gov/vocabulary/iso639-1/" + language);
    }
    facts.inputs().forEach(input -> dataset.to("prov:wasDerivedFrom", addresses.product(input)));
    for (var definition : facts.document().path("authoritativeDefinitions")) {
      var url = definition.path("url").asText();
      if (Contact.isWebAddress(url)) {
        dataset.to("foaf:page", url);
      }
    }
    theme(dataset);
    people(dataset);
    versions(dataset);
    for (var port : facts.ports()) {
      dataset.to("dcat:distribution", addresses.part(id, port.name().port()));
      distribution(port);
    }
  }

  /** In the form that XML Schema has: seconds are never left out. */
  private String issued() {
    var written = facts.document().path("productCreatedTs").asText("");
    return written.isEmpty() ? "" : OffsetDateTime.parse(written).toInstant().toString();
  }

  private void theme(Graph.Subject dataset) {
    var domain = facts.product().domain();
    if (!domain.isBlank()) {
      dataset.to("dcat:theme", addresses.domain(domain));
      graph
          .about(addresses.domain(domain))
          .a("skos:Concept")
          .text("skos:prefLabel", facts.domainTitle())
          .text("skos:notation", domain)
          .to("skos:inScheme", addresses.themes());
    }
  }

  /** The team publishes it; without one Weft has nobody to name but the product. */
  private void people(Graph.Subject dataset) {
    var contact = Contact.of(facts);
    graph
        .about(addresses.part(id, "publisher"))
        .a("foaf:Agent")
        .text("foaf:name", contact.map(Contact::name).orElse(id));
    contact.ifPresent(
        found -> {
          dataset.to("dcat:contactPoint", addresses.part(id, "contact"));
          var card = graph.about(addresses.part(id, "contact")).a("vcard:Kind");
          card.text("vcard:fn", found.name());
          found.email().ifPresent(email -> card.to("vcard:hasEmail", "mailto:" + email));
          found.url().ifPresent(url -> card.to("vcard:hasURL", url));
        });
  }

  /** A product that had other versions is a series of them, of which it is the newest. */
  private void versions(Graph.Subject dataset) {
    if (facts.olderVersions().isEmpty()) {
      return;
    }
    var series = addresses.part(id, "series");
    graph.about(series).a("dcat:DatasetSeries").text("dct:title", facts.product().name(), language);
    var all = new ArrayList<>(facts.olderVersions());
    all.add(facts.version());
    for (var i = 0; i < all.size(); i++) {
      var version = addresses.part(id, "version-" + all.get(i));
      dataset.to("dcat:hasVersion", version);
      var node = graph.about(version).a("dcat:Dataset");
      node.text("dct:title", facts.product().name() + " " + all.get(i), language)
          .text("dcat:version", all.get(i))
          .to("dcat:isVersionOf", iri)
          .to("dcat:inSeries", series);
      if (i > 0) {
        var before = addresses.part(id, "version-" + all.get(i - 1));
        node.to("dcat:previousVersion", before).to("dcat:prev", before);
      }
    }
    dataset.to("dcat:hasCurrentVersion", addresses.part(id, "version-" + facts.version()));
    dataset.to("dcat:previousVersion", addresses.part(id, "version-" + all.get(all.size() - 2)));
  }

  private void distribution(PortFacts port) {
    var name = port.name();
    var distribution = graph.about(addresses.part(id, name.port())).a("dcat:Distribution");
    distribution
        .text("dct:identifier", name.topic())
        .text("dct:title", name.topic())
        .text("dct:description", port.port().description(), language)
        .to("dcat:accessURL", addresses.records(name.topic()))
        .to("dcat:accessService", addresses.gateway())
        .to("dcat:accessService", addresses.rest());
    graph.about(addresses.gateway()).to("dcat:servesDataset", iri);
    graph.about(addresses.rest()).to("dcat:servesDataset", iri);
    mediaType(distribution, port.format());
    port.contract().ifPresent(contract -> conforms(distribution, contract));
  }

  /** Avro's has never been registered, so it has no address with those who register. */
  private void mediaType(Graph.Subject distribution, String format) {
    switch (format) {
      case "avro" -> distribution.to("dcat:mediaType", unregistered("application/vnd.apache.avro"));
      case "protobuf", "proto" ->
          distribution.to("dcat:mediaType", unregistered("application/x-protobuf"));
      default -> distribution.to("dcat:mediaType", IANA + "application/json");
    }
  }

  private String unregistered(String mediaType) {
    var type = addresses.catalog() + "#" + mediaType.replace('/', '-');
    graph.about(type).a("dct:MediaType").text("rdfs:label", mediaType);
    return type;
  }

  private void conforms(Graph.Subject distribution, Contract contract) {
    var address = addresses.contract(contract.id());
    distribution.to("dct:conformsTo", address);
    graph
        .about(address)
        .a("dct:Standard")
        .text("dct:identifier", contract.id())
        .text("dct:title", contract.name(), language)
        .text("dcat:version", contract.version());
  }

  /** The language of its texts, if its custom property {@code language} says one. */
  private static String language(ProductFacts facts) {
    return facts.product().customProperties().stream()
        .filter(each -> "language".equals(each.property()) && each.value() != null)
        .map(each -> each.value().asText())
        .filter(text -> LANGUAGE.matcher(text).matches())
        .findFirst()
        .orElse("");
  }
}
