package dev.weft.catalog.erasure;

import dev.weft.model.ErasurePlan.Scope;
import dev.weft.model.ErasurePlan.Way;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * What of a plan must be the same when it is applied: whose records, in which fields of which
 * topics, and of those that are removed by an act exactly which. What goes by itself may go
 * meanwhile, so it does not count. SHA-256, in hex.
 */
public final class PlanHash {
  private PlanHash() {}

  /**
   * A place with what would be removed there.
   *
   * @param spots which records, such as {@code partition/offset}; only those removed by an act
   */
  public record Part(String name, List<String> fields, Way way, List<String> spots) {
    boolean isActedOn() {
      return way == Way.TOMBSTONE || way == Way.SHRED;
    }
  }

  public static String of(Scope scope, List<Part> parts) {
    var digest = sha256();
    add(digest, scope.subject(), scope.of(), scope.domain(), "" + scope.derived());
    add(digest, scope.fields());
    parts.stream()
        .filter(Part::isActedOn)
        .sorted(Comparator.comparing(Part::name))
        .forEach(
            part -> {
              add(digest, part.name(), part.way().name());
              add(digest, part.fields());
              add(digest, part.spots());
            });
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, List<String> words) {
    add(digest, "" + words.size());
    add(digest, words.toArray(String[]::new));
  }

  /** With its length before it, so that no two lists of words look alike. */
  private static void add(MessageDigest digest, String... words) {
    for (var word : words) {
      var bytes = word.getBytes(StandardCharsets.UTF_8);
      digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
      digest.update(bytes);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
