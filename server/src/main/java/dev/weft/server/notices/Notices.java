package dev.weft.server.notices;

import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.User;
import dev.weft.server.identity.Rights;
import dev.weft.server.parameters.SecretBox;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people what is new in their inbox, by mail and webhook: what has come since the last time,
 * together, not more often than the operator says, and nothing twice. Only the writer tells. What
 * was told is written down after it was sent: a crash in between may tell it again, with the same
 * id. Nobody ever waits for it.
 */
public final class Notices implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
  private static final String GROUP = "group:";
  private static final Duration PAUSE_MIN = Duration.ofSeconds(30);
  private static final Duration PAUSE_MAX = Duration.ofHours(1);

  private final MeshLog mesh;
  private final BooleanSupplier writer;
  private final Inbox inbox;
  private final Ways ways;
  private final SecretBox box;
  private final Clock clock;
  private final MailsPerHour perHour;
  private final Map<String, Pause> pauses = new HashMap<>();
  private final Map<String, AtomicLong> sent =
      Map.of("mail", new AtomicLong(), "webhook", new AtomicLong());
  private final Map<String, AtomicLong> failed =
      Map.of("mail", new AtomicLong(), "webhook", new AtomicLong());
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var made = new Thread(task, "notices");
            made.setDaemon(true);
            return made;
          });
  private Instant notBefore = Instant.EPOCH;

  /** By what people are told, and how often. */
  record Ways(Optional<Way> mail, Way webhook, Duration every, int mailsPerHourMax) {}

  /** After a failure; each further one is twice as long. */
  private record Pause(Instant until, Duration next) {}

  /**
   * Nobody is told yet.
   *
   * @param portal the address of the portal, without a slash at the end
   */
  public Notices(
      MeshLog mesh,
      BooleanSupplier writer,
      Inbox inbox,
      NoticeSettings settings,
      String portal,
      SecretBox box,
      Clock clock) {
    this(
        mesh,
        writer,
        inbox,
        new Ways(
            settings.mail().<Way>map(mail -> new Mail(mail, portal)),
            new Webhook(settings.hosts(), portal, clock),
            settings.every(),
            settings.mailsPerHourMax()),
        box,
        clock);
  }

  Notices(
      MeshLog mesh, BooleanSupplier writer, Inbox inbox, Ways ways, SecretBox box, Clock clock) {
    this.mesh = mesh;
    this.writer = writer;
    this.inbox = inbox;
    this.ways = ways;
    this.perHour = new MailsPerHour(ways.mailsPerHourMax());
    this.box = box;
    this.clock = clock;
  }

  /** Looks from now on, about as often as somebody is told. */
  public void start() {
    var millis = Math.max(500, Math.min(30_000, ways.every().toMillis() / 2));
    var unused =
        thread.scheduleWithFixedDelay(this::quietly, millis, millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  /** Takes a tenth of the time at most, however many people there are. */
  private void quietly() {
    var began = clock.instant();
    if (began.isBefore(notBefore)) {
      return;
    }
    try {
      round();
    } catch (ProblemException e) {
      LOG.warn("Could not tell people their news: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("Could not tell people their news", e);
    }
    var ended = clock.instant();
    notBefore = ended.plus(Duration.between(began, ended).multipliedBy(9));
  }

  /** Tells everybody for whom it is time. */
  void round() {
    if (!writer.getAsBoolean()) {
      return;
    }
    var state = mesh.state();
    var now = clock.instant();
    for (var user : state.all(ResourceKind.USER, User.class)) {
      var choice = NoticeChoices.of(state, user.name());
      var hasMail = ways.mail().isPresent() && !user.email().isEmpty() && !choice.mailOff();
      if (!user.disabled() && (hasMail || choice.hook().isPresent())) {
        var items = news(state, user.name(), now);
        if (hasMail && perHour.allow(now, sent.get("mail").get())) {
          tell(
              state,
              ways.mail().get(),
              new To(user.name(), user.title(), user.email(), ""),
              items,
              now);
        }
        choice
            .hook()
            .ifPresent(hook -> tellHook(state, user.name(), user.title(), hook, items, now));
      }
    }
    for (var choice : state.all(ResourceKind.NOTICE_CHOICE, NoticeChoice.class)) {
      if (choice.who().startsWith(GROUP) && choice.hook().isPresent()) {
        var items = ofGroup(state, choice.who().substring(GROUP.length()), now);
        tellHook(state, choice.who(), choice.who(), choice.hook().get(), items, now);
      }
    }
  }

  /** Whom to tell. */
  private record To(String who, String title, String address, String secret) {}

  private List<InboxItem> news(MeshState state, String person, Instant now) {
    var read = Inbox.read(state, person);
    return Inbox.person(state, person).stream()
        .flatMap(caller -> inbox.items(caller, state, now).stream())
        .filter(item -> item.weight() != InboxItem.Weight.QUIET && !read.contains(item.id()))
        .toList();
  }

  /** What waits for any of its members. */
  private List<InboxItem> ofGroup(MeshState state, String group, Instant now) {
    var seen = new HashSet<String>();
    var all = new ArrayList<InboxItem>();
    for (var person : new Rights(state).members(group)) {
      news(state, person, now).stream()
          .filter(item -> item.weight() == InboxItem.Weight.TO_DO && seen.add(item.id()))
          .forEach(all::add);
    }
    return all;
  }

  private void tellHook(
      MeshState state,
      String who,
      String title,
      NoticeChoice.Hook hook,
      List<InboxItem> items,
      Instant now) {
    try {
      var secret = box.open(NoticeChoice.place(who), hook.secret());
      tell(state, ways.webhook(), new To(who, title, hook.url(), secret), items, now);
    } catch (IllegalStateException e) {
      LOG.warn("The webhook of {} has to be set again: {}", who, e.getMessage());
    }
  }

  private void tell(MeshState state, Way way, To to, List<InboxItem> items, Instant now) {
    var marks =
        state
            .find(ResourceKind.NOTICE_MARKS, to.who(), NoticeMarks.class)
            .orElse(new NoticeMarks(to.who(), Map.of()));
    var told = marks.by(way.name());
    var known = told.map(NoticeMarks.Told::ids).orElse(List.of());
    var fresh = items.stream().filter(item -> !known.contains(item.id())).toList();
    var isTooSoon = told.map(last -> now.isBefore(last.at().plus(ways.every()))).orElse(false);
    if (fresh.isEmpty() || isTooSoon || isPaused(way, to, now)) {
      return;
    }
    try {
      way.tell(new Way.Letter(to.who(), to.title(), to.address(), to.secret(), fresh));
      sent.get(way.name()).incrementAndGet();
      pauses.remove(pause(way, to));
      mark(marks, way, items, fresh.size(), now, "");
    } catch (Way.RefusedException e) {
      failed.get(way.name()).incrementAndGet();
      LOG.warn("{} is not told by {}: {}", to.who(), way.name(), e.getMessage());
      mark(marks, way, items, fresh.size(), now, e.getMessage());
    } catch (Way.UnreachableException e) {
      failed.get(way.name()).incrementAndGet();
      pause(way, to, now, e.getMessage());
    }
  }

  /** Only what is still there has to be remembered. */
  private void mark(
      NoticeMarks before, Way way, List<InboxItem> items, int number, Instant now, String why) {
    var ids = items.stream().map(InboxItem::id).toList();
    var key = new ResourceKey(ResourceKind.NOTICE_MARKS, before.who());
    var details = Json.object().put("way", way.name()).put("items", number);
    if (!why.isEmpty()) {
      details.put("why", why);
    }
    mesh.decide(
        (state, at) -> {
          var marks =
              state.find(ResourceKind.NOTICE_MARKS, before.who(), NoticeMarks.class).orElse(before);
          return new MeshLog.Decided<>(
              List.of(
                  MeshLog.Put.of(
                      key,
                      Json.tree(marks.with(way.name(), new NoticeMarks.Told(ids, now))),
                      PrincipalId.WEFT)),
              List.of(),
              List.of(
                  new AuditEvent(
                      PrincipalId.WEFT, "notice.send", before.who(), why.isEmpty(), details)),
              before.who());
        });
  }

  /** A server that is away is away for all; a webhook only for its own. */
  private static String pause(Way way, To to) {
    return way.name().equals("mail") ? "mail" : to.who();
  }

  private boolean isPaused(Way way, To to, Instant now) {
    var pause = pauses.get(pause(way, to));
    return pause != null && now.isBefore(pause.until());
  }

  private void pause(Way way, To to, Instant now, String why) {
    var name = pause(way, to);
    var length = Optional.ofNullable(pauses.get(name)).map(Pause::next).orElse(PAUSE_MIN);
    var doubled = length.multipliedBy(2);
    pauses.put(
        name, new Pause(now.plus(length), doubled.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : doubled));
    LOG.warn("{} cannot be told by {} now: {}", to.who(), way.name(), why);
  }

  /** In Prometheus' text format 0.0.4. */
  public String metrics() {
    return metric("sent", "Letters with news that were taken.", sent)
        + metric("failed", "Letters with news that were not taken.", failed);
  }

  private static String metric(String name, String help, Map<String, AtomicLong> values) {
    var full = "weft_notices_" + name + "_total";
    var text = new StringBuilder("# HELP %s %s\n# TYPE %s counter\n".formatted(full, help, full));
    for (var way : List.of("mail", "webhook")) {
      text.append("%s{way=\"%s\"} %d\n".formatted(full, way, values.get(way).get()));
    }
    return text.toString();
  }
}
