package dev.weft.server.requests;

import dev.weft.model.PortFields;
import dev.weft.model.PortFields.FieldTag;
import dev.weft.model.PortName;
import dev.weft.model.ResourceKind;
import dev.weft.server.access.Ports;
import dev.weft.server.observe.DeclaredTags;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is known of the fields that somebody asks for. Who asks for an object asks for what it
 * holds.
 *
 * @param names all of them, the port's where nobody has named any
 * @param tags those that any of them has at the moment
 * @param unclassified of how many nobody has looked at a value yet
 */
record AskedFields(List<String> names, Set<String> tags, int unclassified) {
  static AskedFields of(MeshState state, PortName port, Collection<String> asked, Instant now) {
    var all = Ports.fieldNames(state, port);
    var names =
        all.stream()
            .filter(name -> asked.isEmpty() || asked.stream().anyMatch(one -> isOf(name, one)))
            .toList();
    var known =
        state
            .find(ResourceKind.PORT_FIELDS, port.topic(), PortFields.class)
            .orElse(new PortFields(port.topic(), Map.of()));
    var tags = new TreeSet<String>();
    for (var name : names) {
      known.field(name).ifPresent(field -> addTo(tags, field.tags(), now));
    }
    DeclaredTags.of(state, port, names::contains)
        .values()
        .forEach(found -> addTo(tags, found, now));
    var unclassified = names.stream().filter(name -> known.field(name).isEmpty()).count();
    return new AskedFields(names, tags, (int) unclassified);
  }

  private static void addTo(Set<String> tags, List<FieldTag> found, Instant now) {
    found.stream().filter(tag -> tag.holdsAt(now)).forEach(tag -> tags.add(tag.tag()));
  }

  /** An object has the tags of what it holds, and what it holds its own. */
  private static boolean isOf(String name, String asked) {
    return name.equals(asked) || name.startsWith(asked + ".") || asked.startsWith(name + ".");
  }
}
