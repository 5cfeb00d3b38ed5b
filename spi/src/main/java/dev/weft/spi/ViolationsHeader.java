package dev.weft.spi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.spi.RecordCheck.Violation;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * How a record in quarantine says which promises of the contract it broke: a header with a JSON
 * array of {@link Violation}s, as many as fit. Only a contract's check writes it, whose sentences
 * quote no value; other reasons, such as a processor's failure, have none.
 */
public final class ViolationsHeader {
  public static final String NAME = "weft.violations";
  private static final int BYTES_MAX = 2_000;

  private ViolationsHeader() {}

  /** At most 2000 bytes; those that do not fit are left out. */
  public static byte[] bytes(List<Violation> violations) {
    var kept = new ArrayList<Violation>();
    var bytes = Json.bytes(kept);
    for (var violation : violations) {
      kept.add(violation);
      var longer = Json.bytes(kept);
      if (longer.length > BYTES_MAX) {
        return bytes;
      }
      bytes = longer;
    }
    return bytes;
  }

  /** Empty for what is no such header. */
  public static List<Violation> parse(byte[] header) {
    try {
      return Json.parse(header)
          .valueStream()
          .map(each -> new Violation(text(each, "path"), text(each, "rule"), text(each, "message")))
          .toList();
    } catch (UncheckedIOException e) {
      return List.of();
    }
  }

  private static String text(JsonNode violation, String key) {
    return violation.path(key).asText("");
  }
}
