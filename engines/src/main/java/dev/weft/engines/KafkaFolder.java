package dev.weft.engines;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.weft.model.KafkaAccess;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * What the embedded broker keeps in the data folder: its logs in {@code kafka/}, the secret in
 * {@code kafka.secret}, the ports in {@code kafka.ports} and a lock while it is in use.
 */
final class KafkaFolder implements AutoCloseable {
  private static final int SECRET_BYTES = 32;

  /** Kafka does not start with less. */
  static final long FREE_BYTES_MIN = 128L * 1024 * 1024;

  private final Path dataFolder;
  private final FileChannel lock;

  private KafkaFolder(Path dataFolder, FileChannel lock) {
    this.dataFolder = dataFolder;
    this.lock = lock;
  }

  /** Creates the folder when missing and takes it for this process alone. */
  static KafkaFolder open(Path dataFolder) {
    var folder = dataFolder.toAbsolutePath().normalize();
    try {
      Files.createDirectories(folder);
      var lock = FileChannel.open(folder.resolve("kafka.lock"), CREATE, WRITE);
      try {
        requireAlone(folder, lock);
        requireSpace(folder);
        return new KafkaFolder(folder, lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw notWritable(folder, e);
    }
  }

  /** How to reach the broker that runs on that folder, in whatever process. */
  static KafkaAccess accessOf(Path dataFolder) throws IOException {
    var ports = LoopbackPorts.parse(Files.readString(dataFolder.resolve("kafka.ports")));
    var secret = Files.readString(dataFolder.resolve("kafka.secret")).strip();
    return BrokerSettings.access(ports.orElseThrow(), secret);
  }

  /** Where the broker's logs are. */
  Path logs() {
    return dataFolder.resolve("kafka");
  }

  /** The broker's only password, made on first use; whoever deletes the file gets a new one. */
  String secret() {
    var file = dataFolder.resolve("kafka.secret");
    try {
      if (!Files.exists(file)) {
        writePrivately(file, newSecret());
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw notWritable(dataFolder, e);
    }
  }

  /** The ports of last time when they are still free, else two others. */
  LoopbackPorts ports() {
    try {
      var file = dataFolder.resolve("kafka.ports");
      var last = Files.exists(file) ? Files.readString(file) : "";
      return LoopbackPorts.parse(last)
          .filter(LoopbackPorts::areFree)
          .orElseGet(LoopbackPorts::free);
    } catch (IOException e) {
      throw notWritable(dataFolder, e);
    }
  }

  void remember(LoopbackPorts ports) {
    try {
      Files.writeString(dataFolder.resolve("kafka.ports"), ports + "\n");
    } catch (IOException e) {
      throw notWritable(dataFolder, e);
    }
  }

  /** Prepares the logs for a new cluster, unless that has been done. */
  void format() {
    var logs = logs().toString();
    // The formatter prints what it does; nobody has asked.
    try (var quiet =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      if (!Files.exists(logs().resolve("meta.properties"))) {
        new Formatter()
            .setPrintStream(quiet)
            .setNodeId(BrokerSettings.NODE_ID)
            .setClusterId(Uuid.randomUuid().toString())
            .setDirectories(List.of(logs))
            .setMetadataLogDirectory(logs)
            .setControllerListenerName(BrokerSettings.CONTROLLER)
            .run();
      }
    } catch (Exception e) {
      throw notWritable(logs(), e);
    }
  }

  /** Lets go of the folder. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw notWritable(dataFolder, e);
    }
  }

  private static void requireAlone(Path folder, FileChannel lock) throws IOException {
    try {
      if (lock.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // Somebody else in this very process; the same answer as for another process.
    }
    throw Problem.environment(
            "data-folder-in-use",
            "Another Weft is using the data folder " + folder + ".",
            "Stop it, or choose another folder with --data.")
        .asException();
  }

  private static void requireSpace(Path folder) throws IOException {
    var free = Files.getFileStore(folder).getUsableSpace();
    if (free < FREE_BYTES_MIN) {
      throw Problem.environment(
              "disk-full",
              "The disk of "
                  + folder
                  + " has "
                  + free / 1_000_000
                  + " MB left; Kafka needs "
                  + FREE_BYTES_MIN / 1_000_000
                  + " MB to start.",
              "Make room, or choose another folder with --data.")
          .asException();
    }
  }

  /** The secret appears under its name only once it is complete, whatever interrupts. */
  private static void writePrivately(Path file, String text) throws IOException {
    var fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    var onlyOwner =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var channel = FileChannel.open(fresh, Set.of(CREATE_NEW, WRITE), onlyOwner)) {
      channel.write(StandardCharsets.UTF_8.encode(text + "\n"));
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String newSecret() {
    var bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static ProblemException notWritable(Path folder, Exception cause) {
    var why =
        cause instanceof FileSystemException file && file.getReason() != null
            ? file.getReason()
            : cause.toString();
    return new ProblemException(
        List.of(
            Problem.environment(
                "data-folder-not-writable",
                "The data folder " + folder + " cannot be used: " + why + ".",
                "Make it a folder that this user may write, or choose another with --data.")),
        cause);
  }
}
