package dev.weft.server.query;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * What of the class path runs within jobs on a cluster that does not have it: Flink's connector for
 * Kafka, what that decompresses by, and Weft's formats and functions.
 */
final class JobJars {
  private static final Pattern NEEDED =
      Pattern.compile(
          "(flink-sql-connector-kafka|weft-sql|lz4-java|zstd-jni|snappy-java)-.*\\.jar");
  private static final String OWN = "dev/weft/sql/SqlPlanner.class";

  private JobJars() {}

  /** Where Weft runs from folders of classes, as in its tests, these become a jar first. */
  static List<Path> of(String classPath, Path folder) {
    var all = new ArrayList<Path>();
    var hasOwn = false;
    for (var entry : classPath.split(File.pathSeparator)) {
      var path = Path.of(entry).toAbsolutePath();
      if (NEEDED.matcher(String.valueOf(path.getFileName())).matches()) {
        all.add(path);
        hasOwn |= String.valueOf(path.getFileName()).startsWith("weft-sql");
      } else if (!hasOwn && Files.exists(path.resolve(OWN))) {
        hasOwn = true;
        all.add(jar(path, folder.resolve("weft-sql.jar")));
      }
    }
    return all;
  }

  private static Path jar(Path classes, Path jar) {
    try {
      Files.createDirectories(jar.getParent());
      var fresh = Files.createTempFile(jar.getParent(), "weft-sql", ".part");
      try (var out = new ZipOutputStream(Files.newOutputStream(fresh));
          Stream<Path> files = Files.walk(classes)) {
        for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
          out.putNextEntry(
              new ZipEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
          Files.copy(file, out);
        }
      }
      return Files.move(fresh, jar, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
