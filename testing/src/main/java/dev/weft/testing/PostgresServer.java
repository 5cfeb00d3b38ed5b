package dev.weft.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A real PostgreSQL for tests: the machine's own, on a free port of loopback, in a temporary
 * folder, with a generated password. As root it runs as {@code postgres}, since it refuses to be
 * root.
 *
 * <p>It ends with {@link #close}, and with the JVM however that ends: its shell waits on a pipe
 * from us. fsync is off, so it says nothing about power loss.
 */
public final class PostgresServer implements AutoCloseable {
  private static final Path INSTALLATIONS = Path.of("/usr/lib/postgresql");
  private static final String UNPRIVILEGED = "postgres";

  private final Path bin;
  private final Path folder;
  private final String password = UUID.randomUUID().toString();
  private final int port;
  private final Process process;

  private PostgresServer(Path bin) throws IOException {
    this.bin = bin;
    this.folder = Files.createTempDirectory("weft-postgres-");
    this.port = freePort();
    initialise();
    this.process = serve();
    awaitReady();
  }

  /** A running server; without PostgreSQL on this machine the test is skipped, and says so. */
  public static PostgresServer startOrSkip() {
    var bin = newestBin();
    Assumptions.assumeTrue(bin.isPresent(), "skipped: no PostgreSQL in " + INSTALLATIONS);
    try {
      return new PostgresServer(bin.get());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return port;
  }

  public String user() {
    return UNPRIVILEGED;
  }

  public String password() {
    return password;
  }

  /** The JDBC address of a database, without credentials; {@code postgres} exists. */
  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /** Runs a script with {@code psql}, as its superuser. */
  public void run(Path script) {
    try {
      var text = Files.readString(script);
      var copy = Files.writeString(folder.resolve("script.sql"), text);
      var psql =
          new ProcessBuilder(
              bin.resolve("psql").toString(),
              "-q",
              "-v",
              "ON_ERROR_STOP=1",
              "-h",
              "127.0.0.1",
              "-p",
              Integer.toString(port),
              "-U",
              UNPRIVILEGED,
              "-d",
              "postgres",
              "-f",
              copy.toString());
      psql.environment().put("PGPASSWORD", password);
      finish(psql);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void initialise() throws IOException {
    var secret = Files.writeString(folder.resolve("password"), password);
    if (isRoot()) {
      var owner =
          folder
              .getFileSystem()
              .getUserPrincipalLookupService()
              .lookupPrincipalByName(UNPRIVILEGED);
      Files.setOwner(secret, owner);
      Files.setOwner(folder, owner);
    }
    finish(
        asUnprivileged(
            bin.resolve("initdb").toString(),
            "-D",
            data(),
            "-U",
            UNPRIVILEGED,
            "-A",
            "scram-sha-256",
            "--pwfile=" + secret,
            "-E",
            "UTF8",
            "--locale=C",
            "-N"));
  }

  private Process serve() throws IOException {
    var server =
        String.format(
            "%s/postgres -D %s -p %d -k %s -c listen_addresses=127.0.0.1 -c fsync=off"
                + " -c shared_buffers=16MB -c max_connections=30 -c wal_level=logical",
            bin, data(), port, folder);
    var untilPipeEnds =
        server + " & server=$!; cat > /dev/null; kill -INT $server; wait $server; rm -rf data";
    return asUnprivileged("/bin/sh", "-c", untilPipeEnds)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  private ProcessBuilder asUnprivileged(String... command) {
    var whole = new ArrayList<String>();
    if (isRoot()) {
      whole.addAll(List.of("runuser", "-u", UNPRIVILEGED, "--"));
    }
    whole.addAll(List.of(command));
    return new ProcessBuilder(whole).directory(folder.toFile());
  }

  private void awaitReady() throws IOException {
    var ready =
        List.of(
            bin.resolve("pg_isready").toString(),
            "-q",
            "-h",
            "127.0.0.1",
            "-p",
            "" + port,
            "-t",
            "5");
    for (var tries = 0; tries < 600; tries++) {
      try {
        if (new ProcessBuilder(ready).start().waitFor() == 0) {
          return;
        }
        if (!process.isAlive() || process.waitFor(50, TimeUnit.MILLISECONDS)) {
          throw new IOException("PostgreSQL ended: " + Files.readString(folder.resolve("log")));
        }
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
    throw new IOException("PostgreSQL is not ready after 30 s");
  }

  private void finish(ProcessBuilder command) throws IOException {
    var log = Files.createTempFile("weft-postgres-", ".log");
    try {
      var code = command.redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor();
      if (code != 0) {
        throw new IOException(command.command().get(0) + ": " + Files.readString(log));
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    } finally {
      Files.delete(log);
    }
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private static Optional<Path> newestBin() {
    if (!Files.isDirectory(INSTALLATIONS)) {
      return Optional.empty();
    }
    try (var versions = Files.list(INSTALLATIONS)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
          .max(Comparator.naturalOrder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      process.waitFor();
      Files.walkFileTree(folder, new Delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Delete extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException error) throws IOException {
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
