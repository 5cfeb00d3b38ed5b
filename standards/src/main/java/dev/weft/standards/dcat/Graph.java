package dev.weft.standards.dcat;

import dev.weft.standards.Contact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An RDF graph without blank nodes: what is said of each subject, in the order in which it was
 * said, each statement once. For one thread.
 */
public final class Graph {
  /** The vocabularies, by the prefixes that people know them by. */
  static final Map<String, String> PREFIXES = prefixes();

  static final String TYPE = "rdf:type";

  /**
   * A statement about a subject.
   *
   * @param predicate as {@code prefix:name}
   */
  record Said(String predicate, Term object) {}

  private final Map<String, Set<Said>> subjects = new LinkedHashMap<>();

  private static Map<String, String> prefixes() {
    var prefixes = new LinkedHashMap<String, String>();
    prefixes.put("dcat", "http://www.w3.org/ns/dcat#");
    prefixes.put("dct", "http://purl.org/dc/terms/");
    prefixes.put("foaf", "http://xmlns.com/foaf/0.1/");
    prefixes.put("hydra", "http://www.w3.org/ns/hydra/core#");
    prefixes.put("prov", "http://www.w3.org/ns/prov#");
    prefixes.put("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#");
    prefixes.put("rdfs", "http://www.w3.org/2000/01/rdf-schema#");
    prefixes.put("skos", "http://www.w3.org/2004/02/skos/core#");
    prefixes.put("vcard", "http://www.w3.org/2006/vcard/ns#");
    prefixes.put("xsd", "http://www.w3.org/2001/XMLSchema#");
    return Map.copyOf(prefixes);
  }

  Map<String, Set<Said>> subjects() {
    return subjects;
  }

  /** What is to be said of this address, which must be one. */
  Subject about(String iri) {
    if (!Contact.isAddress(iri)) {
      throw new IllegalArgumentException("'" + iri + "' is no address");
    }
    return new Subject(iri);
  }

  /** The whole address of {@code prefix:name}. */
  static String expanded(String name) {
    var colon = name.indexOf(':');
    return PREFIXES.get(name.substring(0, colon)) + name.substring(colon + 1);
  }

  /** Of one subject; every method answers the same again. What is empty is not said. */
  final class Subject {
    private final String iri;

    private Subject(String iri) {
      this.iri = iri;
    }

    Subject a(String type) {
      return say(TYPE, new Term.Iri(expanded(type)));
    }

    Subject text(String predicate, String text) {
      return text.isBlank() ? this : say(predicate, Term.Literal.plain(text));
    }

    Subject text(String predicate, String text, String language) {
      return text.isBlank() ? this : say(predicate, new Term.Literal(text, language, ""));
    }

    Subject typed(String predicate, String text, String datatype) {
      return text.isBlank() ? this : say(predicate, new Term.Literal(text, "", expanded(datatype)));
    }

    Subject to(String predicate, String otherIri) {
      return say(predicate, new Term.Iri(otherIri));
    }

    private Subject say(String predicate, Term object) {
      subjects.computeIfAbsent(iri, key -> new LinkedHashSet<>()).add(new Said(predicate, object));
      return this;
    }
  }

  /** The names of all prefixes in use, in order. */
  static List<String> prefixNames() {
    var names = new ArrayList<>(PREFIXES.keySet());
    names.sort(null);
    return names;
  }
}
