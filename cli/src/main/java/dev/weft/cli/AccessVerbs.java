package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
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
          Optional<String> until) {
    var request = Json.object().put("port", port).put("purpose", purpose);
    if (fields != null) {
      request.set("fields", Json.MAPPER.valueToTree(fields));
    }
    until.ifPresent(date -> request.put("until", date));
    return session.print(
        session.server().post("subscriptions", request), answer -> Text.of(answer.path("id")));
  }

  @Command(description = "Approve a request, as an owner of the product.")
  int approve(@Parameters(paramLabel = "ID") String id, @Mixin Terms terms) {
    return decide(id, "approve", terms.request());
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

  @Command(description = "Reject a request, as an owner of the product.")
  int reject(
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--why", required = true, paramLabel = "TEXT") String why) {
    return decide(id, "reject", Json.object().put("why", why));
  }

  @Command(description = "End an access, as an owner of the product or as its subscriber.")
  int revoke(
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--why", paramLabel = "TEXT") Optional<String> why) {
    var request = Json.object();
    why.ifPresent(text -> request.put("why", text));
    return decide(id, "revoke", request);
  }

  @Command(description = "List requests and accesses.")
  int requests(
      @ArgGroup(exclusive = true) View view,
      @Option(names = "--port", paramLabel = "PORT") Optional<String> port) {
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

  private static String sentence(JsonNode subscription) {
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
