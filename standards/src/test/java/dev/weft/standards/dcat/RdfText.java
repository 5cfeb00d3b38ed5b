package dev.weft.standards.dcat;

import dev.weft.model.Json;
import dev.weft.standards.MeshAddress;
import dev.weft.standards.ProductFacts;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.eclipse.rdf4j.model.Model;
import org.eclipse.rdf4j.model.util.Models;
import org.eclipse.rdf4j.rio.RDFFormat;
import org.eclipse.rdf4j.rio.Rio;

/** What a library that is not ours reads in what we write. */
public final class RdfText {
  private RdfText() {}

  public static boolean sameInBothForms(ProductFacts facts, MeshAddress mesh) throws IOException {
    var graph = Catalog.of(List.of(facts), new Catalog.Page(1, 2, 101), mesh);
    var turtle = turtle(Turtle.write(graph));
    return !turtle.isEmpty() && Models.isomorphic(turtle, jsonLd(Json.text(JsonLd.write(graph))));
  }

  static Model turtle(String text) throws IOException {
    return Rio.parse(new StringReader(text), "", RDFFormat.TURTLE);
  }

  static Model jsonLd(String text) throws IOException {
    return Rio.parse(new StringReader(text), "", RDFFormat.JSONLD);
  }
}
