package dev.weft.server.query;

import dev.weft.sql.FunctionJars;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder with the jars of functions. What is used is a private copy, made while its hash was
 * computed, so that nobody changes it afterwards. Only files of this process's user, or of root,
 * that nobody else can write are opened, from a folder for which the same holds; links are not
 * followed. Safe for any thread.
 */
public final class FunctionFolder implements FunctionJars {
  private static final Logger LOG = LoggerFactory.getLogger(FunctionFolder.class);
  private static final long BYTES_MAX = 256L * 1024 * 1024;
  private static final int FILES_MAX = 1_000;
  private static final Set<PosixFilePermission> OTHERS_WRITE =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private final Path folder;
  private final Path copies;

  /** What was copied already, by the file as it was then; empty for what is not used. */
  private final Map<String, String> hashes = new HashMap<>();

  /**
   * @param data Weft's data folder: the jars are in {@code functions} within it
   */
  FunctionFolder(Path data) {
    this.folder = data.toAbsolutePath().resolve("functions");
    this.copies = data.toAbsolutePath().resolve("functions.used");
    empty();
  }

  /** What a server before this one has used. */
  private void empty() {
    if (!Files.isDirectory(copies, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (var files = Files.list(copies)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized Optional<Path> jar(String sha256) {
    var copy = copies.resolve(sha256 + ".jar");
    if (!hashes.containsValue(sha256) || !Files.isRegularFile(copy)) {
      hashes.values().removeIf(sha256::equals);
      look();
    }
    return hashes.containsValue(sha256) && Files.isRegularFile(copy)
        ? Optional.of(copy)
        : Optional.empty();
  }

  /** A jar that is not there any more: nobody gets the copy either. */
  synchronized void forget(String sha256) {
    hashes.values().removeIf(sha256::equals);
    try {
      Files.deleteIfExists(copies.resolve(sha256 + ".jar"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void look() {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      Files.createDirectories(
          copies,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      var self = Files.getOwner(copies);
      if (!isOurs(attributes(folder), self)) {
        LOG.warn("The functions in {} are not used: others can change the folder", folder);
        return;
      }
      for (var file : jars()) {
        take(file, self);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> jars() throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".jar"))
          .sorted()
          .limit(FILES_MAX)
          .toList();
    }
  }

  private void take(Path file, UserPrincipal self) throws IOException {
    var found = attributes(file);
    var identity =
        String.join(
            "/",
            file.getFileName().toString(),
            String.valueOf(found.fileKey()),
            String.valueOf(found.size()),
            found.lastModifiedTime().toString(),
            found.owner().getName(),
            found.permissions().toString());
    if (hashes.containsKey(identity)) {
      return;
    }
    if (!found.isRegularFile() || !isOurs(found, self) || found.size() > BYTES_MAX) {
      LOG.warn(
          "The functions in {} are not used: it must be a file of at most {} bytes that only the"
              + " server's user can change",
          file,
          BYTES_MAX);
      hashes.put(identity, ""); // Said once.
      return;
    }
    hashes.put(identity, copy(file));
  }

  private String copy(Path file) throws IOException {
    var sha256 = digest();
    var part = Files.createTempFile(copies, "functions", ".part");
    try (InputStream in =
            new DigestInputStream(
                Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS),
                sha256);
        var out = Files.newOutputStream(part)) {
      in.transferTo(out);
    }
    var hash = HexFormat.of().formatHex(sha256.digest());
    Files.move(part, copies.resolve(hash + ".jar"), StandardCopyOption.REPLACE_EXISTING);
    return hash;
  }

  private static PosixFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isOurs(PosixFileAttributes file, UserPrincipal self) {
    return (file.owner().equals(self) || file.owner().getName().equals("root"))
        && file.permissions().stream().noneMatch(OTHERS_WRITE::contains);
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
