package dev.weft.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Who has logged in where: one token per server, in a file that only its owner may read. */
final class SavedLogins {
  private final Path file;

  SavedLogins(Path settingsFolder) {
    file = settingsFolder.resolve("credentials");
  }

  /** The token for that server; empty when nobody has logged in. */
  String token(URI server) {
    return all().path(server.toString()).path("token").asText("");
  }

  void save(URI server, String token) {
    var logins = all();
    logins.putObject(server.toString()).put("token", token);
    write(logins);
  }

  void forget(URI server) {
    var logins = all();
    if (logins.remove(server.toString()) != null) {
      write(logins);
    }
  }

  private ObjectNode all() {
    try {
      return Files.exists(file) && Json.parse(Files.readAllBytes(file)) instanceof ObjectNode all
          ? all
          : Json.object();
    } catch (IOException | UncheckedIOException e) {
      throw unusable(e);
    }
  }

  private void write(ObjectNode logins) {
    var fresh = file.resolveSibling("credentials.new");
    try {
      Files.createDirectories(file.getParent(), ownerMay("rwx------"));
      Files.deleteIfExists(fresh);
      var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      try (var channel = FileChannel.open(fresh, options, ownerMay("rw-------"))) {
        channel.write(ByteBuffer.wrap(Json.bytes(logins)));
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> ownerMay(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }

  private RuntimeException unusable(Exception cause) {
    return Problem.environment(
            "logins-not-usable",
            "The file of logins " + file + " cannot be used: " + cause + ".",
            "Delete it and log in again, or set WEFT_TOKEN.")
        .asException();
  }
}
