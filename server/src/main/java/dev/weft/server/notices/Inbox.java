package dev.weft.server.notices;

import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.User;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Rights;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Everything that one person should know and do, from all sources, and what of it is read. */
public final class Inbox {
  private static final int ITEMS_MAX = 500;

  private final MeshLog mesh;
  private final List<InboxSource> sources;
  private final Clock clock;

  public Inbox(MeshLog mesh, List<InboxSource> sources, Clock clock) {
    this.mesh = mesh;
    this.sources = List.copyOf(sources);
    this.clock = clock;
  }

  /**
   * What a person sees.
   *
   * @param unread how many there are of these, whichever are listed
   * @param toDo likewise
   * @param more how many more there are than an inbox holds
   */
  public record Page(List<Entry> items, int unread, int toDo, int more) {}

  /** An item, and whether the person has read it. */
  public record Entry(InboxItem item, boolean unread) {}

  /** With the items that are wanted; those with something to do first, then the newest. */
  public Page page(Caller caller, Predicate<Entry> wanted) {
    var state = mesh.state();
    var all = items(caller, state, clock.instant());
    var read = read(state, caller.name());
    var entries =
        all.stream()
            .limit(ITEMS_MAX)
            .map(item -> new Entry(item, !read.contains(item.id())))
            .toList();
    return new Page(
        entries.stream().filter(wanted).toList(),
        (int) entries.stream().filter(Entry::unread).count(),
        (int)
            entries.stream()
                .filter(entry -> entry.item().weight() == InboxItem.Weight.TO_DO)
                .count(),
        Math.max(0, all.size() - ITEMS_MAX));
  }

  /** Each once, in the order of the page. */
  List<InboxItem> items(Caller caller, MeshState state, Instant now) {
    if (caller.id().type() != PrincipalId.Type.USER) {
      return List.of();
    }
    var seen = new HashSet<String>();
    return sources.stream()
        .flatMap(source -> source.of(caller, state, now).stream())
        .filter(item -> seen.add(item.id()))
        .sorted(
            Comparator.comparing(InboxItem::weight)
                .thenComparing(Comparator.comparing(InboxItem::at).reversed()))
        .toList();
  }

  /** What a person has read. */
  static Set<String> read(MeshState state, String person) {
    return state
        .find(ResourceKind.INBOX_MARKS, person, InboxMarks.class)
        .map(marks -> Set.copyOf(marks.read()))
        .orElse(Set.of());
  }

  /** A person as if they had logged in, or nothing when they may not. */
  static Optional<Caller> person(MeshState state, String name) {
    return state
        .find(ResourceKind.USER, name, User.class)
        .filter(user -> !user.disabled())
        .map(
            user -> new Caller(PrincipalId.user(name), new Rights(state).roles(user), Instant.MAX));
  }

  /** Marks these as read, or all. */
  public Page read(Caller caller, Optional<Collection<String>> ids) {
    return mark(caller, ids, true);
  }

  /** Marks these as unread, or all. */
  public Page unread(Caller caller, Optional<Collection<String>> ids) {
    return mark(caller, ids, false);
  }

  private Page mark(Caller caller, Optional<Collection<String>> ids, boolean asRead) {
    mesh.decide(
        (state, now) -> {
          var there =
              items(caller, state, now).stream()
                  .limit(ITEMS_MAX)
                  .map(InboxItem::id)
                  .collect(Collectors.toSet());
          var before = read(state, caller.name());
          var read = new HashSet<>(before);
          var meant = ids.map(Set::copyOf).orElse(there);
          if (asRead) {
            read.addAll(meant);
          } else {
            read.removeAll(meant);
          }
          read.retainAll(there);
          return read.equals(before) ? MeshLog.Decided.nothing(0) : marked(caller, read);
        });
    return page(caller, entry -> true);
  }

  private static MeshLog.Decided<Integer> marked(Caller caller, Set<String> read) {
    var key = new ResourceKey(ResourceKind.INBOX_MARKS, caller.name());
    var marks = new InboxMarks(caller.name(), new ArrayList<>(read).stream().sorted().toList());
    return new MeshLog.Decided<>(
        List.of(MeshLog.Put.of(key, Json.tree(marks), caller.id())),
        List.of(),
        List.of(
            new AuditEvent(
                caller.id(),
                "inbox.mark",
                key.toString(),
                true,
                Json.object().put("read", read.size()))),
        read.size());
  }
}
