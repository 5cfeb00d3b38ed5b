package dev.weft.standards.dcat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;

/**
 * Writes a graph as JSON-LD 1.1: a flat list of subjects. Its context is within it, and names
 * prefixes only, so that nobody has to fetch anything to read it.
 */
public final class JsonLd {
  private JsonLd() {}

  public static ObjectNode write(Graph graph) {
    var document = Json.object();
    var context = document.putObject("@context");
    Graph.prefixNames().forEach(prefix -> context.put(prefix, Graph.PREFIXES.get(prefix)));
    var subjects = document.putArray("@graph");
    graph
        .subjects()
        .forEach(
            (iri, said) -> {
              var subject = subjects.addObject().put("@id", iri);
              said.forEach(each -> add(subject, each));
            });
    return document;
  }

  private static void add(ObjectNode subject, Graph.Said said) {
    if (said.object() instanceof Term.Iri other) {
      if (said.predicate().equals(Graph.TYPE)) {
        subject.withArrayProperty("@type").add(other.value());
      } else {
        subject.withArrayProperty(said.predicate()).addObject().put("@id", other.value());
      }
    } else if (said.object() instanceof Term.Literal literal) {
      var value = subject.withArrayProperty(said.predicate()).addObject();
      value.put("@value", literal.text());
      if (!literal.language().isEmpty()) {
        value.put("@language", literal.language());
      } else if (!literal.datatype().isEmpty()) {
        value.put("@type", literal.datatype());
      }
    }
  }
}
