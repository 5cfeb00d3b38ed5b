package dev.weft.spi.flow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which fields of what a processor emits come from which fields of what it takes. Fields are dotted
 * paths; the elements of an array have the array's path.
 *
 * <p>A map may name too many sources of a field, never too few: tags travel along it.
 *
 * @param known false for a processor of which nothing is known: any field may come from any
 * @param others whether fields that are not named pass as they are
 * @param made a field that it makes to what it is made of; the field {@value #ANY} stands for every
 *     one, to which this is added
 * @param dropped fields that do not pass
 * @param separator what stands in names where objects had been, instead of dots; empty when objects
 *     stay
 */
public record FieldMap(
    boolean known, boolean others, Map<String, Made> made, Set<String> dropped, String separator) {
  /** Any field. */
  public static final String ANY = "*";

  /** All fields pass as they are. */
  public static final FieldMap SAME = new FieldMap(true, true, Map.of(), Set.of(), "");

  /** Nobody knows: any field may come from any of its inputs. */
  public static final FieldMap OPAQUE = new FieldMap(false, false, Map.of(), Set.of(), "");

  public FieldMap {
    made = Map.copyOf(made);
    dropped = Set.copyOf(dropped);
  }

  /** How a field comes from another. */
  public enum How {
    /** The same value. */
    COPIED,
    /** Computed from it, perhaps with others. */
    DERIVED,
    /** Computed so that the value cannot be seen: a hash, a mask. */
    HIDDEN,
    /** Not known whether it does. */
    UNKNOWN;

    /** How a field comes from another over a step between. */
    public How then(How next) {
      return compareTo(next) > 0 ? this : next;
    }

    /** How a field comes from another by two ways at once: hidden only if both hide it. */
    public How beside(How other) {
      if (this == HIDDEN || other == HIDDEN) {
        return this == HIDDEN ? other : this;
      }
      return then(other);
    }
  }

  /** What a field is made of. */
  public record Made(Set<String> from, How how) {
    public Made {
      from = Set.copyOf(from);
    }

    public static Made copyOf(String field) {
      return new Made(Set.of(field), How.COPIED);
    }
  }

  /** One field that another comes from; {@value FieldMap#ANY} for any. */
  public record From(String field, How how) {}

  /** Only these fields, under other names perhaps. */
  public static FieldMap only(Map<String, Made> made) {
    return new FieldMap(true, false, made, Set.of(), "");
  }

  /** These fields anew, all others as they are. */
  public static FieldMap with(Map<String, Made> made, Set<String> dropped) {
    return new FieldMap(true, true, made, dropped, "");
  }

  /** What an emitted field comes from; empty for one that it makes of nothing. */
  public List<From> of(String field) {
    if (!known) {
      return List.of(new From(ANY, How.UNKNOWN));
    }
    var found = new LinkedHashMap<String, How>();
    var whole = false;
    for (var each : made.entrySet()) {
      whole |= of(field, each.getKey(), each.getValue(), found);
    }
    if (others && !whole && !isBelow(dropped, field)) {
      add(found, field, How.COPIED);
      if (!separator.isEmpty() && !separator.equals(".")) {
        add(found, field.replace(separator, "."), How.COPIED);
      }
    }
    var all = new ArrayList<From>();
    found.forEach((from, how) -> all.add(new From(from, how)));
    return all;
  }

  /** Adds what one made field contributes; whether that is all that the field consists of. */
  private static boolean of(String field, String name, Made made, Map<String, How> found) {
    if (name.equals(ANY)) {
      made.from().forEach(from -> add(found, below(from, field, made.how()), made.how()));
      return false;
    }
    if (field.equals(ANY) || isPart(name, field)) {
      made.from().forEach(from -> add(found, from, made.how()));
      return false;
    }
    if (field.equals(name) || isPart(field, name)) {
      var rest = field.substring(name.length());
      var copied = made.how() == How.COPIED;
      made.from()
          .forEach(
              from -> add(found, copied && !from.equals(ANY) ? from + rest : from, made.how()));
      return true;
    }
    return false;
  }

  private static String below(String from, String field, How how) {
    return how == How.COPIED && !from.equals(ANY) && !field.equals(ANY) ? from + "." + field : from;
  }

  private static void add(Map<String, How> found, String field, How how) {
    found.merge(field, how, How::beside);
  }

  /**
   * The other way round: what an incoming field goes into, and how; {@value #ANY} for any. A way
   * that hides it is told beside one that does not.
   */
  public List<From> leadsTo(String field) {
    if (!known) {
      return List.of(new From(ANY, How.UNKNOWN));
    }
    var found = new ArrayList<From>();
    made.forEach(
        (name, its) ->
            its.from().stream()
                .filter(from -> overlap(from, field))
                .forEach(from -> found.add(new From(into(name, from, field, its), its.how()))));
    if (others && !isOverwritten(field) && !isBelow(dropped, field)) {
      found.add(new From(field, How.COPIED));
      if (!separator.isEmpty() && !separator.equals(".")) {
        found.add(new From(field.replace(".", separator), How.COPIED));
      }
    }
    return found;
  }

  private static String into(String name, String from, String field, Made its) {
    var inside = its.how() == How.COPIED && !from.equals(ANY) && isPart(field, from);
    var rest = inside ? field.substring(from.length() + 1) : "";
    if (name.equals(ANY)) {
      return inside ? rest : ANY;
    }
    return inside ? name + "." + rest : name;
  }

  /** Whether something of the one may be in the other. */
  private static boolean overlap(String one, String other) {
    return one.equals(ANY)
        || other.equals(ANY)
        || one.equals(other)
        || isPart(one, other)
        || isPart(other, one);
  }

  private boolean isOverwritten(String field) {
    return made.keySet().stream()
        .anyMatch(name -> !name.equals(ANY) && (field.equals(name) || isPart(field, name)));
  }

  private static boolean isBelow(Set<String> names, String field) {
    return names.stream().anyMatch(name -> field.equals(name) || isPart(field, name));
  }

  private static boolean isPart(String field, String of) {
    return field.startsWith(of + ".");
  }
}
