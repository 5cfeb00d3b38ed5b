package dev.weft.registry.schema;

import com.google.re2j.Pattern;
import dev.weft.model.SchemaMetadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which fields have which tags: those that the schema's text gives them ({@code confluent:tags}),
 * and those of its metadata, whose keys are paths in which {@code *} stands for one name and {@code
 * **} for several. A path may begin with the name of the record, as Confluent's do; in doubt more
 * fields have the tag.
 */
final class TaggedFields {
  private TaggedFields() {}

  static Map<String, Set<String>> of(SchemaMetadata metadata, List<SchemaField> fields) {
    Map<String, Set<String>> tags = new LinkedHashMap<>();
    for (var field : fields) {
      var found = new TreeSet<>(field.tags());
      metadata
          .tags()
          .forEach(
              (key, words) -> {
                if (isAbout(key, field.path())) {
                  found.addAll(words);
                }
              });
      if (!found.isEmpty()) {
        tags.put(field.path(), Set.copyOf(found));
      }
    }
    return Map.copyOf(tags);
  }

  private static boolean isAbout(String key, String path) {
    if (!key.contains("*")) {
      return key.equals(path) || key.endsWith("." + path);
    }
    return pattern(key).matcher(path).matches() || pattern(key).matcher("record." + path).matches();
  }

  private static Pattern pattern(String key) {
    var out = new StringBuilder();
    for (int i = 0; i < key.length(); i++) {
      if (key.startsWith("**.", i)) {
        out.append("(?:.*\\.)?");
        i += 2;
      } else if (key.startsWith("**", i)) {
        out.append(".*");
        i++;
      } else if (key.charAt(i) == '*') {
        out.append("[^.]*");
      } else {
        out.append(Pattern.quote(String.valueOf(key.charAt(i))));
      }
    }
    return Pattern.compile(out.toString());
  }
}
