package dev.weft.server.query;

import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Where jars lie that were sent to the server: in {@code functions.offered}, which nothing is
 * loaded from, and once somebody has let them in, in {@code functions}. Beside each offer is what
 * is known of it. No class of a jar is loaded here. Safe for any thread.
 */
final class OfferedJars {
  static final long BYTES_MAX = 64L * 1024 * 1024;
  static final int JARS_MAX = 50;

  private static final int ENTRIES_MAX = 20_000;
  private static final FileAttribute<Set<PosixFilePermission>> OWN_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWN_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path offered;
  private final Path used;

  OfferedJars(Path data) {
    this.offered = data.toAbsolutePath().resolve("functions.offered");
    this.used = data.toAbsolutePath().resolve("functions");
  }

  /** A jar that has come, and is not an offer yet. */
  record Arrived(Path file, String sha256, long bytes, int classes) {}

  /**
   * Takes what comes into a file.
   *
   * @throws ProblemException INPUT for what is no jar, TOO_LARGE
   */
  Arrived receive(InputStream body) {
    try {
      Files.createDirectories(offered, OWN_FOLDER);
      var part = Files.createTempFile(offered, "jar", ".part", OWN_FILE);
      try {
        var digest = MessageDigest.getInstance("SHA-256");
        var bytes = copy(new DigestInputStream(body, digest), part);
        var hash = HexFormat.of().formatHex(digest.digest());
        return new Arrived(part, hash, bytes, classes(part));
      } catch (IOException | RuntimeException e) {
        Files.deleteIfExists(part);
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static long copy(InputStream body, Path to) throws IOException {
    try (var out = Files.newOutputStream(to)) {
      var buffer = new byte[64 * 1024];
      var bytes = 0L;
      for (var read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        bytes += read;
        if (bytes > BYTES_MAX) {
          throw new Problem(
                  Problem.Kind.TOO_LARGE,
                  "jar-too-large",
                  Place.NOWHERE,
                  "The jar has more than " + BYTES_MAX + " bytes.",
                  "Leave out what Flink has already.")
              .asException();
        }
        out.write(buffer, 0, read);
      }
      return bytes;
    }
  }

  private static int classes(Path jar) throws IOException {
    try (var zip = new ZipFile(jar.toFile())) {
      if (zip.size() > ENTRIES_MAX) {
        throw noJar("It has more than " + ENTRIES_MAX + " entries.");
      }
      var classes = zip.stream().filter(entry -> entry.getName().endsWith(".class")).count();
      if (classes == 0) {
        throw noJar("It has no class.");
      }
      return (int) classes;
    } catch (ZipException e) {
      throw noJar("It cannot be read as one.");
    }
  }

  private static ProblemException noJar(String why) {
    return Problem.input(
            "no-jar",
            Place.NOWHERE,
            "What was sent is no jar with functions. " + why,
            "Send the file as it is: weft function offer FILE.")
        .asException();
  }

  /** It is one of the offers when this returns. */
  synchronized void keep(Arrived arrived, OfferedJar offer) {
    try {
      Files.move(arrived.file(), jar(offer.sha256()), StandardCopyOption.ATOMIC_MOVE);
      write(offer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** It did not become an offer. */
  void drop(Arrived arrived) {
    try {
      Files.deleteIfExists(arrived.file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets it in: the planner finds it from now on. */
  synchronized void accept(OfferedJar offer, String by, Instant at) {
    try {
      Files.createDirectories(used, OWN_FOLDER);
      Files.move(jar(offer.sha256()), usedJar(offer.sha256()), StandardCopyOption.ATOMIC_MOVE);
      write(offer.accepted(by, at));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized void remove(OfferedJar offer) {
    try {
      Files.deleteIfExists(usedJar(offer.sha256()));
      Files.deleteIfExists(jar(offer.sha256()));
      Files.deleteIfExists(facts(offer.sha256()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All, the newest first. */
  synchronized List<OfferedJar> all() {
    if (!Files.isDirectory(offered, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (var files = Files.list(offered)) {
      var all = new ArrayList<OfferedJar>();
      for (var file : files.filter(each -> each.toString().endsWith(".json")).toList()) {
        all.add(Json.read(Json.parse(Files.readAllBytes(file)), OfferedJar.class));
      }
      all.sort(Comparator.comparing(OfferedJar::offeredAt).reversed());
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<OfferedJar> find(String sha256) {
    return all().stream().filter(each -> each.sha256().equals(sha256)).findFirst();
  }

  private void write(OfferedJar offer) throws IOException {
    var part = Files.createTempFile(offered, "facts", ".part", OWN_FILE);
    Files.write(part, Json.bytes(offer));
    Files.move(part, facts(offer.sha256()), StandardCopyOption.ATOMIC_MOVE);
  }

  private Path jar(String sha256) {
    return offered.resolve(sha256 + ".jar");
  }

  private Path facts(String sha256) {
    return offered.resolve(sha256 + ".json");
  }

  private Path usedJar(String sha256) {
    return used.resolve(sha256 + ".jar");
  }
}
