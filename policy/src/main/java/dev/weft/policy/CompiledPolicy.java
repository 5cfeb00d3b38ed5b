package dev.weft.policy;

import dev.weft.model.NamePattern;
import dev.weft.model.PolicySpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A policy with its patterns compiled. Immutable, compared by identity. */
final class CompiledPolicy {
  private final PolicySpec spec;
  private final List<CompiledRule> rules;
  private final List<NamePattern> domains;
  private final List<NamePattern> products;
  private final List<NamePattern> ports;
  private final List<NamePattern> fields;
  private final List<NamePattern> tags;

  CompiledPolicy(PolicySpec spec) {
    this.spec = spec;
    rules =
        IntStream.range(0, spec.rules().size())
            .mapToObj(i -> CompiledRule.of(spec.type(), i + 1, spec.rules().get(i)))
            .toList();
    domains = patterns(spec.resources().domains());
    products = patterns(spec.resources().products());
    ports = patterns(spec.resources().ports());
    fields = patterns(spec.resources().fields());
    tags = patterns(spec.resources().tags());
  }

  String name() {
    return spec.name();
  }

  PolicySpec.Type type() {
    return spec.type();
  }

  PolicySpec spec() {
    return spec;
  }

  boolean hasTags() {
    return !tags.isEmpty();
  }

  /** The first rule that says something about this reader's reading. */
  Optional<CompiledRule> ruleFor(Reader reader, PortFacts port) {
    for (var rule : rules) {
      if (rule.speaks() && reader.isAmong(rule.principals(), port)) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }

  /** What of the port the policy is about; empty when nothing. */
  Optional<Coverage> coverage(PortFacts port) {
    var portTag = port.tags().keySet().stream().sorted().filter(this::hasTag).findFirst();
    var whole = isAboutPort(port) || portTag.isPresent();
    var covered = new HashMap<String, String>();
    for (var field : port.fields()) {
      if (isAboutField(port, field) || isAboutPort(port)) {
        covered.put(field.path(), "");
      } else {
        fieldTag(field).ifPresent(tag -> covered.put(field.path(), tag));
      }
    }
    var unknown = whole || fields.stream().anyMatch(pattern -> mayReach(pattern, port));
    return whole || unknown || !covered.isEmpty()
        ? Optional.of(new Coverage(this, whole, portTag.orElse(""), covered, unknown))
        : Optional.empty();
  }

  private boolean isAboutPort(PortFacts port) {
    return any(domains, port.domain())
        || any(products, port.name().product())
        || any(ports, port.name().topic());
  }

  private boolean isAboutField(PortFacts port, FieldFacts field) {
    return !fields.isEmpty()
        && field.upwards().stream().anyMatch(path -> any(fields, port.name().topic() + "." + path));
  }

  private Optional<String> fieldTag(FieldFacts field) {
    return tags.isEmpty()
        ? Optional.empty()
        : field.tags().keySet().stream().sorted().filter(this::hasTag).findFirst();
  }

  private boolean hasTag(String tag) {
    return any(tags, tag);
  }

  /** Whether the pattern could cover a field of this port whose name is not known yet. */
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

  private static List<NamePattern> patterns(List<String> texts) {
    var all = new ArrayList<NamePattern>();
    texts.forEach(text -> all.add(NamePattern.of(text)));
    return List.copyOf(all);
  }

  /**
   * What of one port a policy is about.
   *
   * @param wholePort by the domain, product or port, or by a tag of one of these
   * @param portTag that tag; may be empty
   * @param fields the paths of known fields with the tag that led here, empty if by name
   * @param unknownFields whether it may be about fields that nobody has seen yet, tags aside
   */
  record Coverage(
      CompiledPolicy policy,
      boolean wholePort,
      String portTag,
      Map<String, String> fields,
      boolean unknownFields) {
    Coverage {
      fields = Map.copyOf(fields);
    }
  }
}
