package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Data that people want and that no product has yet. */
@Command(name = "wish", description = "Wish for data that no product has; vote for it, offer it.")
final class WishVerbs {
  private final Session session;

  WishVerbs(Session session) {
    this.session = session;
  }

  @Command(description = "List wishes, the most wanted first.")
  int list(
      @Option(names = "--mine", description = "What you want.") boolean mine,
      @Option(names = "--all", description = "Also those that have ended.") boolean all) {
    var query = new Query("wishes").with("view", all ? "all" : mine ? "mine" : "open");
    return session.print(session.server().get(query.toString()), WishVerbs::table);
  }

  @Command(description = "Show a wish and what was offered.")
  int show(@Parameters(paramLabel = "ID") String id) {
    return session.print(session.server().get(path(id)), WishVerbs::page);
  }

  @Command(description = "Wish for data; prints the wish's id.")
  int add(
      @Parameters(paramLabel = "TITLE") String title,
      @Option(names = "--purpose", required = true, paramLabel = "TEXT", description = "What for.")
          String purpose,
      @Option(names = "--description", paramLabel = "TEXT", description = "What exactly.")
          Optional<String> description,
      @Option(names = "--domain", paramLabel = "NAME", description = "Where it may belong.")
          Optional<String> domain) {
    var request = Json.object().put("title", title).put("purpose", purpose);
    description.ifPresent(text -> request.put("description", text));
    domain.ifPresent(name -> request.put("domain", name));
    return session.print(
        session.server().post("wishes", request), answer -> Text.of(answer.path("id")));
  }

  @Command(description = "Want it as well.")
  int vote(@Parameters(paramLabel = "ID") String id) {
    return session.print(
        session.server().put(path(id) + "/vote", Json.object()), WishVerbs::sentence);
  }

  @Command(description = "Not want it any more.")
  int unvote(@Parameters(paramLabel = "ID") String id) {
    return session.print(session.server().delete(path(id) + "/vote"), WishVerbs::sentence);
  }

  @Command(description = "Offer a product, or to make one; as who owns or governs some.")
  int offer(
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--text", required = true, paramLabel = "TEXT") String text,
      @Option(names = "--product", paramLabel = "NAME", description = "One that is there.")
          Optional<String> product) {
    var request = Json.object().put("text", text);
    product.ifPresent(name -> request.put("product", name));
    return session.print(session.server().post(path(id) + "/offers", request), WishVerbs::sentence);
  }

  /** How it ends; exactly one. */
  static final class End {
    @Option(names = "--fulfilled-by", paramLabel = "PRODUCT", description = "It is there.")
    private String product;

    @Option(names = "--declined", description = "Nobody will make it; say why.")
    private boolean declined;

    @Option(names = "--withdrawn", description = "It is not wanted any more.")
    private boolean withdrawn;
  }

  @Command(description = "End a wish.")
  int close(
      @Parameters(paramLabel = "ID") String id,
      @ArgGroup(exclusive = true, multiplicity = "1") End end,
      @Option(names = "--why", paramLabel = "TEXT") Optional<String> why) {
    var request = Json.object();
    if (end.product != null) {
      request.put("status", "fulfilled").put("product", end.product);
    } else {
      request.put("status", end.withdrawn ? "withdrawn" : "declined");
    }
    if (end.declined && why.isEmpty()) {
      throw Problem.input(
              "no-reason", Place.field("--why"), "Who is declined reads why.", "Add --why TEXT.")
          .asException();
    }
    why.ifPresent(text -> request.put("why", text));
    return session.print(session.server().post(path(id) + "/close", request), WishVerbs::sentence);
  }

  private static String path(String id) {
    return "wishes/" + Session.encoded(id);
  }

  private static String table(JsonNode answer) {
    var items = answer.path("items");
    if (items.isEmpty()) {
      return "No wishes.";
    }
    var table = new Table("id", "votes", "title", "domain", "by", "status", "offers");
    for (var wish : items) {
      table.row(
          Text.of(wish.path("id")),
          String.valueOf(wish.path("votes").size() + 1),
          Text.of(wish.path("title")),
          Text.of(wish.path("domain")),
          Text.of(wish.path("by")),
          status(wish),
          String.valueOf(wish.path("offers").size()));
    }
    return table.toString();
  }

  private static String page(JsonNode wish) {
    return Text.paragraphs(
        List.of(
            sentence(wish),
            Text.lines(wish, "description", "purpose", "domain", "by", "at", "product", "why"),
            Text.part("Also wanted by: ", wish.path("votes")),
            wish.path("offers").isEmpty()
                ? "No offers."
                : Table.of(wish.path("offers"), "by", "product", "text", "at")));
  }

  private static String sentence(JsonNode wish) {
    return "%s is %s: %s, wanted by %s."
        .formatted(
            Text.of(wish.path("id")),
            status(wish),
            Text.of(wish.path("title")),
            Text.count(wish.path("votes").size() + 1, "person").replace("persons", "people"));
  }

  private static String status(JsonNode wish) {
    return Text.of(wish.path("status")).toLowerCase(Locale.ROOT);
  }
}
