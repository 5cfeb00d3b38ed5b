package dev.weft.policy;

import dev.weft.policy.cel.FieldPath;
import dev.weft.policy.cel.Formula;
import dev.weft.policy.cel.Scope;
import dev.weft.spi.RowFilter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The row filters of one reader on one port: a record passes if it passes all of them.
 *
 * @param user what expressions see as {@code user}
 */
record UserFilter(List<Formula> conditions, Map<String, Object> user) implements RowFilter {
  UserFilter {
    conditions = List.copyOf(conditions);
  }

  @Override
  public Set<String> fields() {
    var all = new TreeSet<String>();
    conditions.forEach(condition -> all.addAll(condition.fields().paths()));
    return all;
  }

  @Override
  public boolean passes(Values values) {
    for (var condition : conditions) {
      if (!condition.isTrue(new ValuesScope(values, condition.fields().paths(), user))) {
        return false;
      }
    }
    return true;
  }

  /** Several expressions are shown joined by {@code &&}, each in brackets. */
  @Override
  public String text() {
    return conditions.size() == 1
        ? conditions.get(0).text()
        : String.join(" && ", conditions.stream().map(c -> "(" + c.text() + ")").toList());
  }

  private record ValuesScope(Values values, Set<String> paths, Map<String, Object> other)
      implements Scope {
    @Override
    public Object field(FieldPath path) {
      var value = values.get(path.dotted());
      return value == Values.MISSING ? Scope.MISSING : value;
    }

    /** A record of just the fields that the expression names, each below its parents. */
    @Override
    public Map<String, Object> record() {
      var record = new LinkedHashMap<String, Object>();
      new TreeSet<>(paths).forEach(path -> place(record, path));
      return record;
    }

    @SuppressWarnings("unchecked")
    private void place(Map<String, Object> record, String path) {
      var names = path.split("\\.");
      var at = record;
      for (var i = 0; i < names.length - 1; i++) {
        if (paths.contains(String.join(".", List.of(names).subList(0, i + 1)))) {
          return;
        }
        var inner = at.computeIfAbsent(names[i], name -> new LinkedHashMap<String, Object>());
        at = (Map<String, Object>) inner;
      }
      var value = values.get(path);
      if (value != Values.MISSING) {
        at.put(names[names.length - 1], value);
      }
    }
  }
}
