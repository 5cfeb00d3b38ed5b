package dev.weft.server;

import dev.weft.flow.ProcessorTypes;
import dev.weft.spi.QualityQueries;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.ServiceType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** What processors and controller services there are, and where plug-ins bring more. */
final class Installed {
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

  /** Who answers rules in SQL, if anything on the class path does. */
  static Optional<QualityQueries> queries() {
    return ServiceLoader.load(QualityQueries.class).findFirst();
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
