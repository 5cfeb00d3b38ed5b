package dev.weft.catalog.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.catalog.audit.AuditChain.Head;
import dev.weft.model.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The heads of the chains as this server saw them last, signed, in a file beside Kafka and not in
 * it: who cuts the newest events off the topic while everything is stopped is found out by it.
 */
public final class AuditAnchor {
  private static final Logger log = LoggerFactory.getLogger(AuditAnchor.class);

  private final Path file;
  private final byte[] key;
  private List<Head> last = List.of();

  /** {@code key} signs; whoever has it can forge. */
  public AuditAnchor(Path file, byte[] key) {
    this.file = file;
    this.key = key.clone();
  }

  /** What was read back: the heads, or what is wrong with the file; neither before the first. */
  record Read(List<Head> heads, Optional<String> fault) {}

  /** Writes the heads unless they are the same as before. */
  synchronized void write(List<Head> heads) {
    if (heads.isEmpty() || heads.equals(last)) {
      return;
    }
    var anchor = Json.object();
    heads.forEach(head -> anchor.withArray("heads").add(Json.tree(head)));
    anchor.put("signature", signature(anchor));
    try {
      var fresh =
          Files.createTempFile(
              file.toAbsolutePath().getParent(),
              ".anchor",
              "",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(fresh, Json.bytes(anchor), StandardOpenOption.WRITE, StandardOpenOption.SYNC);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      last = heads;
    } catch (IOException e) {
      log.error("The audit's anchor cannot be written: {}", e.getMessage());
    }
  }

  synchronized Read read() {
    if (!Files.exists(file)) {
      return new Read(List.of(), Optional.empty());
    }
    try {
      var anchor = (ObjectNode) Json.parse(Files.readAllBytes(file));
      var signature = anchor.remove("signature").asText();
      if (!MessageDigest.isEqual(ascii(signature), ascii(signature(anchor)))) {
        return new Read(
            List.of(), Optional.of("The anchor " + file.getFileName() + " was altered."));
      }
      var heads =
          StreamSupport.stream(anchor.path("heads").spliterator(), false)
              .map(head -> Json.read(head, Head.class))
              .toList();
      return new Read(heads, Optional.empty());
    } catch (IOException | UncheckedIOException | ClassCastException | NullPointerException e) {
      return new Read(
          List.of(), Optional.of("The anchor " + file.getFileName() + " cannot be read."));
    }
  }

  private String signature(ObjectNode anchor) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(Json.bytes(anchor)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA-256", e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
