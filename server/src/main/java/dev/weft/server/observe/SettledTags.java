package dev.weft.server.observe;

import dev.weft.model.PortFields;
import dev.weft.model.PortFields.FieldTag;
import dev.weft.model.PortFields.KnownField;
import dev.weft.model.PortName;
import dev.weft.spi.MeshState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which tags the fields of some ports have when all has come to rest. A tag that came along flows
 * holds only by proof: a way leads to a field that has it not from a flow. So this begins without
 * them and adds what follows, until nothing does. Where flows lead in a circle, a tag whose source
 * is gone is found nowhere any more.
 *
 * <p>For one thread. Costs the fields of these ports, and again those behind a field that got a
 * tag.
 */
final class SettledTags {
  private final MeshState state;
  private final InheritedTags inherited;
  private final Map<PortName, PortFields> before = new HashMap<>();
  private final Map<PortName, PortFields> now = new HashMap<>();
  private final Map<PortName, InheritedTags.OfPort> ofPorts = new HashMap<>();

  SettledTags(MeshState state, InheritedTags inherited) {
    this.state = state;
    this.inherited = inherited;
  }

  /**
   * Of these ports those whose tags change. Nothing may lead from them to others: the others are
   * taken as they are.
   */
  List<PortFields> settle(Set<PortName> ports) {
    ports.forEach(port -> now.put(port, own(before(port))));
    var open = new LinkedHashSet<>(ports);
    while (!open.isEmpty()) {
      var port = open.iterator().next();
      open.remove(port);
      if (add(port)) {
        inherited.flows().next(state, port).stream().filter(now::containsKey).forEach(open::add);
      }
    }
    return ports.stream()
        .filter(port -> !keepEvidence(port).equals(before(port)))
        .map(now::get)
        .toList();
  }

  private PortFields before(PortName port) {
    return before.computeIfAbsent(port, added -> InheritedTags.fields(state, added));
  }

  private PortFields now(PortName port) {
    var computed = now.get(port);
    return computed == null ? before(port) : computed;
  }

  private static PortFields own(PortFields fields) {
    return with(fields, (path, field) -> JoinedTags.of(field.tags(), List.of()));
  }

  /** Adds what comes to the port as things are; whether anything did. */
  private boolean add(PortName port) {
    var fields = now.get(port);
    var after =
        with(
            fields,
            (path, field) -> {
              var tags = new ArrayList<>(field.tags());
              candidates(port, path).forEach(tag -> JoinedTags.add(tag, tags));
              return tags;
            });
    now.put(port, after);
    return !after.equals(fields);
  }

  /** What was said before of a tag stays said while it is true: else all would be written anew. */
  private PortFields keepEvidence(PortName port) {
    var old = before(port);
    var kept =
        with(
            now.get(port),
            (path, field) -> {
              var said = old.fields().get(path).tags();
              var candidates = said.isEmpty() ? List.<FieldTag>of() : candidates(port, path);
              return JoinedTags.inOrder(
                  said,
                  field.tags().stream()
                      .map(tag -> JoinedTags.kept(tag, field.tags(), said, candidates))
                      .toList());
            });
    now.put(port, kept);
    return kept;
  }

  private List<FieldTag> candidates(PortName port, String path) {
    return ofPorts.computeIfAbsent(port, added -> inherited.of(state, added)).of(path, this::now);
  }

  private interface Tags {
    List<FieldTag> of(String path, KnownField field);
  }

  private static PortFields with(PortFields fields, Tags tags) {
    var all = new LinkedHashMap<String, KnownField>();
    fields
        .fields()
        .forEach(
            (path, field) ->
                all.put(
                    path,
                    new KnownField(
                        field.type(),
                        field.inContract(),
                        field.firstSeen(),
                        tags.of(path, field))));
    return new PortFields(fields.port(), all);
  }
}
