package dev.weft.registry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.registry.schema.JsonSchemaDocs.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether everything that is valid by one JSON Schema, the writer's, is valid by another, the
 * reader's. What cannot be shown is an objection: it says no too often rather than yes.
 *
 * <p>A value is taken to be valid by several schemas of the writer at once ({@code allOf},
 * references and what surrounds them), and each keyword of the reader must follow from these.
 * Schemas that contain themselves are taken to hold where they are met again. {@code format} and
 * other keywords that only describe are not compared.
 */
final class JsonSchemaReading {
  private static final int OBJECTIONS_MAX = 10;
  private static final int STEPS_MAX = 20_000;
  private static final int DEPTH_MAX = 200;

  /** Too much to look at for one answer. */
  private static final class TooMuch extends RuntimeException {
    TooMuch() {
      super("the schemas are too large to be compared", null, false, false);
    }
  }

  /** Two that are being compared. */
  private record Pair(Set<JsonFlat.Place> writers, JsonFlat.Place reader) {
    static Pair of(List<Part> writers, Part reader) {
      return new Pair(
          writers.stream().map(JsonFlat.Place::new).collect(Collectors.toUnmodifiableSet()),
          new JsonFlat.Place(reader));
    }
  }

  private final JsonSchemaDocs readers;
  private final JsonSchemaDocs writers;
  private final JsonFlat readerFlat;
  private final JsonFlat writerFlat;
  private final JsonScalars scalars = new JsonScalars(this);
  private final JsonObjects objects;
  private final JsonArrays arrays = new JsonArrays(this);
  private final Map<Pair, Integer> within = new HashMap<>();
  private List<String> objections = new ArrayList<>();
  private int steps;
  private int level;

  private JsonSchemaReading(JsonSchemaDocs readers, JsonSchemaDocs writers, boolean lenient) {
    this.readers = readers;
    this.writers = writers;
    this.readerFlat = new JsonFlat(readers, false, this::step);
    this.writerFlat = new JsonFlat(writers, true, this::step);
    this.objects = new JsonObjects(this, lenient);
  }

  static List<String> objections(JsonSchemaDocs reader, JsonSchemaDocs writer, boolean lenient) {
    var reading = new JsonSchemaReading(reader, writer, lenient);
    try {
      reading.here(List.of(writer.root()), reader.root(), "#");
    } catch (TooMuch e) {
      reading.objections.add(e.getMessage());
    }
    return List.copyOf(reading.objections);
  }

  void objects(String where, String what) {
    if (objections.size() < OBJECTIONS_MAX) {
      objections.add(where + ": " + what);
    }
  }

  /** Whether it can be shown of a value within the one looked at, without saying why not. */
  boolean canFollow(List<Part> writer, Part reader) {
    level++;
    var can = canFollowHere(writer, reader);
    level--;
    return can;
  }

  private boolean canFollowHere(List<Part> writer, Part reader) {
    var said = objections;
    objections = new ArrayList<>();
    here(writer, reader, "");
    var can = objections.isEmpty();
    objections = said;
    return can;
  }

  /**
   * Objects unless a value within the one looked at, which is valid by all the writer's schemas, is
   * valid by the reader's.
   */
  void follows(List<Part> writer, Part reader, String where) {
    level++;
    here(writer, reader, where);
    level--;
  }

  private void step() {
    if (++steps > STEPS_MAX || within.size() > DEPTH_MAX) {
      throw new TooMuch();
    }
  }

  private void here(List<Part> writer, Part reader, String where) {
    step();
    if (reader.isTrue()) {
      return;
    }
    var all = writerFlat.of(writer);
    if (JsonTypes.of(all).isEmpty()) {
      return; // Nothing is valid by it, so nothing can be written.
    }
    var pair = Pair.of(all, reader);
    var since = within.putIfAbsent(pair, level);
    if (since != null && since == level) {
      objects(where, "the choices lead in a circle");
    } else if (since == null) {
      for (var part : readerFlat.of(List.of(reader))) {
        part(all, part, where);
      }
      within.remove(pair);
    }
  }

  private void part(List<Part> writer, Part reader, String where) {
    if (reader.isTrue() || writer.stream().anyMatch(one -> isSame(one, reader))) {
      return;
    }
    if (!hasChoice(writer)) {
      keywords(writer, reader, where);
      return;
    }
    var said = objections;
    objections = new ArrayList<>();
    keywords(writer, reader, where);
    var direct = objections;
    objections = said;
    if (!direct.isEmpty() && !eachChoice(writer, reader)) {
      direct.forEach(one -> objects(where, withoutPlace(one, where)));
    }
  }

  private static String withoutPlace(String objection, String where) {
    return objection.startsWith(where + ": ") ? objection.substring(where.length() + 2) : objection;
  }

  /** The same text, with nothing in it that means another thing elsewhere. */
  private static boolean isSame(Part one, Part other) {
    return JsonFlat.isOne(one.node(), other.node())
        || (one.node().equals(other.node()) && one.node().findValue("$ref") == null);
  }

  private void keywords(List<Part> writer, Part reader, String where) {
    if (reader.isFalse()) {
      objects(where, "nothing is valid any more");
      return;
    }
    scalars.compare(writer, reader, where);
    var types = JsonTypes.of(writer);
    if (types.contains(JsonTypes.OBJECT)) {
      objects.compare(writer, reader, where);
    }
    if (types.contains(JsonTypes.ARRAY)) {
      arrays.compare(writer, reader, where);
    }
    combined(writer, reader, where);
  }

  /** allOf is flat by now; what is left are choices, and what must not be. */
  private void combined(List<Part> writer, Part reader, String where) {
    if (reader.has("anyOf") && !same(writer, reader, "anyOf") && !chosen(writer, reader, "anyOf")) {
      objects(where, "none of anyOf is sure to accept what was written");
    }
    if (reader.has("oneOf") && !same(writer, reader, "oneOf") && !chosen(writer, reader, "oneOf")) {
      objects(where, "not exactly one of oneOf is sure to accept what was written");
    }
    if (reader.has("not") && !same(writer, reader, "not")) {
      var refused = reader.with(reader.get("not"));
      var isRefused =
          writer.stream()
              .filter(part -> part.has("not"))
              .map(part -> part.with(part.get("not")))
              .anyMatch(before -> canFollowTurned(refused, before));
      if (!isRefused && !isApart(writer, List.of(refused))) {
        objects(where, "'not' refuses more");
      }
    }
    if (reader.has("if")
        && !(same(writer, reader, "if")
            && same(writer, reader, "then")
            && same(writer, reader, "else"))) {
      objects(where, "'if' cannot be compared");
    }
  }

  /** Under {@code not} the two change places. */
  private boolean canFollowTurned(Part reader, Part writer) {
    return isSame(reader, writer)
        || new JsonSchemaReading(/* readers= */ writers, /* writers= */ readers, false)
            .canFollowFresh(/* writer= */ reader, /* reader= */ writer);
  }

  private boolean canFollowFresh(Part writer, Part reader) {
    try {
      return canFollowHere(List.of(writer), reader);
    } catch (TooMuch e) {
      return false;
    }
  }

  /** Whether a choice is sure to accept all; or for each type of the writer one. */
  private boolean chosen(List<Part> writer, Part reader, String keyword) {
    if (hasChoice(writer, reader, keyword)) {
      return true;
    }
    var types = JsonTypes.of(writer);
    if (types.size() < 2 || types.size() == JsonTypes.values().length || writer.isEmpty()) {
      return false;
    }
    for (var type : types) {
      var narrowed = new ArrayList<>(writer);
      narrowed.add(writer.get(0).with(JsonArrays.only(type)));
      if (!hasChoice(narrowed, reader, keyword)) {
        return false;
      }
    }
    return true;
  }

  private boolean hasChoice(List<Part> writer, Part reader, String keyword) {
    for (var choice : reader.get(keyword)) {
      if (canFollowHere(writer, reader.with(choice))
          && (keyword.equals("anyOf") || othersAreApart(writer, reader, choice))) {
        return true;
      }
    }
    return false;
  }

  private boolean othersAreApart(List<Part> writer, Part reader, JsonNode choice) {
    for (var other : reader.get("oneOf")) {
      if (!JsonFlat.isOne(other, choice) && !isApart(writer, List.of(reader.with(other)))) {
        return false;
      }
    }
    return true;
  }

  /** Whether no value is sure to be valid by both: other types, other values, another property. */
  private boolean isApart(List<Part> writer, List<Part> reader) {
    return new JsonApart(writerFlat, readerFlat).isApart(writer, reader);
  }

  private static boolean hasChoice(List<Part> writer) {
    return writer.stream().anyMatch(part -> part.has("anyOf") || part.has("oneOf"));
  }

  /** Whether it follows whichever of the writer's choices was taken. */
  private boolean eachChoice(List<Part> writer, Part reader) {
    for (int i = 0; i < writer.size(); i++) {
      var part = writer.get(i);
      for (var keyword : List.of("anyOf", "oneOf")) {
        if (part.has(keyword)) {
          var rest = new ArrayList<>(writer);
          rest.set(i, part.with(writerFlat.without(part, keyword)));
          var all = true;
          for (var choice : part.get(keyword)) {
            var chosen = new ArrayList<>(rest);
            chosen.add(part.with(choice));
            all = all && canFollowHere(chosen, reader);
          }
          if (all) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Whether the writer says of a keyword just what the reader says. */
  boolean same(List<Part> writer, Part reader, String keyword) {
    var said = reader.get(keyword);
    return writer.stream()
        .anyMatch(
            part ->
                part.get(keyword).equals(said)
                    && (JsonFlat.isOne(part.node(), reader.node()) || !mentions(said, "$ref")));
  }

  private static boolean mentions(JsonNode node, String keyword) {
    return node.findValue(keyword) != null;
  }
}
