package dev.weft.spi.flow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The files or objects that a source has listed already, as 64 bits each of a hash over name, size
 * and time of change. A time alone would not do: files that are moved in keep their old time.
 *
 * @param listed how many files were listed in all, for their positions
 */
public record SeenFiles(Set<Long> prints, long listed) {

  public static SeenFiles of(Optional<JsonNode> json) {
    var prints = new HashSet<Long>();
    var listed = 0L;
    if (json.isPresent()) {
      var bytes = ByteBuffer.wrap(Base64.getDecoder().decode(json.get().path("files").asText()));
      while (bytes.remaining() >= Long.BYTES) {
        prints.add(bytes.getLong());
      }
      listed = json.get().path("listed").asLong();
    }
    return new SeenFiles(prints, listed);
  }

  public JsonNode json() {
    var sorted = prints.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    var bytes = ByteBuffer.allocate(sorted.length * Long.BYTES);
    for (var print : sorted) {
      bytes.putLong(print);
    }
    return Json.object()
        .put("files", Base64.getEncoder().encodeToString(bytes.array()))
        .put("listed", listed);
  }

  /** With these listed too, and without those that are gone from the directory. */
  public SeenFiles plus(Collection<Long> more, Set<Long> present) {
    var all = new HashSet<>(prints);
    all.retainAll(present);
    all.addAll(more);
    return new SeenFiles(all, listed + more.size());
  }

  public static long print(String name, long size, long changedMillis) {
    try {
      var text = name + '\0' + size + '\0' + changedMillis;
      var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(hash).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
