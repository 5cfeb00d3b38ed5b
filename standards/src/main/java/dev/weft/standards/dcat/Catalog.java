package dev.weft.standards.dcat;

import dev.weft.standards.MeshAddress;
import dev.weft.standards.ProductFacts;
import java.util.List;

/**
 * A mesh as a catalog in the Data Catalog Vocabulary (DCAT) 3, a W3C Recommendation of 2024; pages
 * by Hydra's core vocabulary.
 */
public final class Catalog {
  private Catalog() {}

  /**
   * One page of what a reader may see.
   *
   * @param number from 1
   * @param of how many pages there are, at least 1
   * @param total of all products on all pages
   */
  public record Page(int number, int of, int total) {}

  /** The catalog with these products. */
  public static Graph of(List<ProductFacts> products, Page page, MeshAddress mesh) {
    var graph = new Graph();
    var addresses = new Addresses(mesh);
    var catalog = graph.about(addresses.catalog()).a("dcat:Catalog");
    catalog
        .text("dct:title", "The data products of " + mesh.url())
        .text("dct:description", "What the reader of this catalog may know of, as Weft has it now.")
        .to("dct:publisher", addresses.publisher())
        .to("foaf:homepage", mesh.url() + "/")
        .to("dcat:themeTaxonomy", addresses.themes())
        .to("dcat:service", addresses.gateway())
        .to("dcat:service", addresses.rest());
    graph.about(addresses.publisher()).a("foaf:Agent").text("foaf:name", "Weft at " + mesh.url());
    graph.about(addresses.themes()).a("skos:ConceptScheme").text("dct:title", "Domains");
    pages(graph, page, addresses);
    Services.describe(graph, addresses);
    for (var product : products) {
      catalog.to("dcat:dataset", addresses.product(product.product().id()));
      new Dataset(graph, addresses, product).describe();
    }
    return graph;
  }

  /** One product by itself, with the services that its distributions name. */
  public static Graph of(ProductFacts product, MeshAddress mesh) {
    var graph = new Graph();
    var addresses = new Addresses(mesh);
    new Dataset(graph, addresses, product).describe();
    Services.describe(graph, addresses);
    return graph;
  }

  private static void pages(Graph graph, Page page, Addresses addresses) {
    graph
        .about(addresses.catalog())
        .a("hydra:Collection")
        .typed("hydra:totalItems", String.valueOf(page.total()), "xsd:integer")
        .to("hydra:view", addresses.page(page.number()));
    var view = graph.about(addresses.page(page.number())).a("hydra:PartialCollectionView");
    view.to("hydra:first", addresses.page(1)).to("hydra:last", addresses.page(page.of()));
    if (page.number() < page.of()) {
      view.to("hydra:next", addresses.page(page.number() + 1));
    }
    if (page.number() > 1) {
      view.to("hydra:previous", addresses.page(page.number() - 1));
    }
  }
}
