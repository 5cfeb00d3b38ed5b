package dev.weft.server.identity.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Group;
import dev.weft.model.Json;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.server.identity.people.Origin;
import dev.weft.server.identity.people.People;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Groups by SCIM. The id is the group's name here, made of its first display name. They have no
 * roles: a group of the mesh's own, or a role, names them. Safe for any thread.
 */
public final class ScimGroups {
  private static final String WHAT = "group";
  private static final int MEMBERS_MAX = 10_000;
  private static final int NAME_MAX = 100;

  private final MeshLog mesh;
  private final Supplier<String> base;
  private final Consumer<ResourceKey> deletion;

  /**
   * @param base where SCIM is found
   * @param deletion removes a group that nothing names
   */
  public ScimGroups(MeshLog mesh, Supplier<String> base, Consumer<ResourceKey> deletion) {
    this.mesh = mesh;
    this.base = base;
    this.deletion = deletion;
  }

  /** Those that SCIM has made. */
  static List<Resource> all(MeshState state) {
    return state.all(ResourceKind.ORIGIN).stream()
        .filter(origin -> origin.name().startsWith(People.GROUP))
        .map(origin -> origin.name().substring(People.GROUP.length()))
        .flatMap(name -> state.get(new ResourceKey(ResourceKind.GROUP, name)).stream())
        .toList();
  }

  /** Which groups each user is in, by name. */
  static Map<String, List<String>> byMember(MeshState state) {
    var groups = new HashMap<String, List<String>>();
    for (var group : all(state)) {
      for (var member : group.as(Group.class).members()) {
        groups.computeIfAbsent(member, any -> new ArrayList<>()).add(group.name());
      }
    }
    return groups;
  }

  public ObjectNode list(ScimQuery query) {
    var state = mesh.state();
    return query.page(all(state).stream().map(group -> shown(state, group)).toList());
  }

  public JsonNode get(String id, ScimQuery query) {
    return query.part(existing(id));
  }

  public synchronized JsonNode create(JsonNode document) {
    var title = title(document);
    var name = name(title);
    var key = new ResourceKey(ResourceKind.GROUP, name);
    var external = ScimAttribute.text(document, "externalId").orElse("");
    var link = new Origin.Link(Scim.SOURCE, name, external, List.of(), true);
    put(
        "group.create",
        state -> {
          if (state.get(key).isPresent()) {
            throw Scim.conflict("There is a group '" + name + "' already.");
          }
          var group = Json.object().put("apiVersion", "weft.dev/v1").put("kind", "Group");
          return described(state, group.put("name", name), title, document);
        },
        key,
        link);
    return existing(name);
  }

  public synchronized JsonNode replace(String id, JsonNode document, String version) {
    return changed(id, document, version);
  }

  public synchronized JsonNode patch(String id, JsonNode patch, String version) {
    return changed(id, ScimPatch.applied(existing(id), patch), version);
  }

  private JsonNode changed(String id, JsonNode document, String version) {
    ScimUsers.requireVersion(existing(id), version);
    var key = new ResourceKey(ResourceKind.GROUP, id);
    var external = ScimAttribute.text(document, "externalId").orElse("");
    put(
        "group.change",
        state -> {
          var before = state.get(key).orElseThrow(() -> Scim.missing(WHAT, id));
          return described(state, before.document().deepCopy(), title(document), document);
        },
        key,
        new Origin.Link(Scim.SOURCE, id, external, List.of(), true));
    return existing(id);
  }

  public synchronized void delete(String id, String version) {
    ScimUsers.requireVersion(existing(id), version);
    deletion.accept(new ResourceKey(ResourceKind.GROUP, id));
  }

  private interface Description {
    ObjectNode of(MeshState state);
  }

  private void put(String action, Description description, ResourceKey key, Origin.Link link) {
    var origin = new ResourceKey(ResourceKind.ORIGIN, People.GROUP + key.name());
    mesh.decide(
        (state, now) -> {
          var before = state.get(key);
          var group = description.of(state);
          var from = Json.tree(new Origin(List.of(link)));
          if (before.filter(it -> it.document().equals(group)).isPresent()
              && state.get(origin).filter(it -> it.document().equals(from)).isPresent()) {
            return MeshLog.Decided.nothing(key);
          }
          var details = Json.object();
          before.ifPresent(old -> details.set("before", old.document()));
          details.set("after", group);
          return new MeshLog.Decided<>(
              List.of(
                  MeshLog.Put.of(key, group, Scim.ACTOR), MeshLog.Put.of(origin, from, Scim.ACTOR)),
              List.of(),
              List.of(new AuditEvent(Scim.ACTOR, action, key.toString(), true, details)),
              key);
        });
  }

  private static ObjectNode described(
      MeshState state, ObjectNode group, String title, JsonNode document) {
    group.put("title", title);
    var users = new TreeSet<String>();
    var groups = new TreeSet<String>();
    for (var one : ScimAttribute.get(document, "members")) {
      var id = ScimAttribute.text(one, "value").orElse("");
      if (ScimUsers.known(state, id).isPresent()) {
        users.add(id);
      } else if (isGroup(state, id) && !id.equals(group.path("name").asText())) {
        groups.add(id);
      } else {
        throw Scim.wrong("invalidValue", "There is no member '" + id + "'.");
      }
    }
    if (users.size() + groups.size() > MEMBERS_MAX) {
      throw Scim.wrong("tooMany", "A group has at most " + MEMBERS_MAX + " members.");
    }
    list(group, "members", users);
    list(group, "groups", groups);
    return group;
  }

  private static void list(ObjectNode group, String key, Set<String> names) {
    var list = group.putArray(key);
    names.forEach(list::add);
  }

  private static boolean isGroup(MeshState state, String name) {
    return state.get(new ResourceKey(ResourceKind.ORIGIN, People.GROUP + name)).isPresent();
  }

  private static String title(JsonNode document) {
    return ScimAttribute.text(document, "displayName")
        .map(String::strip)
        .filter(text -> !text.isEmpty() && text.length() <= 2 * NAME_MAX)
        .orElseThrow(() -> Scim.wrong("invalidValue", "displayName has 1 to 200 characters."));
  }

  /** Letters, digits and dashes: names of groups stand in policies and addresses. */
  private static String name(String title) {
    var name = title.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[^A-Za-z0-9]+|-+$", "");
    if (name.isEmpty()) {
      throw Scim.wrong("invalidValue", "displayName needs a letter or digit.");
    }
    return name.length() > NAME_MAX ? name.substring(0, NAME_MAX) : name;
  }

  private ObjectNode existing(String id) {
    var state = mesh.state();
    return Optional.of(new ResourceKey(ResourceKind.GROUP, id))
        .filter(key -> isGroup(state, id))
        .flatMap(state::get)
        .map(group -> shown(state, group))
        .orElseThrow(() -> Scim.missing(WHAT, id));
  }

  private ObjectNode shown(MeshState state, Resource resource) {
    var group = resource.as(Group.class);
    var origin =
        state.get(new ResourceKey(ResourceKind.ORIGIN, People.GROUP + group.name())).orElseThrow();
    var shown = Json.object();
    shown.putArray("schemas").add(Scim.GROUP);
    shown.put("id", group.name()).put("displayName", group.title());
    origin
        .as(Origin.class)
        .of(Scim.SOURCE)
        .map(Origin.Link::external)
        .filter(text -> !text.isEmpty())
        .ifPresent(external -> shown.put("externalId", external));
    var members = shown.putArray("members");
    group.members().forEach(name -> member(members.addObject(), "User", name));
    group.groups().forEach(name -> member(members.addObject(), "Group", name));
    ScimUsers.meta(shown, "Group", base.get() + "/Groups/", resource, origin);
    return shown;
  }

  private void member(ObjectNode member, String type, String name) {
    member.put("value", name).put("type", type).put("$ref", base.get() + "/" + type + "s/" + name);
  }
}
