package dev.weft.catalog.erasure;

import dev.weft.model.PortName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * In which fields of which ports a person's key stands: where somebody who answers for the data has
 * said so by the tag {@code subject.KIND}, and wherever flows and jobs copy such a field to. A pure
 * function.
 *
 * <p>A tag that came along a flow which computes, hashes, or says nothing of what it does is not
 * enough: whoever looks for the key 5 in such a field may find somebody else's five.
 */
public final class SubjectFields {
  /** The tag of a field that holds the key of a person of this kind begins so. */
  public static final String TAG = "subject.";

  private SubjectFields() {}

  /** One field of a port. */
  public record Field(PortName port, String path) {
    @Override
    public String toString() {
      return port + "." + path;
    }
  }

  /** A field that another comes from. */
  public record From(Field field, boolean copied) {}

  /**
   * What is known of a field.
   *
   * @param said the kinds of person whose key it holds, as people have said
   * @param guessed the same as a classifier or the way along flows suggests
   */
  public record Known(Field field, Set<String> said, Set<String> guessed, List<From> from) {}

  /**
   * The fields of a port.
   *
   * @param certain hold the key
   * @param unsure may hold it; somebody has to say
   */
  public record Holding(Set<String> certain, Set<String> unsure) {}

  /** Of one kind of person; {@code named} are taken to hold the key, whatever is said of them. */
  public static Map<PortName, Holding> of(
      String kind, Collection<Field> named, Collection<Known> known) {
    var certain = new LinkedHashSet<>(named);
    known.stream()
        .filter(one -> one.said().contains(kind))
        .forEach(one -> certain.add(one.field()));
    spread(certain, known);
    var all = new TreeMap<PortName, Holding>();
    certain.forEach(field -> holding(all, field).certain().add(field.path()));
    for (var one : known) {
      var comesFromIt = one.from().stream().anyMatch(from -> certain.contains(from.field()));
      var maybe = one.guessed().contains(kind) || comesFromIt;
      if (maybe && !certain.contains(one.field())) {
        holding(all, one.field()).unsure().add(one.field().path());
      }
    }
    return all;
  }

  /** The kinds of person that fields are said to hold keys of. */
  public static Set<String> kinds(Collection<Known> known) {
    var kinds = new TreeSet<String>();
    known.forEach(one -> kinds.addAll(one.said()));
    return kinds;
  }

  private static void spread(Set<Field> certain, Collection<Known> known) {
    Map<Field, List<Field>> next = new HashMap<>();
    for (var one : known) {
      one.from().stream()
          .filter(From::copied)
          .forEach(
              from ->
                  next.computeIfAbsent(from.field(), none -> new ArrayList<>()).add(one.field()));
    }
    var open = new ArrayList<>(certain);
    for (var i = 0; i < open.size(); i++) {
      next.getOrDefault(open.get(i), List.of()).stream().filter(certain::add).forEach(open::add);
    }
  }

  private static Holding holding(Map<PortName, Holding> all, Field field) {
    return all.computeIfAbsent(field.port(), none -> new Holding(new TreeSet<>(), new TreeSet<>()));
  }
}
