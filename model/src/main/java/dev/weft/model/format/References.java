package dev.weft.model.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.FlowSpec;
import dev.weft.model.FunctionSpec;
import dev.weft.model.Nearest;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.TermRelation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Checks that what documents say of each other is true: who is named exists, in the same apply or
 * already. The order of files does not matter.
 */
final class References {
  /** A route to names of resources; any of the kinds will do. */
  private record Link(ResourceKind from, String route, List<ResourceKind> to) {
    static Link of(ResourceKind from, String route, ResourceKind... to) {
      return new Link(from, route, List.of(to));
    }
  }

  private static final List<Link> LINKS = links();

  private static List<Link> links() {
    var all = new ArrayList<>(ofKinds());
    for (var relation : TermRelation.values()) {
      // The name alone, or with more about the relation.
      var route = "relations." + relation.word() + "[]";
      all.add(Link.of(ResourceKind.TERM, route, ResourceKind.TERM));
      all.add(Link.of(ResourceKind.TERM, route + ".term", ResourceKind.TERM));
    }
    return List.copyOf(all);
  }

  private static List<Link> ofKinds() {
    return List.of(
        Link.of(ResourceKind.DATA_PRODUCT, "domain", ResourceKind.DOMAIN),
        Link.of(ResourceKind.DATA_PRODUCT, "inputPorts[].contractId", ResourceKind.DATA_CONTRACT),
        Link.of(ResourceKind.DATA_PRODUCT, "outputPorts[].contractId", ResourceKind.DATA_CONTRACT),
        Link.of(ResourceKind.FLOW, "product", ResourceKind.DATA_PRODUCT),
        Link.of(ResourceKind.FLOW, "parameterContext", ResourceKind.PARAMETER_CONTEXT),
        Link.of(ResourceKind.PARAMETER_CONTEXT, "product", ResourceKind.DATA_PRODUCT),
        Link.of(ResourceKind.PARAMETER_CONTEXT, "domain", ResourceKind.DOMAIN),
        Link.of(ResourceKind.PARAMETER_CONTEXT, "sharedWith[]", ResourceKind.DOMAIN),
        Link.of(ResourceKind.PARAMETER_CONTEXT, "inherits[]", ResourceKind.PARAMETER_CONTEXT),
        Link.of(ResourceKind.FLOW, "environment", ResourceKind.ENVIRONMENT),
        Link.of(ResourceKind.QUERY, "product", ResourceKind.DATA_PRODUCT),
        Link.of(ResourceKind.QUERY, "environment", ResourceKind.ENVIRONMENT),
        Link.of(ResourceKind.FUNCTION, "product", ResourceKind.DATA_PRODUCT),
        Link.of(ResourceKind.FUNCTION, "usableBy[]", ResourceKind.DATA_PRODUCT),
        Link.of(ResourceKind.DOMAIN, "governance.body[]", ResourceKind.USER, ResourceKind.GROUP),
        Link.of(
            ResourceKind.DOMAIN, "governance.stewards[]", ResourceKind.USER, ResourceKind.GROUP),
        Link.of(ResourceKind.USER, "groups[]", ResourceKind.GROUP),
        Link.of(ResourceKind.GROUP, "members[]", ResourceKind.USER),
        Link.of(ResourceKind.GROUP, "groups[]", ResourceKind.GROUP),
        Link.of(ResourceKind.ROLE, "users[]", ResourceKind.USER),
        Link.of(ResourceKind.ROLE, "groups[]", ResourceKind.GROUP),
        Link.of(ResourceKind.ROLE, "roles[]", ResourceKind.ROLE),
        Link.of(ResourceKind.ZONE, "resources.domains[]", ResourceKind.DOMAIN),
        Link.of(ResourceKind.ZONE, "resources.products[]", ResourceKind.DATA_PRODUCT),
        Link.of(ResourceKind.ZONE, "admins.users[]", ResourceKind.USER),
        Link.of(ResourceKind.ZONE, "admins.groups[]", ResourceKind.GROUP),
        Link.of(ResourceKind.ZONE, "admins.roles[]", ResourceKind.ROLE),
        Link.of(ResourceKind.TERM, "domain", ResourceKind.DOMAIN),
        Link.of(ResourceKind.BUSINESS_METADATA, "domain", ResourceKind.DOMAIN),
        Link.of(ResourceKind.TERM, "stewards[]", ResourceKind.USER),
        Link.of(ResourceKind.POLICY, "resources.domains[]", ResourceKind.DOMAIN),
        Link.of(ResourceKind.POLICY, "resources.products[]", ResourceKind.DATA_PRODUCT),
        Link.of(ResourceKind.POLICY, "rules[].principals.users[]", ResourceKind.USER),
        Link.of(ResourceKind.POLICY, "rules[].principals.groups[]", ResourceKind.GROUP),
        Link.of(ResourceKind.POLICY, "rules[].principals.products[]", ResourceKind.DATA_PRODUCT),
        Link.of(ResourceKind.POLICY, "rules[].principals.roles[]", ResourceKind.ROLE),
        Link.of(ResourceKind.POLICY, "rules[].except.users[]", ResourceKind.USER),
        Link.of(ResourceKind.POLICY, "rules[].except.groups[]", ResourceKind.GROUP),
        Link.of(ResourceKind.POLICY, "rules[].except.products[]", ResourceKind.DATA_PRODUCT),
        Link.of(ResourceKind.POLICY, "rules[].except.roles[]", ResourceKind.ROLE),
        Link.of(ResourceKind.POLICY, "zone", ResourceKind.ZONE));
  }

  private static final Set<String> ROLES_WITH_RIGHTS = Set.of("owner", "steward");

  private final Known known;
  private final Problems problems;

  private References(Known known, Problems problems) {
    this.known = known;
    this.problems = problems;
  }

  static void check(List<Checked> documents, Known existing, Problems problems) {
    Map<ResourceKey, ObjectNode> applied = new LinkedHashMap<>();
    documents.forEach(document -> applied.put(document.key(), document.tree()));
    var known = existing.with(applied);
    var references = new References(known, problems);
    var ports = new PortReferences(known, problems);
    var contexts = new ContextReferences(known, problems);
    var terms = new TermReferences(known, problems);
    for (var document : documents) {
      references.check(document);
      ports.check(document);
      contexts.check(document);
      terms.check(document);
    }
  }

  private void check(Checked checked) {
    for (var link : LINKS) {
      if (link.from == checked.key().kind()) {
        Walk.to(checked.tree(), link.route)
            .forEach(step -> exists(step.node(), link.to, at(checked, step.path())));
      }
    }
    if (checked.key().kind() == ResourceKind.DATA_PRODUCT) {
      checkTeam(checked);
    }
  }

  /** Members without rights in the mesh may be known elsewhere only. */
  private void checkTeam(Checked product) {
    for (var step : Walk.to(product.tree(), "team.members[]")) {
      if (ROLES_WITH_RIGHTS.contains(step.node().path("role").asText())) {
        var username = step.node().path("username");
        exists(
            username, List.of(ResourceKind.USER), at(product, Places.key(step.path(), "username")));
      }
    }
  }

  private void exists(JsonNode name, List<ResourceKind> kinds, At at) {
    var pattern =
        at.path().startsWith("resources.")
            && (name.asText().contains("*") || name.asText().contains("{"));
    var builtIn =
        (kinds.contains(ResourceKind.ROLE) && WeftShapes.BUILT_IN_ROLES.contains(name.asText()))
            || (kinds.contains(ResourceKind.ENVIRONMENT)
                && name.asText().equals(FlowSpec.IN_THE_SERVER))
            || (at.path().startsWith("usableBy") && name.asText().equals(FunctionSpec.ALL));
    if (!name.isTextual() || name.textValue().isBlank() || pattern || builtIn) {
      return;
    }
    var found =
        kinds.stream()
            .anyMatch(kind -> known.document(new ResourceKey(kind, name.textValue())).isPresent());
    if (!found) {
      notFound(name.textValue(), kinds, at);
    }
  }

  private void notFound(String name, List<ResourceKind> kinds, At at) {
    var nouns = kinds.stream().map(References::noun).collect(Collectors.joining(" or "));
    var names = new TreeSet<String>();
    kinds.forEach(kind -> names.addAll(known.names(kind)));
    at.value(
        noun(kinds.get(0)) + "-not-found",
        "No " + nouns + " is called '" + Shapes.shortened(name) + "'.",
        Nearest.hint(name, names, plural(kinds)));
  }

  private At at(Checked checked, String path) {
    return new At(checked.document(), path, problems);
  }

  private static String plural(List<ResourceKind> kinds) {
    return kinds.stream().map(kind -> noun(kind) + "s").collect(Collectors.joining(" and "));
  }

  static String noun(ResourceKind kind) {
    return switch (kind) {
      case DATA_PRODUCT -> "product";
      case DATA_CONTRACT -> "contract";
      case PARAMETER_CONTEXT -> "context";
      default -> kind.word().toLowerCase(Locale.ROOT);
    };
  }

  /** Which of these resources refer to the one with this key, such as before it is deleted. */
  static List<ResourceKey> to(ResourceKey key, Known known) {
    var found = new ArrayList<ResourceKey>();
    for (var from : Arrays.stream(ResourceKind.values()).filter(ResourceKind::authored).toList()) {
      for (var name : known.names(from)) {
        var candidate = new ResourceKey(from, name);
        if (known.document(candidate).filter(tree -> refers(from, tree, key)).isPresent()) {
          found.add(candidate);
        }
      }
    }
    return found;
  }

  private static boolean refers(ResourceKind from, JsonNode tree, ResourceKey key) {
    if (from == ResourceKind.DATA_CONTRACT && key.kind() == ResourceKind.TERM) {
      return TermReferences.names(tree, key.name());
    }
    return LINKS.stream()
        .filter(link -> link.from == from && link.to.contains(key.kind()))
        .flatMap(link -> Walk.to(tree, link.route).stream())
        .anyMatch(step -> step.node().asText().equals(key.name()));
  }
}
