package dev.weft.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The classes that a child process of tests loads, archived by the JVM (JEP 350): a server of Weft
 * starts with half the computing then, and tests start dozens. Made once for a class path, in the
 * module's {@code target} folder, by a rehearsal: a run of the same program that ends by itself.
 */
public final class ClassArchive {
  private static final String TESTS = "test-classes";

  private ClassArchive() {}

  /**
   * The options of {@code java} that give a child process this class path, and the archive where
   * one can be had: the JVM archives classes of jars only, so what a test brings itself is left out
   * of the class path, and with unpacked classes of the program there is no archive.
   *
   * @param classPath as in {@code java.class.path}
   * @param rehearsal the program's main class and arguments
   */
  public static List<String> options(String classPath, String... rehearsal) {
    var entries = Stream.of(classPath.split(File.pathSeparator)).filter(e -> !e.isEmpty()).toList();
    var jars = entries.stream().filter(entry -> entry.endsWith(".jar")).toList();
    var others = entries.stream().filter(entry -> !jars.contains(entry));
    var target = Path.of("target").toAbsolutePath();
    if (!Files.isDirectory(target) || !others.allMatch(entry -> Path.of(entry).endsWith(TESTS))) {
      return List.of("-cp", classPath);
    }
    var path = String.join(File.pathSeparator, jars);
    var archive = target.resolve("classes-" + Integer.toHexString(state(jars).hashCode()) + ".jsa");
    try {
      make(archive, path, rehearsal);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of(
        "-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off,class+path=off", "-cp", path);
  }

  /** Test classes run in several processes at a time; the first one makes it for all. */
  private static synchronized void make(Path archive, String path, String... rehearsal)
      throws IOException {
    var lock = archive.resolveSibling(archive.getFileName() + ".lock");
    try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var held = channel.lock()) {
      if (held.isValid() && !Files.exists(archive)) {
        rehearse(archive, path, rehearsal);
      }
    }
  }

  private static void rehearse(Path archive, String path, String... rehearsal) throws IOException {
    var made = archive.resolveSibling(archive.getFileName() + ".new");
    var printed = archive.resolveSibling(archive.getFileName() + ".out");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx768m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-XX:ArchiveClassesAtExit=" + made, "-Xlog:disable", "-cp", path));
    command.addAll(List.of(rehearsal));
    try {
      var code =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(printed.toFile())
              .start()
              .waitFor();
      if (code != 0 || !Files.exists(made)) {
        throw new IOException("The rehearsal has ended with " + code + ", see " + printed);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while the rehearsal ran", e);
    }
    Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Changes with any of the jars. */
  private static String state(List<String> jars) {
    var state = new StringBuilder(System.getProperty("java.version"));
    for (var jar : jars) {
      var file = new File(jar);
      state.append(jar).append(file.length()).append(' ').append(file.lastModified()).append('\n');
    }
    return state.toString();
  }
}
