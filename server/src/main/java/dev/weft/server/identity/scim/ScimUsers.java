package dev.weft.server.identity.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.server.identity.people.Origin;
import dev.weft.server.identity.people.People;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Users by SCIM. The id is the user's name, which never changes. Only those are seen that SCIM has
 * made, or taken over where that is allowed. Who is set inactive is out at once; who is deleted is,
 * too, and leaves their name behind, disabled. Safe for any thread.
 */
public final class ScimUsers {
  private static final String WHAT = "user";
  private static final int PEOPLE_MAX = 200_000;

  private final MeshLog mesh;
  private final People people;
  private final People.Existing existing;
  private final Supplier<String> base;

  /**
   * @param base where SCIM is found
   */
  public ScimUsers(MeshLog mesh, People people, People.Existing existing, Supplier<String> base) {
    this.mesh = mesh;
    this.people = people;
    this.existing = existing;
    this.base = base;
  }

  public ObjectNode list(ScimQuery query) {
    var state = mesh.state();
    var groups = ScimGroups.byMember(state);
    return query.page(
        People.all(state).stream().flatMap(one -> shown(state, groups, one).stream()).toList());
  }

  public JsonNode get(String id, ScimQuery query) {
    return query.part(existing(id));
  }

  /** Changes of one after the other are made, so that none is lost between look and deed. */
  public synchronized JsonNode create(JsonNode document) {
    var person = ScimPerson.read(document);
    if (known(mesh.state(), person.subject()).isPresent()) {
      throw Scim.conflict("There is a user '" + person.subject() + "' already.");
    }
    if (mesh.state().all(ResourceKind.ORIGIN).size() >= PEOPLE_MAX) {
      throw Scim.wrong("tooMany", "There are " + PEOPLE_MAX + " people and groups already.");
    }
    var name = people.provision(person, ScimPerson.isActive(document), existing, Scim.ACTOR);
    return existing(name);
  }

  /**
   * The user is as the document says from now on.
   *
   * @param version that it must have, as {@code If-Match} says; empty: whatever it has
   */
  public synchronized JsonNode replace(String id, JsonNode document, String version) {
    return changed(id, document, version);
  }

  public synchronized JsonNode patch(String id, JsonNode patch, String version) {
    return changed(id, ScimPatch.applied(existing(id), patch), version);
  }

  private JsonNode changed(String id, JsonNode document, String version) {
    requireVersion(existing(id), version);
    var person = ScimPerson.read(document);
    if (!person.name().equals(id)) {
      throw Scim.wrong("mutability", "userName of '" + id + "' cannot change.");
    }
    var unused = people.provision(person, ScimPerson.isActive(document), existing, Scim.ACTOR);
    return existing(id);
  }

  public synchronized void delete(String id, String version) {
    requireVersion(existing(id), version);
    people.forget(Scim.SOURCE, id, Scim.ACTOR);
  }

  static void requireVersion(ObjectNode resource, String version) {
    var expected = version.strip();
    var is = resource.path("meta").path("version").asText();
    if (!expected.isEmpty() && !expected.equals("*") && !expected.equals(is)) {
      throw Scim.otherVersion();
    }
  }

  private ObjectNode existing(String id) {
    var state = mesh.state();
    return known(state, id)
        .flatMap(one -> shown(state, ScimGroups.byMember(state), one))
        .orElseThrow(() -> Scim.missing(WHAT, id));
  }

  /** The id is the name, so that nobody has to be looked for. */
  static Optional<People.Known> known(MeshState state, String id) {
    return Optional.of(id)
        .filter(name -> !name.isBlank())
        .flatMap(name -> state.find(ResourceKind.ORIGIN, name, Origin.class))
        .filter(origin -> !id.startsWith(People.GROUP) && origin.of(Scim.SOURCE).isPresent())
        .map(origin -> new People.Known(id, origin));
  }

  private Optional<ObjectNode> shown(
      MeshState state, Map<String, List<String>> groups, People.Known one) {
    var user = state.get(new ResourceKey(ResourceKind.USER, one.name()));
    var origin = state.get(new ResourceKey(ResourceKind.ORIGIN, one.name()));
    return one.origin()
        .of(Scim.SOURCE)
        .filter(link -> user.isPresent() && origin.isPresent())
        .map(
            link -> {
              var shown = ScimPerson.shown(user.get(), link);
              groups(groups.getOrDefault(one.name(), List.of()), shown);
              meta(shown, "User", base.get() + "/Users/", user.get(), origin.get());
              return shown;
            });
  }

  private static void groups(List<String> names, ObjectNode shown) {
    if (!names.isEmpty()) {
      var groups = shown.putArray("groups");
      names.forEach(name -> groups.addObject().put("value", name).put("type", "direct"));
    }
  }

  static void meta(
      ObjectNode shown, String type, String place, Resource resource, Resource origin) {
    var changed =
        List.of(resource.changedAt(), origin.changedAt()).stream()
            .max(Comparator.naturalOrder())
            .orElseThrow();
    shown
        .putObject("meta")
        .put("resourceType", type)
        .put("lastModified", changed.toString())
        .put("version", "W/\"" + resource.version() + "." + origin.version() + "\"")
        .put("location", place + shown.path("id").asText());
  }
}
