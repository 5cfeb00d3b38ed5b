package dev.weft.catalog.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.catalog.audit.AuditChain.Head;
import dev.weft.model.Json;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.AuditLog.Stored;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * The one text of an event, and so its hash: JSON with sorted keys and without spaces, of what was
 * read back from JSON once, so that a number looks the same before and after it was stored.
 */
final class CanonicalEvent {
  private static final ObjectWriter SORTED =
      Json.MAPPER.writer().with(JsonNodeFeature.WRITE_PROPERTIES_SORTED);

  private CanonicalEvent() {}

  static Stored hashed(
      String writer, long sequence, Instant time, AuditEvent event, String previous) {
    var unhashed =
        new Stored(
            writer,
            sequence,
            time,
            event.actor().toString(),
            event.action(),
            event.subject(),
            event.successful(),
            (ObjectNode) Json.parse(Json.bytes(event.details())),
            previous,
            "");
    return withHash(unhashed, hash(unhashed));
  }

  /** The hash that the event should have. */
  static String hash(Stored event) {
    var tree = tree(event);
    tree.remove(List.of("previousHash", "hash"));
    var digest = sha256();
    digest.update(event.previousHash().getBytes(StandardCharsets.UTF_8));
    digest.update(text(tree).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest());
  }

  static byte[] encode(Stored event) {
    return text(tree(event)).getBytes(StandardCharsets.UTF_8);
  }

  /** Throws IllegalArgumentException when these bytes are not an event. */
  static Stored decode(byte[] bytes) {
    try {
      return Json.read(Json.parse(bytes), Stored.class);
    } catch (UncheckedIOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The heads that a link names. */
  static List<Head> heads(Stored link) {
    return StreamSupport.stream(link.details().path("heads").spliterator(), false)
        .map(head -> Json.read(head, Head.class))
        .toList();
  }

  static boolean isLink(Stored event) {
    return event.action().equals(AuditChain.BEGIN) || event.action().equals(AuditChain.CHECKPOINT);
  }

  private static ObjectNode tree(Stored event) {
    var tree = Json.object();
    tree.put("writer", event.writer());
    tree.put("sequence", event.sequence());
    tree.put("time", event.time().toString());
    tree.put("actor", event.actor());
    tree.put("action", event.action());
    tree.put("subject", event.subject());
    tree.put("successful", event.successful());
    tree.set("details", event.details());
    tree.put("previousHash", event.previousHash());
    tree.put("hash", event.hash());
    return tree;
  }

  private static Stored withHash(Stored event, String hash) {
    return new Stored(
        event.writer(),
        event.sequence(),
        event.time(),
        event.actor(),
        event.action(),
        event.subject(),
        event.successful(),
        event.details(),
        event.previousHash(),
        hash);
  }

  private static String text(JsonNode tree) {
    try {
      return SORTED.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
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
