package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What one should know and do, and how one is told. */
@Command(name = "inbox", description = "Show what you should know and do; choose how you are told.")
final class InboxVerbs implements Callable<Integer> {
  private final Session session;

  @Option(names = "--unread", description = "Only what you have not read.")
  private boolean unread;

  @Option(names = "--kind", paramLabel = "WORD", description = "Only of this kind, such as decide.")
  private Optional<String> kind = Optional.empty();

  InboxVerbs(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    var query = new Query("inbox").with("kind", kind);
    if (unread) {
      query.with("unread", "true");
    }
    return session.print(session.server().get(query.toString()), InboxVerbs::page);
  }

  @Command(description = "Mark items as read: these, or all.")
  int read(@Parameters(paramLabel = "ITEM", arity = "0..*") List<String> items) {
    return mark("read", items);
  }

  @Command(description = "Mark items as unread: these, or all.")
  int unread(@Parameters(paramLabel = "ITEM", arity = "0..*") List<String> items) {
    return mark("unread", items);
  }

  private int mark(String word, List<String> items) {
    var request = Json.object();
    if (items != null) {
      request.set("ids", Json.MAPPER.valueToTree(items));
    }
    return session.print(session.server().post("inbox/" + word, request), InboxVerbs::counts);
  }

  @Command(description = "Show or choose how you are told: by mail, and by a webhook.")
  int notices(
      @Option(names = "--mail", paramLabel = "on|off", description = "Mail with what is new.")
          Optional<String> mail,
      @Option(
              names = "--webhook",
              paramLabel = "URL",
              description = "Where else news go; prints the secret that signs them, this once.")
          Optional<String> webhook,
      @Option(names = "--no-webhook", description = "To no webhook any more.") boolean noWebhook,
      @Option(names = "--group", paramLabel = "NAME", description = "The webhook of a group.")
          Optional<String> group) {
    var hook =
        group.map(name -> "groups/" + Session.encoded(name) + "/webhook").orElse("inbox/webhook");
    var server = session.server();
    var answer =
        server.get(
            group
                .map(name -> "groups/" + Session.encoded(name) + "/notices")
                .orElse("inbox/notices"));
    if (mail.isPresent()) {
      answer = server.put("inbox/notices", Json.object().put("mail", isOn(mail.get())));
    }
    if (noWebhook) {
      answer = server.delete(hook);
    }
    if (webhook.isPresent()) {
      answer = server.put(hook, Json.object().put("url", webhook.get()));
    }
    return session.print(answer, InboxVerbs::choice);
  }

  private static boolean isOn(String word) {
    if (!List.of("on", "off").contains(word)) {
      throw Problem.input(
              "arguments",
              Place.field("--mail"),
              "'" + word + "' is neither on nor off.",
              "Write --mail on, or --mail off.")
          .asException();
    }
    return word.equals("on");
  }

  private static String choice(JsonNode answer) {
    return Text.lines(answer, "who", "mail", "webhook", "secret");
  }

  private static String page(JsonNode answer) {
    var items = answer.path("items");
    if (items.isEmpty()) {
      return "Nothing.";
    }
    var table = new Table("", "kind", "title", "until", "id");
    for (var item : items) {
      table.row(
          item.path("unread").asBoolean() ? "*" : "",
          Text.of(item.path("kind")),
          Text.of(item.path("title")),
          Text.of(item.path("due")),
          Text.of(item.path("id")));
    }
    return table + counts(answer);
  }

  private static String counts(JsonNode answer) {
    return "%d to do, %d unread."
        .formatted(answer.path("toDo").asInt(), answer.path("unread").asInt());
  }
}
