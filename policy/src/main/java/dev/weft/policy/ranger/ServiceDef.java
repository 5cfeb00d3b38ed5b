package dev.weft.policy.ranger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.policy.rules.Level;
import dev.weft.policy.rules.PolicyKind;
import dev.weft.policy.rules.ResourceModel;
import dev.weft.policy.rules.TokenStyle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What Ranger calls a service-def: the resources, accesses, conditions and masks of a service. */
final class ServiceDef {
  private final JsonNode node;
  private final String component;
  private final String fingerprint;
  private final ResourceModel model;
  private final Set<String> accesses;
  private final Map<String, Collection<String>> implied;

  /**
   * Reads one.
   *
   * @param component for the service-def of tags, whose accesses are those of several services, the
   *     service that is meant; else empty
   * @param fingerprint of the text that it comes from
   * @throws IllegalArgumentException when it names no resources
   */
  ServiceDef(JsonNode node, String component, String fingerprint) {
    this.node = node;
    this.component = component;
    this.fingerprint = fingerprint;
    model =
        new ResourceModel(
            Json.text(node, "name"),
            levels(Json.list(node, "resources"), List.of()),
            levels(Json.list(node.path("dataMaskDef"), "resources"), base()),
            levels(Json.list(node.path("rowFilterDef"), "resources"), base()));
    if (model.levelNames().isEmpty()) {
      throw new IllegalArgumentException("the service-def names no resources");
    }
    accesses =
        accessTypes("accessTypes").stream()
            .map(access -> Json.text(access, "name"))
            .map(this::ownName)
            .collect(Collectors.toSet());
    implied = impliedGrants();
  }

  String fingerprint() {
    return fingerprint;
  }

  String name() {
    return model.name();
  }

  ResourceModel model() {
    return model;
  }

  /** All access types; a request for any access looks at them in this set's order. */
  Set<String> accesses() {
    return accesses;
  }

  /** How many access types there are, for the order of policies. */
  int accessCount() {
    return accessTypes("accessTypes").size();
  }

  Map<String, Collection<String>> implied() {
    return implied;
  }

  boolean deniesAllowed() {
    return Json.maybe(node.path("options"), "enableDenyAndExceptionsInPolicies").orElse(true);
  }

  Optional<JsonNode> condition(String name) {
    return Json.list(node, "policyConditions").stream()
        .filter(one -> Json.text(one, "name").equals(name))
        .findFirst();
  }

  /** An access type without the name of its service, if that is the service meant. */
  String ownName(String access) {
    return !component.isEmpty() && access.startsWith(component + ":")
        ? access.substring(component.length() + 1)
        : access;
  }

  /** Whether an access type belongs to another service. */
  boolean isForeign(String access) {
    return !component.isEmpty() && ownName(access).contains(":");
  }

  private List<JsonNode> accessTypes(String name) {
    return Json.list(node, name).stream()
        .filter(access -> !isForeign(Json.text(access, "name")))
        .toList();
  }

  private Map<String, Collection<String>> impliedGrants() {
    var all = new HashMap<String, Collection<String>>();
    for (var list : List.of("accessTypes", "markerAccessTypes")) {
      for (var access : accessTypes(list)) {
        var grants =
            Json.textSet(access, "impliedGrants").stream()
                .filter(grant -> !isForeign(grant))
                .map(this::ownName)
                .collect(Collectors.toSet());
        if (!grants.isEmpty()) {
          all.computeIfAbsent(ownName(Json.text(access, "name")), key -> new java.util.HashSet<>())
              .addAll(grants);
        }
      }
    }
    return all;
  }

  private List<JsonNode> base() {
    return Json.list(node, "resources");
  }

  /** Levels for masks and filters say only what is different from the level of the same name. */
  private List<Level> levels(List<JsonNode> defs, List<JsonNode> base) {
    var all = new ArrayList<Level>();
    for (var def : defs) {
      var name = Json.text(def, "name");
      var under = base.stream().filter(one -> Json.text(one, "name").equals(name)).findFirst();
      all.add(level(under.orElse(def), def));
    }
    return all;
  }

  private Level level(JsonNode base, JsonNode delta) {
    var options = new LinkedHashMap<>(Json.textMap(base.path("matcherOptions")));
    options.putAll(Json.textMap(delta.path("matcherOptions")));
    var matcher = Json.text(delta, "matcher");
    return new Level(
        Json.text(base, "name"),
        Json.text(base, "parent"),
        (int) Json.number(base, "level", 1),
        Json.maybe(delta, "recursiveSupported")
            .or(() -> Json.maybe(base, "recursiveSupported"))
            .orElse(false),
        Json.maybe(delta, "isValidLeaf"),
        matching(matcher.isEmpty() ? Json.text(base, "matcher") : matcher, options));
  }

  private static Level.Matching matching(String matcher, Map<String, String> options) {
    var quoted = option(options, "quotedCaseSensitive", false);
    return new Level.Matching(
        form(matcher),
        option(options, "ignoreCase", true),
        option(options, "wildCard", true),
        quoted ? options.getOrDefault("quoteChars", "\"") : "",
        character(options, "pathSeparatorChar", '/'),
        option(options, "replaceTokens", true) ? tokens(options) : Optional.empty(),
        option(options, "replaceReqExpressions", true));
  }

  private static Level.Form form(String matcher) {
    if (matcher.endsWith("RangerPathResourceMatcher")) {
      return Level.Form.PATH;
    }
    return matcher.endsWith("RangerURLResourceMatcher") ? Level.Form.URL : Level.Form.NAME;
  }

  private static Optional<TokenStyle> tokens(Map<String, String> options) {
    try {
      return Optional.of(
          new TokenStyle(
              character(options, "tokenDelimiterStart", '{'),
              character(options, "tokenDelimiterEnd", '}'),
              character(options, "tokenDelimiterEscape", '\\'),
              options.getOrDefault("tokenDelimiterPrefix", "")));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean option(Map<String, String> options, String name, boolean unsaid) {
    var value = options.get(name);
    return value == null ? unsaid : Boolean.parseBoolean(value);
  }

  private static char character(Map<String, String> options, String name, char unsaid) {
    var value = options.getOrDefault(name, "");
    return value.isEmpty() ? unsaid : value.charAt(0);
  }

  /** Whether a matcher is one that we have. */
  static boolean isKnown(String matcher) {
    return matcher.isEmpty()
        || List.of(
                "RangerDefaultResourceMatcher",
                "RangerPathResourceMatcher",
                "RangerURLResourceMatcher")
            .contains(matcher.substring(matcher.lastIndexOf('.') + 1));
  }

  /** Reports matchers that are compared as plain names for want of better. */
  void report(Findings findings) {
    for (var level : base()) {
      var matcher = Json.text(level, "matcher");
      if (!isKnown(matcher)) {
        findings.add(
            -1,
            "resources." + Json.text(level, "name"),
            "The matcher '" + matcher + "' is not known; values are compared as plain names.");
      }
    }
  }

  /** The transformer that a type of mask has, empty when none. */
  String transformer(String maskType) {
    return Json.list(node.path("dataMaskDef"), "maskTypes").stream()
        .filter(mask -> ownName(Json.text(mask, "name")).equals(maskType))
        .map(mask -> Json.text(mask, "transformer"))
        .findFirst()
        .orElse("");
  }

  /** The first kind of policy whose levels hold all of these. */
  Optional<PolicyKind> kindWith(Set<String> levels) {
    for (var kind : PolicyKind.values()) {
      if (levels.stream().allMatch(level -> model.level(kind, level).isPresent())) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
