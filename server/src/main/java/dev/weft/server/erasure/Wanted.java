package dev.weft.server.erasure;

import dev.weft.model.Domain;
import dev.weft.model.ErasurePlan.Scope;
import dev.weft.model.Nearest;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKind;
import dev.weft.server.access.Ports;
import dev.weft.spi.MeshState;
import java.util.List;
import java.util.Set;

/**
 * Whose records shall be erased, as somebody asks. Its text form does not show the key.
 *
 * @param key the person's key
 * @param of what kind of person; empty where the mesh knows one kind only, or fields are named
 * @param domain empty: the whole mesh
 * @param fields that hold the key besides those that are tagged: {@code product.port.field}
 * @param derived also what was made from the person's records and does not hold the key
 */
public record Wanted(String key, String of, String domain, List<String> fields, boolean derived) {
  private static final int KEY_CHARACTERS_MAX = 1_000;
  private static final int FIELDS_MAX = 200;

  public Wanted {
    key = text(key);
    of = text(of);
    domain = text(domain);
    fields = fields == null ? List.of() : List.copyOf(fields);
  }

  private static String text(String value) {
    return value == null ? "" : value.strip();
  }

  /** The key, if it can be looked for. */
  static String checked(String key) {
    var text = text(key);
    if (text.isEmpty() || text.length() > KEY_CHARACTERS_MAX) {
      throw wrong(
          "key",
          "A person's key has 1 to " + KEY_CHARACTERS_MAX + " characters.",
          "Name the value that stands in the fields tagged subject.KIND.");
    }
    return text;
  }

  /**
   * Whose records, with a token for the key.
   *
   * @param kinds those that the mesh knows
   */
  Scope scope(MeshState state, Set<String> kinds, String token) {
    if (!domain.isEmpty() && state.find(ResourceKind.DOMAIN, domain, Domain.class).isEmpty()) {
      throw wrong(
          "domain", "There is no domain '" + domain + "'.", "'weft get domains' lists them.");
    }
    if (fields.size() > FIELDS_MAX) {
      throw wrong("fields", "At most " + FIELDS_MAX + " fields are named.", "Tag them instead.");
    }
    fields.forEach(field -> mustExist(state, field));
    return new Scope(
        token, kind(kinds), domain, fields.stream().sorted().distinct().toList(), derived);
  }

  private String kind(Set<String> kinds) {
    if (of.isEmpty() && (kinds.size() == 1 || !fields.isEmpty())) {
      return fields.isEmpty() ? kinds.iterator().next() : "";
    }
    if (kinds.isEmpty() && fields.isEmpty()) {
      throw wrong(
          "of",
          "No field of the mesh is said to hold a person's key.",
          "Write 'tags: [subject.customer]' at the field in its contract, or name fields: --in"
              + " product.port.field.");
    }
    if (!kinds.contains(of)) {
      throw wrong(
          "of",
          of.isEmpty()
              ? "The mesh knows several kinds of person."
              : "No field is tagged subject." + of + ".",
          Nearest.to(of, kinds)
              .map(near -> "Did you mean '" + near + "'?")
              .orElse("Name one with --of: " + String.join(", ", kinds) + "."));
    }
    return of;
  }

  private static void mustExist(MeshState state, String text) {
    var field = ErasureRights.field(text);
    if (!Ports.fieldNames(state, field.port()).contains(field.path())) {
      throw Problem.missing(
              "no-such-field",
              field.port() + " has no field '" + field.path() + "'.",
              "'weft describe port " + field.port() + "' lists its fields.")
          .asException();
    }
  }

  private static RuntimeException wrong(String key, String message, String hint) {
    return Problem.input("bad-" + key, Place.field(key), message, hint).asException();
  }

  @Override
  public String toString() {
    return "the records of a person"; // never the key
  }
}
