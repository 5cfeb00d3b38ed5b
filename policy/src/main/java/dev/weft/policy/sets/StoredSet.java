package dev.weft.policy.sets;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.policy.ranger.Sources;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The files of a set as they lie in the log: packed, and cut into pieces. */
public record StoredSet(List<String> parts, String sha256) {
  private static final int PART_CHARS_MAX = 2 * 1024 * 1024;
  private static final int PARTS_MAX = 64;
  private static final int BYTES_MAX = 256 * 1024 * 1024;

  public StoredSet {
    parts = List.copyOf(parts);
  }

  /**
   * Packs the files.
   *
   * @throws dev.weft.model.ProblemException when they are too large even so
   */
  public static StoredSet of(Sources sources) {
    var all = Json.object().put("policies", sources.policies());
    sources.roles().ifPresent(text -> all.put("roles", text));
    sources.users().ifPresent(text -> all.put("users", text));
    sources.tags().ifPresent(text -> all.put("tags", text));
    sources.serviceDef().ifPresent(text -> all.put("serviceDef", text));
    all.put("service", sources.service()).put("zone", sources.host().getId());
    var bytes = Json.bytes(all);
    var text = Base64.getEncoder().encodeToString(packed(bytes));
    var parts = new ArrayList<String>();
    for (var at = 0; at < text.length(); at += PART_CHARS_MAX) {
      parts.add(text.substring(at, Math.min(text.length(), at + PART_CHARS_MAX)));
    }
    if (parts.size() > PARTS_MAX || bytes.length > BYTES_MAX) {
      throw new Problem(
              Problem.Kind.TOO_LARGE,
              "set-too-large",
              Place.NOWHERE,
              "The set has more than " + BYTES_MAX / (1024 * 1024) + " MB.",
              "Import its services one by one.")
          .asException();
    }
    return new StoredSet(parts, hash(bytes));
  }

  /** The files again; empty when pieces are missing or are not those that were written. */
  public Optional<Sources> sources() {
    try {
      var bytes = unpacked(Base64.getDecoder().decode(String.join("", parts)));
      return hash(bytes).equals(sha256) ? Optional.of(read(bytes)) : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The key under which a piece of a set is kept. */
  public static ResourceKey partKey(String set, int index) {
    return new ResourceKey(ResourceKind.POLICY_SET_PART, "%s.%03d".formatted(set, index));
  }

  ObjectNode part(int index) {
    return Json.object().put("data", parts.get(index));
  }

  /** The documents of all pieces, in their order. */
  public List<ObjectNode> documents() {
    var all = new ArrayList<ObjectNode>();
    for (var i = 0; i < parts.size(); i++) {
      all.add(part(i));
    }
    return all;
  }

  private static Sources read(byte[] bytes) {
    var all = Json.parse(bytes);
    return new Sources(
        all.path("policies").asText(),
        Optional.ofNullable(all.path("roles").textValue()),
        Optional.ofNullable(all.path("users").textValue()),
        Optional.ofNullable(all.path("tags").textValue()),
        Optional.ofNullable(all.path("serviceDef").textValue()),
        all.path("service").asText(),
        ZoneId.of(all.path("zone").asText("UTC")));
  }

  private static byte[] packed(byte[] bytes) {
    var out = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] unpacked(byte[] bytes) throws IOException {
    try (var zip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return zip.readNBytes(BYTES_MAX + 1);
    }
  }

  private static String hash(byte[] bytes) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
