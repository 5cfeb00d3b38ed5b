package dev.weft.policy;

import dev.weft.model.PolicySpec.Principals;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The policies that may hide a field by a tag, found by whom their rules name: they matter to every
 * port that has a field which nobody has classified, so there may be thousands. Not safe for
 * threads.
 */
final class HidingByTag {
  private static final String ANYBODY = "*";
  private static final Comparator<CompiledPolicy> BY_NAME =
      Comparator.comparing(CompiledPolicy::name);

  private final Map<String, Map<String, CompiledPolicy>> byNamed = new HashMap<>();

  void add(CompiledPolicy policy) {
    named(policy)
        .forEach(
            who -> byNamed.computeIfAbsent(who, any -> new TreeMap<>()).put(policy.name(), policy));
  }

  void remove(CompiledPolicy policy) {
    named(policy)
        .forEach(
            who ->
                byNamed.computeIfPresent(
                    who,
                    (any, all) -> {
                      all.remove(policy.name());
                      return all.isEmpty() ? null : all;
                    }));
  }

  /** Those that may name the reader, by name. */
  Collection<CompiledPolicy> naming(Reader reader) {
    var keys = new ArrayList<String>(List.of(ANYBODY));
    keys.add(reader.id().type().name().toLowerCase(Locale.ROOT) + ":" + reader.id().name());
    reader.groups().forEach(group -> keys.add("group:" + group));
    reader.roles().forEach(role -> keys.add("role:" + role));
    var all = new HashSet<CompiledPolicy>();
    keys.forEach(key -> all.addAll(byNamed.getOrDefault(key, Map.of()).values()));
    return all.stream().sorted(BY_NAME).toList();
  }

  /** Owner and steward depend on the port, so rules for them may name anybody. */
  private static Set<String> named(CompiledPolicy policy) {
    var keys = new HashSet<String>();
    if (policy.deniesOthers()) {
      keys.add(ANYBODY);
    }
    for (var rule : policy.spec().rules()) {
      var who = rule.principals();
      if (who.everyone() || who.owner() || namesRoleOfAPort(who)) {
        keys.add(ANYBODY);
      }
      who.users().forEach(user -> keys.add("user:" + user));
      who.groups().forEach(group -> keys.add("group:" + group));
      who.roles().forEach(role -> keys.add("role:" + role));
      who.agents().forEach(agent -> keys.add("agent:" + agent));
      who.products().forEach(product -> keys.add("product:" + product));
    }
    return keys;
  }

  private static boolean namesRoleOfAPort(Principals who) {
    return who.roles().contains("owner") || who.roles().contains("steward");
  }
}
