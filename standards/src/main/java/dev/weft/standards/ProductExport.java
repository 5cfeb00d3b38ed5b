package dev.weft.standards;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.Problem;
import dev.weft.model.format.Documents;
import dev.weft.standards.asyncapi.AsyncApi;
import dev.weft.standards.dcat.Catalog;
import dev.weft.standards.dcat.Graph;
import dev.weft.standards.dcat.JsonLd;
import dev.weft.standards.dcat.Turtle;
import dev.weft.standards.dpds.Descriptor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes a product in any of the standards. */
public final class ProductExport {
  private ProductExport() {}

  /**
   * The product in this standard and form.
   *
   * @throws dev.weft.model.ProblemException {@code several-documents} when the form holds only one;
   *     {@code no-contract} when a product without contracts is to be written as ODCS
   */
  public static Exported write(
      ProductFacts facts, MeshAddress mesh, Standard standard, Standard.Form form) {
    return switch (standard) {
      case ODPS -> write(List.of(facts.document()), form);
      case ODCS -> write(contracts(facts, form), form);
      case ASYNCAPI -> write(List.of(AsyncApi.of(facts, mesh)), form);
      case DPDS -> write(List.of(Descriptor.of(facts, mesh)), form);
      case DCAT -> write(Catalog.of(facts, mesh), form);
    };
  }

  /** Documents of one standard: of several in YAML, of one in JSON. */
  public static Exported write(List<ObjectNode> documents, Standard.Form form) {
    if (form.syntax() == Standard.Syntax.JSON) {
      return new Exported(form.mediaType(), documents.get(0).toPrettyString() + "\n");
    }
    var writer = new Documents();
    return new Exported(
        form.mediaType(),
        documents.stream().map(writer::write).collect(Collectors.joining("---\n")));
  }

  /** A graph as JSON-LD or Turtle. */
  public static Exported write(Graph graph, Standard.Form form) {
    return new Exported(
        form.mediaType(),
        form.syntax() == Standard.Syntax.TURTLE
            ? Turtle.write(graph)
            : Json.text(JsonLd.write(graph)) + "\n");
  }

  private static List<ObjectNode> contracts(ProductFacts facts, Standard.Form form) {
    var contracts =
        facts.ports().stream().map(PortFacts::document).flatMap(Optional::stream).toList();
    if (contracts.isEmpty()) {
      throw Problem.missing(
              "no-contract",
              "The product '" + facts.product().id() + "' has no port with a contract.",
              "")
          .asException();
    }
    if (contracts.size() > 1 && form.syntax() == Standard.Syntax.JSON) {
      throw Problem.conflict(
              "several-documents",
              "The product has " + contracts.size() + " contracts, and JSON holds one document.",
              "Ask for YAML, or for one contract: /api/v1/contracts/ID/export.")
          .asException();
    }
    return contracts;
  }
}
