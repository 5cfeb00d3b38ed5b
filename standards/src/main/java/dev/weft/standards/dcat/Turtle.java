package dev.weft.standards.dcat;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes a graph as Turtle (RDF 1.1, W3C Recommendation of 2014): addresses in full, one predicate
 * a line.
 */
public final class Turtle {
  private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9]*");

  private Turtle() {}

  public static String write(Graph graph) {
    var text = new StringBuilder();
    for (var prefix : Graph.prefixNames()) {
      text.append("@prefix ").append(prefix).append(": ");
      iri(text, Graph.PREFIXES.get(prefix));
      text.append(" .\n");
    }
    graph
        .subjects()
        .forEach(
            (subject, said) -> {
              text.append('\n');
              iri(text, subject);
              var lines = said.stream().map(Turtle::line).collect(Collectors.joining(" ;\n    "));
              text.append("\n    ").append(lines).append(" .\n");
            });
    return text.toString();
  }

  private static String line(Graph.Said said) {
    var line = new StringBuilder();
    line.append(said.predicate().equals(Graph.TYPE) ? "a" : said.predicate()).append(' ');
    if (said.object() instanceof Term.Iri other) {
      named(line, other.value());
    } else if (said.object() instanceof Term.Literal literal) {
      quoted(line, literal.text());
      if (!literal.language().isEmpty()) {
        line.append('@').append(literal.language());
      } else if (!literal.datatype().isEmpty()) {
        line.append("^^");
        named(line, literal.datatype());
      }
    }
    return line.toString();
  }

  /** By its prefix where it is a word of a vocabulary. */
  private static void named(StringBuilder out, String iri) {
    for (var prefix : Graph.prefixNames()) {
      var namespace = Graph.PREFIXES.get(prefix);
      if (iri.startsWith(namespace) && WORD.matcher(iri.substring(namespace.length())).matches()) {
        out.append(prefix).append(':').append(iri, namespace.length(), iri.length());
        return;
      }
    }
    iri(out, iri);
  }

  /** What must not stand between the brackets is written by its number. */
  private static void iri(StringBuilder out, String iri) {
    out.append('<');
    iri.codePoints()
        .forEach(
            point -> {
              if (point <= ' ' || "<>\"{}|^`\\".indexOf(point) >= 0) {
                out.append("\\u%04X".formatted(point));
              } else {
                out.appendCodePoint(point);
              }
            });
    out.append('>');
  }

  private static void quoted(StringBuilder out, String text) {
    out.append('"');
    text.codePoints()
        .forEach(
            point -> {
              switch (point) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                  if (point < ' ' || point == 0x7F) {
                    out.append("\\u%04X".formatted(point));
                  } else {
                    out.appendCodePoint(point);
                  }
                }
              }
            });
    out.append('"');
  }
}
