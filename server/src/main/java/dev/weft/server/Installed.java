package dev.weft.server;

import dev.weft.flow.ProcessorTypes;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.ServiceType;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What processors and controller services there are, and where plug-ins bring more. */
final class Installed {
  /** The connector for Kafka with what it decompresses by, and Weft's formats and functions. */
  private static final Pattern FLINK_JAR =
      Pattern.compile(
          "(flink-sql-connector-kafka|weft-sql|lz4-java|zstd-jni|snappy-java)-.*\\.jar");

  private Installed() {}

  /** Those on the class path. */
  static ProcessorTypes types() {
    var processors = new ArrayList<ProcessorType<?>>();
    for (ProcessorType<?> type : ServiceLoader.load(ProcessorType.class)) {
      processors.add(type);
    }
    var services = new ArrayList<ServiceType<?, ?>>();
    for (ServiceType<?, ?> type : ServiceLoader.load(ServiceType.class)) {
      services.add(type);
    }
    return new ProcessorTypes(processors, services);
  }

  /** What of the class path runs in a Flink cluster that does not have it. */
  static List<Path> flinkJars() {
    return Stream.of(System.getProperty("java.class.path", "").split(File.pathSeparator))
        .map(Path::of)
        .filter(path -> FLINK_JAR.matcher(String.valueOf(path.getFileName())).matches())
        .toList();
  }

  /** That of the data folder, and that beside the launcher. */
  static List<Path> pluginFolders(DataFolder folder) {
    var folders = new ArrayList<Path>();
    folders.add(folder.path().resolve("plugins"));
    var home = System.getProperty("weft.home");
    if (home != null) {
      folders.add(Path.of(home, "plugins").toAbsolutePath().normalize());
    }
    return folders;
  }
}
