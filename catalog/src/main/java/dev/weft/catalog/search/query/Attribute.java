package dev.weft.catalog.search.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Something that a question may ask of a kind of thing. */
public record Attribute(String name, Type type) {

  /** What its values are, and so how they compare. */
  public enum Type {
    /** Names: compared without regard to case, and in the order of their letters. */
    TEXT("a text"),
    /** Sentences, of which one asks whether they contain words. */
    PROSE("sentences"),
    NUMBER("a whole number"),
    /** Kept as the whole number that Lucene sorts alike. */
    DECIMAL("a number"),
    /** Moments: {@code '2026-11-28'} or {@code '2026-11-28T10:00:00Z'}. */
    TIME("a time");

    private final String words;

    Type(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** Whether it is kept as a number. */
  public boolean isNumber() {
    return type == Type.NUMBER || type == Type.DECIMAL || type == Type.TIME;
  }

  /** The kinds of things that can be asked for, as the index names them. */
  public static final Set<String> KINDS =
      Set.of(
          "product",
          "port",
          "field",
          "contract",
          "flow",
          "query",
          "function",
          "term",
          "domain",
          "table");

  private static final Map<String, Type> OF_ALL =
      Map.of(
          "name", Type.TEXT,
          "title", Type.TEXT,
          "kind", Type.TEXT,
          "description", Type.PROSE,
          "domain", Type.TEXT,
          "owner", Type.TEXT,
          "tag", Type.TEXT,
          "changed", Type.TIME);

  private static final List<String> OF_A_PRODUCT =
      List.of(
          "product",
          "product.name",
          "product.title",
          "product.domain",
          "product.owner",
          "product.tag",
          "product.status");

  private static final Map<String, List<String>> OF_KIND =
      Map.of(
          "product", List.of("status", "version", "steward", "port", "field", "visibility"),
          "port", joined(OF_A_PRODUCT, "status", "version", "format", "field"),
          "field", joined(OF_A_PRODUCT, "type", "port", "port.tag", "port.format"),
          "contract", joined(OF_A_PRODUCT, "status", "version", "format", "field"),
          "flow", OF_A_PRODUCT,
          "query", OF_A_PRODUCT,
          "function", OF_A_PRODUCT,
          "term", List.of("status"),
          "domain", List.of("steward"),
          "table", joined(OF_A_PRODUCT, "status", "field"));

  private static final Set<String> WITH_FIELDS = Set.of("product", "port", "contract", "table");

  /** Of products: custom properties, whatever an organisation calls them. */
  private static final String PROPERTY = "property.";

  /** Attributes that an organisation has of its own: its business metadata. */
  public interface Own {
    Own NONE =
        new Own() {
          @Override
          public Optional<Attribute> find(Set<String> kinds, String name) {
            return Optional.empty();
          }

          @Override
          public Set<String> names(Set<String> kinds) {
            return Set.of();
          }
        };

    /** All that each of these kinds has. */
    Set<String> names(Set<String> kinds);

    /**
     * The attribute of that name.
     *
     * @param name in lower case, such as {@code risk.criticality}
     */
    Optional<Attribute> find(Set<String> kinds, String name);
  }

  /** The attribute of that name which each of the kinds has. */
  static Optional<Attribute> find(Set<String> kinds, String name) {
    if (OF_ALL.containsKey(name)) {
      return Optional.of(new Attribute(name, OF_ALL.get(name)));
    }
    if (name.equals("fields") && WITH_FIELDS.containsAll(kinds)) {
      return Optional.of(new Attribute(name, Type.NUMBER));
    }
    if (name.startsWith(PROPERTY)
        && name.length() > PROPERTY.length()
        && kinds.equals(Set.of("product"))) {
      return Optional.of(new Attribute(name, Type.TEXT));
    }
    return kinds.stream().allMatch(kind -> OF_KIND.get(kind).contains(name))
        ? Optional.of(new Attribute(canonical(name), Type.TEXT))
        : Optional.empty();
  }

  /** The names of all that can be asked of each of these kinds. */
  static Set<String> names(Set<String> kinds) {
    var names = new TreeSet<>(OF_ALL.keySet());
    if (WITH_FIELDS.containsAll(kinds)) {
      names.add("fields");
    }
    if (kinds.equals(Set.of("product"))) {
      names.add("property.NAME");
    }
    var own = new TreeSet<>(OF_KIND.get(kinds.iterator().next()));
    kinds.forEach(kind -> own.retainAll(OF_KIND.get(kind)));
    names.addAll(own);
    return names;
  }

  /** What belongs to a product has the product's domain and owners for its own. */
  private static String canonical(String name) {
    return switch (name) {
      case "product.name" -> "product";
      case "product.domain" -> "domain";
      case "product.owner" -> "owner";
      default -> name;
    };
  }

  private static List<String> joined(List<String> some, String... others) {
    var all = new ArrayList<>(some);
    all.addAll(List.of(others));
    return List.copyOf(all);
  }
}
