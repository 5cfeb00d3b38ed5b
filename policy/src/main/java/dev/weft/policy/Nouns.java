package dev.weft.policy;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** Documents that are read, by what they are and their name. Immutable. */
final class Nouns {
  static final Nouns NONE = new Nouns(HashTreePMap.empty());

  private final PMap<Class<?>, PMap<String, Object>> byType;

  private Nouns(PMap<Class<?>, PMap<String, Object>> byType) {
    this.byType = byType;
  }

  /** The same with this one; without any of the name when there is none. */
  Nouns with(Class<?> type, String name, Optional<?> noun) {
    var before = byType.getOrDefault(type, HashTreePMap.empty());
    var after = noun.isPresent() ? before.plus(name, type.cast(noun.get())) : before.minus(name);
    return new Nouns(byType.plus(type, after));
  }

  <T> Optional<T> get(Class<T> type, String name) {
    return Optional.ofNullable(all(type).get(name));
  }

  <T> Collection<T> every(Class<T> type) {
    return all(type).values();
  }

  /** All of a type; the same object as long as none of them changes. */
  @SuppressWarnings("unchecked") // with() lets nothing else in
  <T> Map<String, T> all(Class<T> type) {
    return (Map<String, T>) byType.getOrDefault(type, HashTreePMap.empty());
  }
}
