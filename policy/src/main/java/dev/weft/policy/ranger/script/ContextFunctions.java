package dev.weft.policy.ranger.script;

import dev.weft.policy.ranger.script.Functions.Function;
import dev.weft.policy.rules.Tag;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What {@code ctx} can be asked. */
final class ContextFunctions {
  private final Map<String, Function> all = new HashMap<>();

  static Map<String, Function> all() {
    var functions = new ContextFunctions();
    functions.request();
    functions.tags();
    functions.dates();
    functions.lists();
    functions.questions();
    List.of("logDebug", "logInfo", "logWarn", "logError", "logFatal")
        .forEach(name -> functions.put(name, (scope, with) -> Nothing.UNDEFINED));
    return functions.all;
  }

  private void put(String name, Function function) {
    all.put(name, function);
  }

  private void request() {
    put("getUser", (scope, with) -> view(scope).asked().request().user());
    put("getUserGroups", (scope, with) -> view(scope).groupNames());
    put("getUserRoles", (scope, with) -> view(scope).roleNames());
    put("getAccessTime", (scope, with) -> view(scope).asked().moment());
    put("getAction", (scope, with) -> maybe(where(scope).action()));
    put("getClientIPAddress", (scope, with) -> maybe(where(scope).ip()));
    put("getClientType", (scope, with) -> maybe(where(scope).clientType()));
    put("getRequestData", (scope, with) -> maybe(where(scope).requestData()));
    put("getSessionId", (scope, with) -> maybe(where(scope).session()));
    put("isAccessTypeAny", (scope, with) -> view(scope).asked().request().access().equals("_any"));
    put(
        "isAccessTypeDelegatedAdmin",
        (scope, with) -> view(scope).asked().request().access().equals("_admin"));
    put("getResource", (scope, with) -> resource(scope));
    put("getResourceZone", (scope, with) -> zone(scope));
    put(
        "getResourceZones",
        (scope, with) -> List.copyOf(new TreeSet<>(view(scope).asked().zones())));
    put(
        "getRequestContextAttribute",
        (scope, with) ->
            maybe(
                Optional.ofNullable(where(scope).context().get(text(with, 0)))
                    .map(Object::toString)));
    put(
        "setResult",
        (scope, with) -> {
          scope.setResult(Values.isTrue(with.get(0)));
          return Nothing.UNDEFINED;
        });
    put("getResult", (scope, with) -> scope.result());
  }

  private void tags() {
    put("getCurrentTag", (scope, with) -> maybe(view(scope).asked().tag().map(TagView::new)));
    put("getCurrentTagType", (scope, with) -> maybe(view(scope).asked().tag().map(Tag::name)));
    put("getAllTagTypes", (scope, with) -> view(scope).tagNames());
    put("getTagAttributes", (scope, with) -> maybe(attributes(scope, text(with, 0))));
    put(
        "getTagAttributesForAllMatchingTags",
        (scope, with) -> named(scope, text(with, 0)).map(Tag::attributes).toList());
    put(
        "getAttributeNames",
        (scope, with) ->
            maybe(attributes(scope, text(with, 0)).map(its -> List.copyOf(its.keySet()))));
    put("getAttributeValue", (scope, with) -> maybe(attribute(scope, with)));
    put(
        "getAttributeValueForAllMatchingTags",
        (scope, with) ->
            named(scope, text(with, 0))
                .map(tag -> tag.attributes().get(text(with, 1)))
                .filter(java.util.Objects::nonNull)
                .sorted()
                .toList());
  }

  private void dates() {
    put("getAsDate", (scope, with) -> maybe(TagDates.parse(text(with, 0))));
    put(
        "getTagAttributeAsDate",
        (scope, with) -> maybe(attribute(scope, with).flatMap(TagDates::parse)));
    put(
        "isAccessedAfter",
        (scope, with) ->
            attribute(scope, with)
                .flatMap(TagDates::parse)
                .map(end -> !view(scope).asked().moment().isBefore(end))
                .orElse(true));
    put(
        "isAccessedBefore",
        (scope, with) ->
            attribute(scope, with)
                .flatMap(TagDates::parse)
                .map(end -> !view(scope).asked().moment().isAfter(end))
                .orElse(false));
    put(
        "isAccessTimeAfter",
        (scope, with) -> TimeRange.of(scope, text(with, 0), "", zoneOf(with, 1)).holds(scope));
    put(
        "isAccessTimeBefore",
        (scope, with) -> TimeRange.of(scope, "", text(with, 0), zoneOf(with, 1)).holds(scope));
    put(
        "isAccessTimeBetween",
        (scope, with) ->
            TimeRange.of(scope, text(with, 0), text(with, 1), zoneOf(with, 2)).holds(scope));
  }

  private void lists() {
    names("tagNames", scope -> view(scope).tagNames());
    names("tagAttrNames", scope -> view(scope).tagAttributeNames());
    names("ugNames", scope -> view(scope).groupNames());
    names("ugAttrNames", scope -> view(scope).groupAttributeNames());
    names("urNames", scope -> view(scope).roleNames());
    names("userAttrNames", scope -> new TreeSet<>(view(scope).userAttributes().keySet()));
    values("tagAttr", (scope, name) -> view(scope).tagAttribute(name));
    values("ugAttr", (scope, name) -> view(scope).groupAttribute(name));
    values("userAttr", ContextFunctions::userAttribute);
  }

  private static List<String> userAttribute(Scope scope, String name) {
    var value = view(scope).user().get(name);
    return value == null ? List.of() : List.of(value.toString());
  }

  private void names(String name, java.util.function.Function<Scope, Collection<String>> of) {
    put(name, (scope, with) -> Csv.plain(of.apply(scope), with));
    put(name + "Q", (scope, with) -> Csv.quoted(of.apply(scope), with));
    put(name + "Csv", (scope, with) -> Csv.plain(of.apply(scope), List.of()));
    put(name + "CsvQ", (scope, with) -> Csv.quoted(of.apply(scope), List.of()));
  }

  private void values(
      String name, java.util.function.BiFunction<Scope, String, Collection<String>> of) {
    put(name, (scope, with) -> Csv.plain(of.apply(scope, text(with, 0)), rest(with)));
    put(name + "Q", (scope, with) -> Csv.quoted(of.apply(scope, text(with, 0)), rest(with)));
    put(name + "Csv", (scope, with) -> Csv.plain(of.apply(scope, text(with, 0)), List.of()));
    put(name + "CsvQ", (scope, with) -> Csv.quoted(of.apply(scope, text(with, 0)), List.of()));
  }

  private void questions() {
    put("hasTag", (scope, with) -> view(scope).tags().containsKey(text(with, 0)));
    put("hasAnyTag", (scope, with) -> !view(scope).tags().isEmpty());
    put("hasUserAttr", (scope, with) -> view(scope).user().containsKey(text(with, 0)));
    put("hasUgAttr", (scope, with) -> !view(scope).groupAttribute(text(with, 0)).isEmpty());
    put("hasTagAttr", (scope, with) -> !view(scope).tagAttribute(text(with, 0)).isEmpty());
    put("isInGroup", (scope, with) -> view(scope).groupNames().contains(text(with, 0)));
    put("isInRole", (scope, with) -> view(scope).roleNames().contains(text(with, 0)));
    put("isInAnyGroup", (scope, with) -> !view(scope).groupNames().isEmpty());
    put("isInAnyRole", (scope, with) -> !view(scope).roleNames().isEmpty());
  }

  private static RequestView view(Scope scope) {
    return scope.request();
  }

  private static dev.weft.policy.rules.Request.Circumstances where(Scope scope) {
    return view(scope).asked().request().where();
  }

  private static Object resource(Scope scope) {
    var named = view(scope).asked().request().resource().named().values();
    return named.isEmpty()
        ? Nothing.NULL
        : String.join("/", named.stream().map(Object::toString).toList());
  }

  private static String zone(Scope scope) {
    var zones = view(scope).asked().zones();
    return zones.size() == 1 ? zones.iterator().next() : "";
  }

  private static java.util.stream.Stream<Tag> named(Scope scope, String type) {
    return view(scope).asked().tags().stream()
        .filter(tag -> tag.name().equals(type) && !tag.attributes().isEmpty());
  }

  private static Optional<Map<String, String>> attributes(Scope scope, String type) {
    return named(scope, type).map(Tag::attributes).findFirst();
  }

  /** Of the tag that is looked at, by name; or of a type of tag, by both names. */
  private static Optional<String> attribute(Scope scope, List<Object> with) {
    var its =
        with.size() > 1
            ? attributes(scope, text(with, 0))
            : view(scope).asked().tag().map(Tag::attributes);
    return its.map(all -> all.get(text(with, with.size() > 1 ? 1 : 0)));
  }

  private static Object maybe(Optional<?> value) {
    return value.isPresent() ? value.get() : Nothing.NULL;
  }

  private static String text(List<Object> with, int index) {
    return Values.text(with.get(index));
  }

  private static String zoneOf(List<Object> with, int index) {
    return with.size() > index && !Values.isNothing(with.get(index)) ? text(with, index) : "";
  }

  private static List<Object> rest(List<Object> with) {
    return with.subList(1, with.size());
  }
}
