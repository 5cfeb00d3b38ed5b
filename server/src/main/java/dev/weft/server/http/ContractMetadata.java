package dev.weft.server.http;

import dev.weft.model.Contract;
import dev.weft.model.PortFields;
import dev.weft.model.PortName;
import dev.weft.model.ResourceKind;
import dev.weft.model.SchemaMetadata;
import dev.weft.model.Validity;
import dev.weft.model.WrittenTag;
import dev.weft.registry.schema.SubjectName;
import dev.weft.registry.schema.Version;
import dev.weft.server.access.Ports;
import dev.weft.spi.MeshLog;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a port's contract says, as metadata of the schemas of its topic: which contract it is, and
 * the tags of the fields. It is shown, not kept: a schema that comes back with it is still the
 * same.
 */
final class ContractMetadata {
  private static final String OWN = "weft.";

  private final MeshLog mesh;
  private final Clock clock;

  ContractMetadata(MeshLog mesh, Clock clock) {
    this.mesh = mesh;
    this.clock = clock;
  }

  /** The version's metadata, with what the contract says. */
  SchemaMetadata with(Version version) {
    var own = version.schema().metadata();
    var now = clock.instant();
    return port(SubjectName.parse(version.subject()))
        .map(port -> said(port, validity -> validity.holdsAt(now)).with(own))
        .orElse(own);
  }

  /** The metadata without what the contract says, for somebody may send back what was shown. */
  SchemaMetadata without(SubjectName subject, SchemaMetadata sent) {
    var port = port(subject);
    var properties = new TreeMap<>(sent.properties());
    properties.keySet().removeIf(name -> name.startsWith(OWN));
    var tags = new TreeMap<>(sent.tags());
    port.map(found -> said(found, any -> true))
        .map(SchemaMetadata::tags)
        .orElse(Map.of())
        .forEach(
            (path, words) ->
                tags.computeIfPresent(
                    path,
                    (key, before) -> {
                      var left = new ArrayList<>(before);
                      left.removeAll(words);
                      return left.isEmpty() ? null : left;
                    }));
    return new SchemaMetadata(tags, properties, sent.sensitive());
  }

  private static Optional<PortName> port(SubjectName subject) {
    return subject.isOfPort() ? subject.port() : Optional.empty();
  }

  /**
   * @param counts which tags are said: one that was shown may have ended since
   */
  private SchemaMetadata said(PortName port, Predicate<Validity> counts) {
    var contract = Ports.contract(mesh.state(), port);
    if (contract.isEmpty()) {
      return SchemaMetadata.NONE;
    }
    var properties =
        Map.of(
            OWN + "port", port.topic(),
            OWN + "contract", contract.get().id(),
            OWN + "contractVersion", contract.get().version(),
            OWN + "contractStatus", contract.get().status());
    var tags = new TreeMap<String, List<String>>();
    tags(contract.get().fields(), "", counts, tags);
    mesh.state()
        .find(ResourceKind.PORT_FIELDS, port.topic(), PortFields.class)
        .ifPresent(found -> tags(found, counts, tags));
    return new SchemaMetadata(tags, properties, null);
  }

  private static void tags(
      List<Contract.Field> fields,
      String prefix,
      Predicate<Validity> counts,
      Map<String, List<String>> tags) {
    for (var field : fields) {
      var words =
          field.tags().stream().filter(tag -> counts.test(WrittenTag.of(tag).validity())).toList();
      if (!words.isEmpty()) {
        tags.put(prefix + field.name(), words);
      }
      tags(field.properties(), prefix + field.name() + ".", counts, tags);
    }
  }

  /** Those that were found or given, unless somebody rejected them; of the contract's fields. */
  private static void tags(
      PortFields found, Predicate<Validity> counts, Map<String, List<String>> tags) {
    found
        .fields()
        .forEach(
            (path, field) -> {
              var words =
                  field.tags().stream()
                      .filter(tag -> tag.status() != PortFields.FieldTag.Status.REJECTED)
                      .filter(tag -> counts.test(tag.validity()))
                      .map(PortFields.FieldTag::tag)
                      .distinct()
                      .toList();
              if (field.inContract() && !words.isEmpty()) {
                var all = new ArrayList<>(tags.getOrDefault(path, List.of()));
                all.addAll(words);
                tags.put(path, all);
              }
            });
  }
}
