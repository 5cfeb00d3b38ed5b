package dev.weft.cli;

import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where data comes from, where it goes, and what is hit if it goes. */
@Command(name = "weft")
final class LineageVerb {
  private final Session session;

  LineageVerb(Session session) {
    this.session = session;
  }

  @Command(description = "Show where data comes from and where it goes.")
  int lineage(
      @Parameters(
              paramLabel = "NODE",
              description =
                  "product/NAME, port/NAME, flow/NAME, query/NAME, job/NAMESPACE/NAME,"
                      + " dataset/NAMESPACE/NAME; or just the name of a port or"
                      + " product. With --impact also PORT#FIELD.")
          String node,
      @Option(names = "--up", description = "Only where it comes from.") boolean up,
      @Option(names = "--down", description = "Only where it goes.") boolean down,
      @Option(names = "--columns", description = "Of a port: where each of its fields comes from.")
          boolean columns,
      @Option(
              names = "--impact",
              description = "Of a port or PORT#FIELD: what is hit, and whose, if it goes.")
          boolean impact,
      @Option(
              names = "--at",
              paramLabel = "TIME",
              description = "As it was then, such as 2026-11-01T10:00:00Z.")
          Optional<String> at,
      @Option(names = "--depth", paramLabel = "N", defaultValue = "3") int depth) {
    if (impact) {
      if (at.isPresent()) {
        throw Problem.input(
                "at",
                Place.field("--at"),
                "What is hit is told of now only.",
                "Leave out --at or --impact.")
            .asException();
      }
      return impact(node);
    }
    var start = nodeOf(node);
    if (columns) {
      if (down) {
        throw Problem.input(
                "direction",
                Place.field("--down"),
                "Fields are followed up only.",
                "Leave out --down; without --columns it shows where the port goes.")
            .asException();
      }
      return session.print(
          session
              .server()
              .get(
                  new Query("lineage/" + Session.encoded(start) + "/columns")
                      .with("depth", "" + depth)
                      .with("at", at)
                      .toString()),
          answer -> ColumnTree.print(answer.path("items")));
    }
    var direction = up == down ? "both" : up ? "up" : "down";
    var query =
        new Query("lineage/" + Session.encoded(start))
            .with("direction", direction)
            .with("depth", "" + depth)
            .with("at", at);
    return session.print(
        session.server().get(query.toString()),
        graph -> new LineageTree(graph, at.isPresent()).print(start));
  }

  private int impact(String node) {
    var hash = node.indexOf('#');
    var start = nodeOf(hash < 0 ? node : node.substring(0, hash));
    var query =
        new Query("lineage/" + Session.encoded(start) + "/impact")
            .with(
                "field",
                hash < 0 ? Optional.<String>empty() : Optional.of(node.substring(hash + 1)));
    return session.print(session.server().get(query.toString()), ImpactText::of);
  }

  private static String nodeOf(String text) {
    if (text.contains("/")) {
      return text;
    }
    return (PortName.parse(text).isPresent() ? "port/" : "product/") + text;
  }
}
