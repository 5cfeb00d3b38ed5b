package dev.weft.policy.ranger.script;

import dev.weft.policy.rules.Asked;
import dev.weft.policy.rules.Tag;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The request as scripts see it: the variables that Ranger sets up for them. */
final class RequestView {
  private static final String NAME = "_name";

  private final Asked asked;
  private final ZoneId host;
  private Map<String, Object> tags;

  RequestView(Asked asked, ZoneId host) {
    this.asked = asked;
    this.host = host;
  }

  Asked asked() {
    return asked;
  }

  /** The time zone in which times without one are meant. */
  ZoneId host() {
    return host;
  }

  Optional<Object> variable(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "USER" -> user();
          case "UG" -> groups();
          case "UGNAMES" -> groupNames();
          case "URNAMES" -> roleNames();
          case "UGA" -> groupValues();
          case "TAG" -> asked.tag().map(RequestView::view).orElse(Map.of());
          case "TAGS" -> tags();
          case "TAGNAMES" -> tagNames();
          case "REQ" -> request();
          case "RES" -> resource();
          case "tag" -> asked.tag().map(tag -> (Object) new TagView(tag)).orElse(Nothing.NULL);
          case "tagAttr" -> asked.tag().map(tag -> (Object) tag.attributes()).orElse(Map.of());
          default -> null;
        });
  }

  Map<String, Object> user() {
    var all = new LinkedHashMap<String, Object>(userAttributes());
    all.put(NAME, asked.request().user());
    return all;
  }

  Map<String, String> userAttributes() {
    return asked.attributes().ofUser(asked.request().user());
  }

  List<String> groupNames() {
    return List.copyOf(new TreeSet<>(asked.request().groups()));
  }

  List<String> roleNames() {
    return List.copyOf(new TreeSet<>(asked.roles()));
  }

  Map<String, String> groupAttributes(String group) {
    return asked.attributes().ofGroup(group);
  }

  private Map<String, Object> groups() {
    var all = new LinkedHashMap<String, Object>();
    groupNames().forEach(group -> all.put(group, named(group)));
    return all;
  }

  private Map<String, String> named(String group) {
    var its = new LinkedHashMap<>(groupAttributes(group));
    its.put(NAME, group);
    return its;
  }

  /** Attributes over all groups: the first value, and all values. */
  private Map<String, Object> groupValues() {
    var first = new LinkedHashMap<String, Object>();
    var many = new LinkedHashMap<String, List<String>>();
    for (var group : groupNames()) {
      named(group)
          .forEach(
              (name, value) -> {
                first.putIfAbsent(name, value);
                many.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
              });
    }
    return Map.of("sVal", first, "mVal", many);
  }

  Map<String, Object> tags() {
    if (tags == null) {
      tags = new LinkedHashMap<>();
      asked.tags().forEach(tag -> tags.put(tag.name(), view(tag)));
    }
    return tags;
  }

  List<String> tagNames() {
    return List.copyOf(new TreeSet<>(tags().keySet()));
  }

  private static Map<String, Object> view(Tag tag) {
    var all = new LinkedHashMap<String, Object>(tag.attributes());
    all.put("_type", tag.name());
    all.put("_matchType", tag.match().name());
    return all;
  }

  private Map<String, Object> resource() {
    var request = asked.request();
    var all = new LinkedHashMap<String, Object>();
    asked
        .tag()
        .ifPresentOrElse(
            tag -> all.put("tag", tag.name()), () -> all.putAll(request.resource().named()));
    if (!request.resource().owner().isEmpty()) {
      all.put("_ownerUser", request.resource().owner());
    }
    return all;
  }

  private Map<String, Object> request() {
    var all = new LinkedHashMap<String, Object>();
    var request = asked.request();
    var where = request.where();
    all.put("accessTime", (double) asked.moment().toEpochMilli());
    all.put("accessType", request.access());
    where.action().ifPresent(value -> all.put("action", value));
    where.ip().ifPresent(value -> all.put("clientIPAddress", value));
    where.clientType().ifPresent(value -> all.put("clientType", value));
    where.cluster().ifPresent(value -> all.put("clusterName", value));
    where.clusterType().ifPresent(value -> all.put("clusterType", value));
    all.put("forwardedAddresses", where.forwarded());
    where.remoteIp().ifPresent(value -> all.put("remoteIPAddress", value));
    where.requestData().ifPresent(value -> all.put("requestData", value));
    all.put("resource", resource());
    all.put("resourceMatchingScope", request.descendantsToo() ? "SELF_OR_DESCENDANTS" : "SELF");
    all.put("user", request.user());
    all.put("userGroups", groupNames());
    all.put("userRoles", roleNames());
    all.put("userAttributes", user());
    all.put("userGroupAttributes", groups());
    all.put("uga", groupValues());
    return all;
  }

  /** The values of an attribute over all the user's groups. */
  List<String> groupAttribute(String name) {
    return groupNames().stream()
        .map(group -> named(group).get(name))
        .filter(java.util.Objects::nonNull)
        .toList();
  }

  /** The values of an attribute over all tags, sorted. */
  List<String> tagAttribute(String name) {
    return asked.tags().stream()
        .map(tag -> tag.attributes().get(name))
        .filter(java.util.Objects::nonNull)
        .sorted()
        .toList();
  }

  Collection<String> groupAttributeNames() {
    var names = new TreeSet<String>();
    groupNames().forEach(group -> names.addAll(groupAttributes(group).keySet()));
    names.remove(NAME);
    return names;
  }

  Collection<String> tagAttributeNames() {
    var names = new TreeSet<String>();
    asked.tags().forEach(tag -> names.addAll(tag.attributes().keySet()));
    return names;
  }
}
