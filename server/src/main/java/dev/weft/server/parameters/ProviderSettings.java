package dev.weft.server.parameters;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What the operator of a server lets parameter contexts read of it, by whose context it is: {@code
 * parameters.environment.product.orders = ORDERS_} and {@code parameters.files.domain.shop =
 * /run/secrets/shop}. Nothing by default.
 *
 * @param prefixesByOwner {@code product.NAME} or {@code domain.NAME} to what names of variables
 *     begin with
 * @param foldersByOwner the same to a folder
 */
public record ProviderSettings(
    Map<String, List<String>> prefixesByOwner, Map<String, Path> foldersByOwner) {
  public static final ProviderSettings NOTHING = new ProviderSettings(Map.of(), Map.of());

  static final String ENVIRONMENT = "parameters.environment.";
  static final String FILES = "parameters.files.";
  private static final Pattern OWNER = Pattern.compile("(product|domain)\\.[A-Za-z0-9._-]+");
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  public ProviderSettings {
    prefixesByOwner = Map.copyOf(prefixesByOwner);
    foldersByOwner = Map.copyOf(foldersByOwner);
  }

  /** Whether a key of the server's settings is about this. */
  public static boolean isKey(String key) {
    return List.of(ENVIRONMENT, FILES).stream()
        .anyMatch(
            start ->
                key.startsWith(start) && OWNER.matcher(key.substring(start.length())).matches());
  }

  /** Reads the keys that are about this; what is wrong is added to the problems. */
  public static ProviderSettings parse(Map<String, String> values, List<Problem> problems) {
    var prefixes = new TreeMap<String, List<String>>();
    var folders = new TreeMap<String, Path>();
    values.forEach(
        (key, value) -> {
          if (isKey(key) && key.startsWith(ENVIRONMENT)) {
            prefixes.put(key.substring(ENVIRONMENT.length()), prefixes(key, value, problems));
          } else if (isKey(key)) {
            folders.put(key.substring(FILES.length()), Path.of(value).toAbsolutePath());
          }
        });
    return new ProviderSettings(prefixes, folders);
  }

  private static List<String> prefixes(String key, String value, List<Problem> problems) {
    var all = Arrays.stream(value.split(",")).map(String::strip).toList();
    if (!all.stream().allMatch(one -> PREFIX.matcher(one).matches())) {
      problems.add(
          Problem.input(
              "bad-prefix",
              Place.field(key),
              "'" + value + "' is not what names of variables begin with.",
              "Write one or several with commas between them, such as SHOP_."));
      return List.of();
    }
    return all;
  }

  List<String> prefixes(String owner) {
    return prefixesByOwner.getOrDefault(owner, List.of());
  }

  Optional<Path> folder(String owner) {
    return Optional.ofNullable(foldersByOwner.get(owner));
  }
}
