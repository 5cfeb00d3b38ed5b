package dev.weft.policy;

import dev.weft.model.NamePattern;
import dev.weft.model.PolicySpec.Excludes;
import dev.weft.model.PolicySpec.Resources;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The names and patterns of what a policy is about. Immutable. */
final class ResourceMatch {
  private final List<NamePattern> domains;
  private final List<NamePattern> products;
  private final List<NamePattern> ports;
  private final List<NamePattern> fields;
  private final List<NamePattern> tags;

  private ResourceMatch(
      List<String> domains,
      List<String> products,
      List<String> ports,
      List<String> fields,
      List<String> tags,
      Function<String, List<NamePattern>> reader) {
    this.domains = patterns(domains, reader);
    this.products = patterns(products, reader);
    this.ports = patterns(ports, reader);
    this.fields = patterns(fields, reader);
    this.tags = patterns(tags, reader);
  }

  /** What is named, each text read by {@code reader}: it may stand for several patterns. */
  static ResourceMatch of(Resources named, Function<String, List<NamePattern>> reader) {
    return new ResourceMatch(
        named.domains(), named.products(), named.ports(), named.fields(), named.tags(), reader);
  }

  static ResourceMatch of(Excludes named, Function<String, List<NamePattern>> reader) {
    return new ResourceMatch(
        named.domains(), named.products(), named.ports(), named.fields(), named.tags(), reader);
  }

  /** Whether it names nothing at all. */
  boolean isEmpty() {
    return domains.isEmpty()
        && products.isEmpty()
        && ports.isEmpty()
        && fields.isEmpty()
        && tags.isEmpty();
  }

  boolean namesPort(PortFacts port) {
    return any(domains, port.domain())
        || any(products, port.name().product())
        || any(ports, port.name().topic());
  }

  boolean namesProduct(String domain, String product) {
    return any(domains, domain) || any(products, product);
  }

  boolean namesField(PortFacts port, FieldFacts field) {
    return !fields.isEmpty()
        && field.upwards().stream().anyMatch(path -> any(fields, port.name().topic() + "." + path));
  }

  /** The tags among these that are named, in order. */
  List<String> namedTags(Set<String> among) {
    return tags.isEmpty()
        ? List.of()
        : among.stream().filter(tag -> any(tags, tag)).sorted().toList();
  }

  boolean hasTags() {
    return !tags.isEmpty();
  }

  boolean hasFields() {
    return !fields.isEmpty();
  }

  /** Whether it could name a field of this port whose name is not known yet. */
  boolean mayNameUnknown(PortFacts port) {
    return fields.stream().anyMatch(pattern -> mayReach(pattern, port));
  }

  private static boolean mayReach(NamePattern pattern, PortFacts port) {
    var below = port.name().topic() + ".";
    var star = pattern.text().indexOf('*');
    var prefix = star < 0 ? pattern.text() : pattern.text().substring(0, star);
    return prefix.startsWith(below) || (star >= 0 && below.startsWith(prefix));
  }

  private static boolean any(List<NamePattern> patterns, String name) {
    for (var pattern : patterns) {
      if (pattern.matches(name)) {
        return true;
      }
    }
    return false;
  }

  private static List<NamePattern> patterns(
      List<String> texts, Function<String, List<NamePattern>> reader) {
    return texts.stream().flatMap(text -> reader.apply(text).stream()).toList();
  }
}
