package dev.weft.server.identity.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.User;
import dev.weft.server.identity.AccessToken;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Makes users of people from outside, and keeps them as the outside says: their groups, and whether
 * they are let in. Who is not ends at once: their tokens, and by the policy engine their Kafka
 * connections. Safe for any thread.
 *
 * <p>A person is known by source and subject, which stay when the name outside changes. The first
 * time the name decides, and then it must be free, or be somebody's who comes from outside too. A
 * user of this mesh's own is taken over by nobody, unless that is allowed, and never one who has a
 * password or a role.
 */
public final class People {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}");
  private static final int TEXT_MAX = 500;

  private final MeshLog mesh;

  public People(MeshLog mesh) {
    this.mesh = mesh;
  }

  /** What becomes of a person from outside whose name is that of a user of this mesh's own. */
  public enum Existing {
    REFUSE,
    LINK
  }

  /**
   * Lets in somebody who has proven outside who they are; they are a user from then on.
   *
   * @throws dev.weft.model.ProblemException REFUSED when the name is not theirs, or they may not
   */
  public PrincipalId admit(OutsidePerson person, Existing existing) {
    return admit(person, existing, false);
  }

  /**
   * The same by a source that lets nobody prove who they are whom it does not let in: who was
   * dismissed is back.
   */
  public PrincipalId welcome(OutsidePerson person, Existing existing) {
    return admit(person, existing, true);
  }

  private PrincipalId admit(OutsidePerson person, Existing existing, boolean welcome) {
    return mesh.decide(
        (state, now) -> {
          var found = find(state, person, existing);
          var said = found.origin().of(person.source()).map(Origin.Link::active);
          var active = welcome || said.orElse(true);
          var change = change(state, found, person, active);
          if (change.document().path("disabled").asBoolean()) {
            throw Refusals.disabled(found.name());
          }
          return decided(state, found, change, PrincipalId.user(found.name()));
        });
  }

  /**
   * Takes over what a source says of somebody, present or not.
   *
   * @param active whether the source lets them in
   * @return the user's name
   */
  public String provision(OutsidePerson person, boolean active, Existing existing, PrincipalId by) {
    return mesh.decide(
        (state, now) -> {
          var found = find(state, person, existing);
          return renamed(
              decided(state, found, change(state, found, person, active), by), found.name());
        });
  }

  /** The source does not know the person any more, or lets them in no more. */
  public void dismiss(String source, String subject, PrincipalId by) {
    mesh.decide(
        (state, now) -> {
          var found = known(state, source, subject);
          if (found.isEmpty()) {
            return MeshLog.Decided.nothing(PrincipalId.WEFT);
          }
          var link = found.get().origin().of(source).orElseThrow();
          var gone = new Origin.Link(source, subject, link.external(), List.of(), false);
          return decided(state, found.get(), relinked(state, found.get(), gone), by);
        });
  }

  /**
   * The source gives the person up: they are out for good, with tokens and keys. The user stays,
   * disabled, so that nobody else gets the name and what it was granted.
   */
  public void forget(String source, String subject, PrincipalId by) {
    mesh.decide(
        (state, now) ->
            known(state, source, subject)
                .map(found -> Departure.of(state, found, source, by))
                .orElseGet(() -> MeshLog.Decided.nothing(subject)));
  }

  /** A user as far as the outside is concerned. */
  public record Known(String name, Origin origin) {}

  /** Whom a source knows, by its subject. */
  public static Optional<Known> known(MeshState state, String source, String subject) {
    return all(state).stream().filter(one -> one.origin().has(source, subject)).findFirst();
  }

  /** Everybody who comes from outside. */
  public static List<Known> all(MeshState state) {
    return state.all(ResourceKind.ORIGIN).stream()
        .filter(one -> !one.name().startsWith(GROUP))
        .map(one -> new Known(one.name(), one.as(Origin.class)))
        .toList();
  }

  /** Begins the name of a group's origin; no user's name has a colon. */
  public static final String GROUP = "group:";

  private Known find(MeshState state, OutsidePerson person, Existing existing) {
    return known(state, person.source(), person.subject())
        .orElseGet(() -> newcomer(state, person, existing));
  }

  private static Known newcomer(MeshState state, OutsidePerson person, Existing existing) {
    var name = person.name();
    if (!NAME.matcher(name).matches() || name.equals(PrincipalId.WEFT.name())) {
      throw Refusals.badName(name);
    }
    var origin = state.find(ResourceKind.ORIGIN, name, Origin.class);
    if (origin.flatMap(it -> it.of(person.source())).isPresent()) {
      throw Refusals.anotherPerson(name);
    }
    var user = state.find(ResourceKind.USER, name, User.class);
    var isOwn = user.isPresent() && origin.isEmpty();
    if (isOwn && (existing == Existing.REFUSE || !mayBeLinked(state, user.get()))) {
      throw Refusals.nameTaken(name);
    }
    return new Known(name, origin.orElse(new Origin(List.of())));
  }

  private static boolean mayBeLinked(MeshState state, User user) {
    return user.roles().isEmpty()
        && state.get(new ResourceKey(ResourceKind.PASSWORD, user.name())).isEmpty()
        && state.get(new ResourceKey(ResourceKind.SERVICE, user.name())).isEmpty();
  }

  private record Change(ObjectNode document, Origin origin) {}

  private static Change change(MeshState state, Known found, OutsidePerson person, boolean active) {
    var groups = List.copyOf(existing(state, person.groups()));
    var link =
        new Origin.Link(person.source(), person.subject(), person.external(), groups, active);
    var change = relinked(state, found, link);
    put(change.document(), "title", person.title());
    put(change.document(), "email", person.email());
    if (!person.attributes().isEmpty()) {
      var attributes = change.document().withObjectProperty("attributes");
      attributes.remove(person.attributes().keySet()); // What is said no more is so no more.
      person.attributes().forEach((key, value) -> put(attributes, key, value));
    }
    return change;
  }

  /**
   * The user with the groups that the sources give, beside those that the mesh itself has given.
   */
  private static Change relinked(MeshState state, Known found, Origin.Link link) {
    var before = found.origin();
    var after = before.with(link);
    var document = document(state, found.name());
    var groups = new TreeSet<String>();
    document.path("groups").forEach(group -> groups.add(group.asText()));
    groups.removeAll(before.groups());
    groups.addAll(after.groups());
    var list = document.putArray("groups");
    groups.forEach(list::add);
    if (!after.active()) {
      document.put("disabled", true);
    } else if (!before.active()) {
      document.put("disabled", false); // Else an administrator has said so, and it stays.
    }
    return new Change(document, after);
  }

  private static ObjectNode document(MeshState state, String name) {
    return state
        .get(new ResourceKey(ResourceKind.USER, name))
        .map(user -> user.document().deepCopy())
        .orElseGet(
            () ->
                Json.object()
                    .put("apiVersion", "weft.dev/v1")
                    .put("kind", "User")
                    .put("name", name));
  }

  private static void put(ObjectNode document, String key, String value) {
    if (!value.isBlank()) {
      document.put(key, value.length() > TEXT_MAX ? value.substring(0, TEXT_MAX) : value);
    }
  }

  private static MeshLog.Decided<PrincipalId> decided(
      MeshState state, Known found, Change change, PrincipalId by) {
    var user = new ResourceKey(ResourceKind.USER, found.name());
    var origin = new ResourceKey(ResourceKind.ORIGIN, found.name());
    var before = state.get(user);
    var id = PrincipalId.user(found.name());
    var sameUser = before.filter(it -> it.document().equals(change.document())).isPresent();
    if (sameUser && change.origin().equals(found.origin())) {
      return MeshLog.Decided.nothing(id);
    }
    var isDisabled = change.document().path("disabled").asBoolean();
    var wasDisabled = before.filter(it -> it.document().path("disabled").asBoolean()).isPresent();
    var action =
        before.isEmpty()
            ? "person.create"
            : isDisabled == wasDisabled
                ? "person.change"
                : isDisabled ? "person.disable" : "person.enable";
    var events = new ArrayList<AuditEvent>();
    events.add(new AuditEvent(by, action, user.toString(), true, details(before, change)));
    var ended = isDisabled ? tokens(state, id) : List.<ResourceKey>of();
    if (!ended.isEmpty()) {
      var why = Json.object().put("purpose", "disabled").put("tokens", ended.size());
      events.add(new AuditEvent(by, "token.revoke", user.toString(), true, why));
    }
    return new MeshLog.Decided<>(
        List.of(
            MeshLog.Put.of(user, change.document(), by),
            MeshLog.Put.of(origin, Json.tree(change.origin()), by)),
        ended,
        events,
        id);
  }

  private static ObjectNode details(Optional<Resource> before, Change change) {
    var details = Json.object();
    before.ifPresent(old -> details.set("before", old.document()));
    details.set("after", change.document());
    details.set("origin", Json.tree(change.origin()));
    return details;
  }

  static List<ResourceKey> tokens(MeshState state, PrincipalId id) {
    return state.all(ResourceKind.ACCESS_TOKEN).stream()
        .filter(kept -> kept.as(AccessToken.class).principal().equals(id))
        .map(Resource::key)
        .toList();
  }

  private static <T> MeshLog.Decided<T> renamed(MeshLog.Decided<?> decided, T reply) {
    return new MeshLog.Decided<>(decided.puts(), decided.deletes(), decided.audit(), reply);
  }

  /** Those of these groups that there are. */
  private static Set<String> existing(MeshState state, Set<String> groups) {
    var all = new TreeSet<>(groups);
    all.removeIf(group -> state.get(new ResourceKey(ResourceKind.GROUP, group)).isEmpty());
    return all;
  }
}
