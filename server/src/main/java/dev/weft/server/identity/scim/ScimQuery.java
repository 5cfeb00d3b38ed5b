package dev.weft.server.identity.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which resources are asked for, and what of them.
 *
 * @param from the first of them, counted from 1
 * @param count so many at most
 * @param only names of attributes to be shown; empty: all
 * @param without names of attributes to be left out
 * @param order in which they come
 */
public record ScimQuery(
    ScimFilter filter,
    int from,
    int count,
    Set<String> only,
    Set<String> without,
    ScimOrder order) {
  private static final int COUNT = 100;
  private static final int COUNT_MAX = 500;
  private static final Set<String> ALWAYS = Set.of("schemas", "id", "meta");

  /** Reads the parameters of an address; each may be empty. */
  public static ScimQuery of(
      String filter,
      String startIndex,
      String count,
      String attributes,
      String excluded,
      ScimOrder order) {
    return new ScimQuery(
        filter.isBlank() ? ScimFilter.ANY : ScimFilter.parse(filter),
        Math.max(1, number(startIndex, 1)),
        Math.max(0, Math.min(COUNT_MAX, number(count, COUNT))),
        names(attributes),
        names(excluded),
        order);
  }

  private static int number(String text, int otherwise) {
    if (text.isBlank()) {
      return otherwise;
    }
    if (!text.matches("-?\\d{1,9}")) {
      throw Scim.wrong("invalidValue", "'" + text + "' is no number.");
    }
    return Integer.parseInt(text);
  }

  private static Set<String> names(String text) {
    return text.isBlank()
        ? Set.of()
        : Set.copyOf(
            List.of(text.toLowerCase(Locale.ROOT).strip().split("\\s*,\\s*")).stream()
                .map(name -> name.substring(name.lastIndexOf(':') + 1))
                .map(name -> name.replaceFirst("\\..*", ""))
                .toList());
  }

  /** The page of those that fit. */
  ObjectNode page(List<ObjectNode> all) {
    var fitting = all.stream().filter(filter::fits).sorted(order).toList();
    var page = fitting.stream().skip(from - 1L).limit(count).toList();
    var answer = Json.object();
    answer.putArray("schemas").add(Scim.LIST);
    answer.put("totalResults", fitting.size()).put("startIndex", from);
    answer.put("itemsPerPage", page.size());
    var resources = answer.putArray("Resources");
    page.forEach(one -> resources.add(part(one)));
    return answer;
  }

  /** What of a resource is wanted. */
  JsonNode part(ObjectNode resource) {
    if (only.isEmpty() && without.isEmpty()) {
      return resource;
    }
    var part = Json.object();
    resource
        .properties()
        .forEach(
            one -> {
              var name = one.getKey().toLowerCase(Locale.ROOT);
              var isWanted = only.isEmpty() ? !without.contains(name) : only.contains(name);
              if (isWanted || ALWAYS.contains(name)) {
                part.set(one.getKey(), one.getValue());
              }
            });
    return part;
  }
}
