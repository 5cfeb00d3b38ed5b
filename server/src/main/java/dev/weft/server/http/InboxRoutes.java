package dev.weft.server.http;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.server.notices.Inbox;
import dev.weft.server.notices.InboxItem;
import dev.weft.server.notices.NoticeChoices;
import dev.weft.server.requests.Absence;
import dev.weft.server.requests.Absences;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a person should know and do, how they are told, and who decides while they are away. */
public final class InboxRoutes {
  private final Inbox inbox;
  private final NoticeChoices choices;
  private final Absences absences;

  public InboxRoutes(Inbox inbox, NoticeChoices choices, Absences absences) {
    this.inbox = inbox;
    this.choices = choices;
    this.absences = absences;
  }

  /** An inbox as it is answered. */
  record Page(List<Entry> items, int unread, int toDo, int more) {
    static Page of(Inbox.Page page) {
      return new Page(
          page.items().stream().map(one -> new Entry(one.item(), one.unread())).toList(),
          page.unread(),
          page.toDo(),
          page.more());
    }
  }

  /** An item, and whether it is unread. */
  record Entry(@JsonUnwrapped InboxItem item, boolean unread) {}

  /** Which items; without ids all of them. */
  record Ids(List<String> ids) {
    Optional<Collection<String>> chosen() {
      return Optional.ofNullable(ids).map(all -> all.stream().filter(Objects::nonNull).toList());
    }
  }

  /** Who decides from when until when. */
  record Away(String deputy, String from, String until) {}

  /** Whether mail is sent. */
  record Mail(Boolean mail) {}

  /** Where news are sent. */
  record Hook(String url) {}

  public void addTo(Routes routes) {
    routes.get(
        "/api/v1/inbox",
        "What I should know and do; query: unread=true, kind.",
        List.of("unread", "kind"),
        request ->
            Page.of(
                inbox.page(
                    request.caller(),
                    entry ->
                        (!request.flag("unread") || entry.unread())
                            && request
                                .query("kind")
                                .map(kind -> kind.equals(entry.item().kind()))
                                .orElse(true))));
    routes.post(
        "/api/v1/inbox/read",
        "Marks items as read, or all.",
        request -> Page.of(inbox.read(request.caller(), request.body(Ids.class).chosen())));
    routes.post(
        "/api/v1/inbox/unread",
        "Marks items as unread, or all.",
        request -> Page.of(inbox.unread(request.caller(), request.body(Ids.class).chosen())));
    addNotices(routes);
    addAbsences(routes);
  }

  private void addNotices(Routes routes) {
    routes.get(
        "/api/v1/inbox/notices",
        "How I am told: by mail and webhook.",
        request -> choices.get(request.caller(), request.caller().name()));
    routes.put(
        "/api/v1/inbox/notices",
        "Whether mail is sent to me.",
        request ->
            choices.mail(
                request.caller(),
                Optional.ofNullable(request.body(Mail.class).mail())
                    .orElseThrow(() -> missing("mail"))));
    routes.put(
        "/api/v1/inbox/webhook",
        "Sends my news to a webhook too; its secret is told this once.",
        request -> choices.hook(request.caller(), request.caller().name(), url(request)));
    routes.delete(
        "/api/v1/inbox/webhook",
        "Sends no news to my webhook any more.",
        request -> choices.unhook(request.caller(), request.caller().name()));
    routes.get(
        "/api/v1/groups/{name}/notices",
        "Where a group's news go.",
        request -> choices.get(request.caller(), group(request)));
    routes.put(
        "/api/v1/groups/{name}/webhook",
        "Sends what waits for members of a group to a webhook; its secret is told this once.",
        request -> choices.hook(request.caller(), group(request), url(request)));
    routes.delete(
        "/api/v1/groups/{name}/webhook",
        "Sends nothing to the group's webhook any more.",
        request -> choices.unhook(request.caller(), group(request)));
  }

  private static String group(Request request) {
    return "group:" + request.path("name");
  }

  private static String url(Request request) {
    return Optional.ofNullable(request.body(Hook.class).url()).orElseThrow(() -> missing("url"));
  }

  private void addAbsences(Routes routes) {
    routes.get(
        "/api/v1/users/{name}/absence",
        "Whether somebody is away, and who decides for them.",
        request -> {
          request.caller();
          return absences
              .of(request.path("name"))
              .<Object>map(found -> found)
              .orElse(Route.Answer.NONE);
        });
    routes.put(
        "/api/v1/users/{name}/absence",
        "Says that somebody is away, and who decides for them.",
        request -> absences.set(request.caller(), away(request)));
    routes.delete(
        "/api/v1/users/{name}/absence",
        "Says that somebody is back.",
        request -> {
          absences.end(request.caller(), request.path("name"));
          return Route.Answer.NONE;
        });
  }

  private static Absence away(Request request) {
    var body = request.body(Away.class);
    if (body.deputy() == null || body.from() == null || body.until() == null) {
      throw missing("deputy, from and until");
    }
    return new Absence(
        request.path("name"),
        body.deputy().strip(),
        Request.time("from", body.from()),
        Request.time("until", body.until()));
  }

  private static ProblemException missing(String what) {
    return Problem.input(
            "missing-field", Place.field(what), "This needs '" + what + "'.", "See docs/rest.md.")
        .asException();
  }
}
