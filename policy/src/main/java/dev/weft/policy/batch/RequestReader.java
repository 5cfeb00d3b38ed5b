package dev.weft.policy.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.weft.policy.rules.Attributes;
import dev.weft.policy.rules.ElementScope;
import dev.weft.policy.rules.Request;
import dev.weft.policy.rules.Resource;
import dev.weft.policy.rules.ResourceModel;
import dev.weft.policy.rules.Tag;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads one request of a batch. */
final class RequestReader {
  /** What comes within a text is often written by hand. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .build();

  private final ResourceModel model;
  private final TagReader tags;

  RequestReader(ResourceModel model, TagReader tags) {
    this.model = model;
    this.tags = tags;
  }

  /**
   * The request.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  Request read(JsonNode node) {
    if (!node.isObject()) {
      throw new IllegalArgumentException("a request is an object");
    }
    var asked = new Part(node);
    var context = asked.of("context");
    var user = asked.text("user").orElse("");
    return new Request(
        user,
        asked.texts("groups", "userGroups"),
        asked.texts("roles", "userRoles"),
        resource(asked, context),
        asked.text("access", "accessType").filter(name -> !name.isEmpty()).orElse(Request.ANY),
        context.texts("ALLACCESSTYPES"),
        accessGroups(context),
        context.texts("IGNOREIFNOTDENIEDACCESSTYPES"),
        tags(asked, context),
        attributes(asked, user),
        time(asked),
        circumstances(asked, context),
        asked
            .text("scope", "resourceMatchingScope")
            .filter(scope -> scope.endsWith("DESCENDANTS"))
            .isPresent(),
        asked.flag("ignoreDescendantDeny", "isDescendantDenyIgnored").orElse(true),
        scopes(asked));
  }

  private Resource resource(Part asked, Part context) {
    var written = asked.of("resource");
    if (written.isThere() && !written.node().isObject()) {
      throw new IllegalArgumentException("resource is an object of values by level");
    }
    var nested = written.node().path("elements").isObject();
    var values = new LinkedHashMap<>((nested ? written.of("elements") : written).values());
    var owner =
        asked
            .text("owner", "ownerUser")
            .or(() -> written.text("ownerUser", "_ownerUser"))
            .or(() -> context.text("owner", "ownerUser", "OWNER", "token:OWNER"))
            .orElse("");
    if (!model.levelNames().contains("ownerUser")) {
      values.remove("ownerUser");
    }
    values.remove("_ownerUser");
    return new Resource(model, texts(values), owner);
  }

  private static Map<String, Object> texts(Map<String, Object> values) {
    values.replaceAll((level, value) -> value instanceof List<?> ? value : text(value));
    return values;
  }

  private static String text(Object value) {
    return value instanceof Double number && number == Math.rint(number)
        ? String.valueOf(number.longValue())
        : String.valueOf(value);
  }

  private static Optional<java.time.Instant> time(Part asked) {
    var written = asked.of("time", "accessTime");
    var time = Moments.read(written.node());
    if (time.isEmpty() && written.isThere()) {
      throw new IllegalArgumentException("time is a moment as in 2031-05-17T09:00:00Z");
    }
    return time;
  }

  private Optional<List<Tag>> tags(Part asked, Part context) {
    var own = asked.of("tags");
    var written = own.isThere() ? own : context.of("TAGS");
    return written.isThere() ? Optional.of(tags.read(embedded(written.node()))) : Optional.empty();
  }

  /** JSON may come within a text. */
  private static JsonNode embedded(JsonNode node) {
    try {
      return node.isTextual() ? MAPPER.readTree(node.textValue()) : node;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the context holds a text that is no JSON", e);
    }
  }

  private static Set<Set<String>> accessGroups(Part context) {
    var all = new HashSet<Set<String>>();
    context
        .of("ALLACCESSTYPEGROUPS")
        .node()
        .forEach(
            group -> {
              var names = new HashSet<String>();
              group.forEach(name -> names.add(name.asText()));
              all.add(names);
            });
    return all;
  }

  /** Attributes of the user who asks, or of several users by name. */
  private static Attributes attributes(Part asked, String user) {
    var users = asked.of("userAttributes");
    var groups = asked.of("groupAttributes", "userGroupAttributes");
    if (!users.isThere() && !groups.isThere()) {
      return Attributes.NONE;
    }
    var byName = users.node().properties().stream().anyMatch(one -> one.getValue().isObject());
    var ofUsers = byName ? people(users) : Map.of(user, users.textMap());
    return new Attributes(ofUsers, people(groups));
  }

  private static Map<String, Map<String, String>> people(Part part) {
    var all = new LinkedHashMap<String, Map<String, String>>();
    part.node()
        .properties()
        .forEach(one -> all.put(one.getKey(), new Part(one.getValue()).textMap()));
    return all;
  }

  private Request.Circumstances circumstances(Part asked, Part context) {
    Function<String[], Optional<String>> either =
        names -> asked.text(names).or(() -> context.text(names));
    return new Request.Circumstances(
        asked.text("ip", "clientIPAddress", "remoteIPAddress"),
        asked.text("remoteIPAddress", "ip"),
        List.copyOf(asked.texts("forwardedAddresses")),
        either.apply(new String[] {"action"}),
        either.apply(new String[] {"clientType"}),
        either.apply(new String[] {"requestData"}),
        either.apply(new String[] {"sessionId"}),
        either.apply(new String[] {"clusterName"}),
        either.apply(new String[] {"clusterType"}),
        context.values(),
        together(context));
  }

  private Optional<List<Resource>> together(Part context) {
    var written = context.of("REQUESTED_RESOURCES", "resourcesTogether");
    if (!written.isThere()) {
      return Optional.empty();
    }
    var node = embedded(written.node());
    var all = new ArrayList<Resource>();
    (node.isArray() ? node : node.path("requestedResources"))
        .forEach(
            one -> {
              var elements = one.path("elements").isObject() ? one.path("elements") : one;
              all.add(new Resource(model, texts(new Part(elements).values()), ""));
            });
    return Optional.of(all);
  }

  private static Map<String, ElementScope> scopes(Part asked) {
    return asked.of("scopes", "resourceElementMatchingScopes").textMap().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> scope(entry.getValue())));
  }

  private static ElementScope scope(String text) {
    try {
      return ElementScope.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + text + "' is no scope of a level", e);
    }
  }
}
