package dev.weft.server.query;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * What of the class path runs within jobs on a cluster that does not have it: Flink's connector for
 * Kafka, what that decompresses by, Weft's formats and functions, and the gateway's codecs for Avro
 * and Protobuf with the libraries that they need.
 */
final class JobJars {
  private static final Pattern NEEDED =
      Pattern.compile(
          "(flink-sql-connector-kafka|lz4-java|zstd-jni|snappy-java|weft-(sql|gateway|spi|model)"
              + "|avro|protobuf-java|jackson-(core|databind|annotations))-\\d.*\\.jar");

  /** A class of each of Weft's modules that jobs need. */
  private static final Map<String, String> OWN =
      Map.of(
          "weft-sql.jar", "dev/weft/sql/SqlPlanner.class",
          "weft-gateway.jar", "dev/weft/gateway/PortCodecs.class",
          "weft-spi.jar", "dev/weft/spi/RecordCodecs.class",
          "weft-model.jar", "dev/weft/model/PortName.class");

  private JobJars() {}

  /** Where Weft runs from folders of classes, as in its tests, these become jars first. */
  static List<Path> of(String classPath, Path folder) {
    var all = new ArrayList<Path>();
    var left = new ArrayList<>(OWN.keySet());
    for (var entry : classPath.split(File.pathSeparator)) {
      var path = Path.of(entry).toAbsolutePath();
      var file = String.valueOf(path.getFileName());
      if (NEEDED.matcher(file).matches()) {
        all.add(path);
        left.removeIf(own -> file.startsWith(own.replace(".jar", "-")));
      } else if (Files.isDirectory(path)) {
        var own = left.stream().filter(jar -> Files.exists(path.resolve(OWN.get(jar)))).findFirst();
        own.ifPresent(jar -> all.add(jar(path, folder.resolve(jar))));
        own.ifPresent(left::remove);
      }
    }
    return all;
  }

  private static Path jar(Path classes, Path jar) {
    try {
      Files.createDirectories(jar.getParent());
      var fresh = Files.createTempFile(jar.getParent(), "weft", ".part");
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
