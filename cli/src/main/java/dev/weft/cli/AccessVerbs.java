package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asking for access and deciding about it: subscribe, approve, reject, revoke, requests. */
@Command(name = "weft")
final class AccessVerbs {
  private final Session session;

  AccessVerbs(Session session) {
    this.session = session;
  }

  @Command(description = "Ask for access to a port; prints the request's id.")
  int subscribe(
      @Parameters(paramLabel = "PORT") String port,
      @Option(names = "--purpose", required = true, paramLabel = "TEXT", description = "What for.")
          String purpose,
      @Option(
              names = "--fields",
              paramLabel = "a,b",
              split = ",",
              description = "Only these fields; the others are withheld.")
          List<String> fields,
      @Option(names = "--until", paramLabel = "DATE", description = "When the access ends.")
          Optional<String> until,
      @Option(names = "--note", paramLabel = "TEXT", description = "What else there is to say.")
          Optional<String> note,
      @Option(
              names = "--accept-terms",
              paramLabel = "VERSION",
              description = "Accept its terms of use; 'weft asking PORT' shows them.")
          Optional<String> acceptTerms) {
    var request = Json.object().put("port", port).put("purpose", purpose);
    note.ifPresent(text -> request.put("note", text));
    acceptTerms.ifPresent(version -> request.put("acceptTerms", version));
    if (fields != null) {
      request.set("fields", Json.MAPPER.valueToTree(fields));
    }
    until.ifPresent(date -> request.put("until", date));
    return session.print(
        session.server().post("subscriptions", request), answer -> Text.of(answer.path("id")));
  }

  @Command(description = "Approve a request, as who is asked; or many in one act.")
  int approve(@Parameters(paramLabel = "ID", arity = "1..*") List<String> ids, @Mixin Terms terms) {
    if (ids.size() == 1) {
      return decide(ids.get(0), "approve", terms.request());
    }
    if (!terms.request().isEmpty()) {
      throw Problem.input(
              "terms-of-one",
              Place.field("ID"),
              "Terms are those of one request.",
              "Approve the others without, and this one by itself.")
          .asException();
    }
    return decideAll("approve", ids, "");
  }

  /** On which terms: which stretch of history, how fast. */
  static final class Terms {
    @Option(names = "--from", paramLabel = "TIME", description = "Only records from then on.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "TIME", description = "Only records before then.")
    private Optional<String> to = Optional.empty();

    @Option(names = "--lookback", paramLabel = "7d", description = "Only records that young.")
    private Optional<String> lookback = Optional.empty();

    @Option(names = "--bytes-per-second", paramLabel = "N", description = "Not faster.")
    private Optional<Long> bytesPerSecond = Optional.empty();

    @Option(names = "--requests-per-second", paramLabel = "N", description = "Not more often.")
    private Optional<Long> requestsPerSecond = Optional.empty();

    @Option(
        names = "--priority",
        paramLabel = "WORD",
        description = "interactive, normal or bulk: who is served first.")
    private Optional<String> priority = Optional.empty();

    ObjectNode request() {
      var request = Json.object();
      from.ifPresent(time -> request.put("from", time));
      to.ifPresent(time -> request.put("to", time));
      lookback.ifPresent(duration -> request.put("lookback", duration));
      bytesPerSecond.ifPresent(limit -> request.put("bytesPerSecond", limit));
      requestsPerSecond.ifPresent(limit -> request.put("requestsPerSecond", limit));
      priority.ifPresent(word -> request.put("priority", word));
      return request;
    }
  }

  @Command(description = "Reject a request, as who is asked; or many in one act.")
  int reject(
      @Parameters(paramLabel = "ID", arity = "1..*") List<String> ids,
      @Option(names = "--why", required = true, paramLabel = "TEXT") String why) {
    return ids.size() == 1
        ? decide(ids.get(0), "reject", Json.object().put("why", why))
        : decideAll("reject", ids, why);
  }

  private int decideAll(String decision, List<String> ids, String why) {
    var request = Json.object();
    request.set("ids", Json.MAPPER.valueToTree(ids));
    if (!why.isEmpty()) {
      request.put("why", why);
    }
    return session.print(
        session.server().post("access/" + decision, request), AccessVerbs::sentences);
  }

  static String sentences(JsonNode answer) {
    return answer
        .path("items")
        .valueStream()
        .map(AccessVerbs::sentence)
        .collect(Collectors.joining("\n"));
  }

  @Command(description = "End an access, as an owner of the product or as its subscriber.")
  int revoke(
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--why", paramLabel = "TEXT") Optional<String> why) {
    var request = Json.object();
    why.ifPresent(text -> request.put("why", text));
    return decide(id, "revoke", request);
  }

  @Command(description = "List requests and accesses, or show one and who has to approve it.")
  int requests(
      @ArgGroup(exclusive = true) View view,
      @Option(names = "--port", paramLabel = "PORT") Optional<String> port,
      @Option(names = "--id", paramLabel = "ID", description = "This one.") Optional<String> id) {
    if (id.isPresent()) {
      return session.print(
          session.server().get("subscriptions/" + Session.encoded(id.get())), AccessVerbs::details);
    }
    var query = new Query("subscriptions").with("view", View.word(view)).with("port", port);
    return session.print(session.server().get(query.toString()), AccessVerbs::list);
  }

  /** Whose requests; at most one of these. */
  static final class View {
    private String word = "mine";

    @Option(names = "--mine", description = "One's own; the default.")
    void mine(boolean given) {
      word = "mine";
    }

    @Option(names = "--to-decide", description = "Those that wait for one's decision.")
    void toDecide(boolean given) {
      word = "to-decide";
    }

    @Option(names = "--to-confirm", description = "Grants that have to be confirmed.")
    void toConfirm(boolean given) {
      word = "to-confirm";
    }

    @Option(names = "--all", description = "All that one may see.")
    void all(boolean given) {
      word = "all";
    }

    static String word(View view) {
      return view == null ? "mine" : view.word;
    }
  }

  private int decide(String id, String decision, ObjectNode request) {
    var path = "subscriptions/" + Session.encoded(id) + "/" + decision;
    return session.print(session.server().post(path, request), AccessVerbs::sentence);
  }

  private static String list(JsonNode answer) {
    var items = answer.path("items");
    if (items.isEmpty()) {
      return "None.";
    }
    var ending = items.valueStream().filter(one -> one.has("portEnds")).toList();
    return Table.of(items, "id", "principal", "port", "status", "until", "purpose")
        + ending.stream()
            .map(
                one ->
                    Text.of(one.path("port"))
                        + " is deprecated and ends "
                        + Text.of(one.path("portEnds"))
                        + ".\n")
            .distinct()
            .collect(Collectors.joining())
        + items
            .valueStream()
            .flatMap(
                one ->
                    one.path("brokenPromises")
                        .valueStream()
                        .map(
                            text -> Text.of(one.path("port")) + " breaks " + Text.of(text) + ".\n"))
            .distinct()
            .collect(Collectors.joining());
  }

  private static String details(JsonNode one) {
    var review = one.path("review");
    return Text.paragraphs(
        List.of(
            sentence(one),
            Text.lines(one, "purpose", "fields", "requestedAt", "until", "decidedBy", "why"),
            Text.lines(review, "note", "route", "terms", "certified", "certifyBy", "acceptBy"),
            Table.of(one.path("seats"), "seat", "by", "people")));
  }

  /** What became of a request, in words. */
  static String sentence(JsonNode subscription) {
    var status = Text.of(subscription.path("status")).toLowerCase(Locale.ROOT);
    var until = status.equals("approved") ? Text.of(subscription.path("until")) : "";
    return "%s is %s: %s, for %s%s."
        .formatted(
            Text.of(subscription.path("id")),
            status,
            Text.of(subscription.path("port")),
            Text.of(subscription.path("principal")),
            until.isEmpty() ? "" : ", until " + until);
  }
}
