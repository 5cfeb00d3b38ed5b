package dev.weft.server;

import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/** The data folder and the secrets in it; every file that holds one has mode 0600. */
public final class DataFolder {
  private static final int KEY_BYTES = 32;

  private final Path path;

  /** Creates the folder (mode 0700) when it is not there. */
  public DataFolder(Path path) {
    this.path = path.toAbsolutePath().normalize();
    try {
      if (!Files.isDirectory(this.path)) {
        Files.createDirectories(
            this.path,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      var probe = this.path.resolve(".probe");
      Files.write(probe, new byte[] {1});
      Files.delete(probe);
    } catch (IOException e) {
      throw cannot("write to", e);
    }
  }

  public Path path() {
    return path;
  }

  public Path adminToken() {
    return path.resolve("admin.token");
  }

  /** The key under which secrets are encrypted; made at the first start. */
  public byte[] secretKey(SecureRandom random) {
    var file = path.resolve("secret.key");
    try {
      if (!Files.exists(file)) {
        var key = new byte[KEY_BYTES];
        random.nextBytes(key);
        writeSecret(file, Base64.getEncoder().encodeToString(key) + "\n");
      }
      var key = Base64.getDecoder().decode(Files.readString(file).strip());
      if (key.length != KEY_BYTES) {
        throw new IOException("it does not hold " + KEY_BYTES + " bytes in Base64");
      }
      return key;
    } catch (IOException | IllegalArgumentException e) {
      throw cannot("read secret.key in", e);
    }
  }

  /** Writes a file that only its owner can read, whole or not at all. */
  public void writeSecret(Path file, String text) {
    try {
      var fresh =
          Files.createTempFile(
              path,
              ".secret",
              "",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(
          fresh, text, StandardCharsets.UTF_8, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw cannot("write to", e);
    }
  }

  private ProblemException cannot(String what, Exception e) {
    var problem =
        Problem.environment(
            "data-folder",
            "Weft cannot " + what + " its data folder " + path + ": " + e.getMessage() + ".",
            "Make it writable for this user and see that the disk has room, or choose another: --data DIR.");
    return new ProblemException(List.of(problem), e);
  }
}
