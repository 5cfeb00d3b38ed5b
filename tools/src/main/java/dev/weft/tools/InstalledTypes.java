package dev.weft.tools;

import dev.weft.flow.ProcessorTypes;
import dev.weft.flow.plugin.PluginFolders;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.ServiceType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The types of processors and controller services on the class path, and those of plug-ins. */
public final class InstalledTypes {
  private InstalledTypes() {}

  /** With the plug-ins of these folders as they are now. */
  public static ProcessorTypes with(List<Path> pluginFolders) {
    var found = new ArrayList<ProcessorType<?>>();
    for (ProcessorType<?> type : ServiceLoader.load(ProcessorType.class)) {
      found.add(type);
    }
    var services = new ArrayList<ServiceType<?, ?>>();
    for (ServiceType<?, ?> type : ServiceLoader.load(ServiceType.class)) {
      services.add(type);
    }
    var types = new ProcessorTypes(found, services);
    if (pluginFolders.stream().anyMatch(Files::isDirectory)) {
      try {
        var copies = Files.createTempDirectory("weft-plugins");
        // Not closed: its drivers are for the rest of this process, which is short.
        new PluginFolders(pluginFolders, copies, types, Clock.systemUTC(), () -> {}).look();
        deleteAtExit(copies);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return types;
  }

  private static void deleteAtExit(Path folder) throws IOException {
    folder.toFile().deleteOnExit(); // Runs last: what is registered later is deleted first.
    try (var files = Files.list(folder)) {
      files.forEach(file -> file.toFile().deleteOnExit());
    }
  }
}
