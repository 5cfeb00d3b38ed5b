package dev.weft.flow.plugin;

import dev.weft.flow.ProcessorTypes;
import dev.weft.model.Problem;
import dev.weft.spi.flow.ForeignPlugins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folders with plug-ins, looked at again and again: a jar that has come is loaded, one that has
 * changed is loaded anew, what has gone is taken away. Flows see all of it at once, as {@link
 * ProcessorTypes} is swapped; {@code changed} is run afterwards.
 *
 * <p>A file is loaded when two looks in a row have found it the same, so that none is read while it
 * is being written; at the start one look is enough. Only what this process's user (or root) owns
 * and nobody else can write is ever opened. Of two jars that give a type of the same name the one
 * that was there first has it, in alphabetical order at the start; Weft's own types cannot be
 * replaced. A folder in one of these folders is one plug-in with all the jars in it.
 */
public final class PluginFolders implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PluginFolders.class);
  private static final int FILES_MAX = 1_000;

  /** What is known of one file of this path. */
  private record Known(PluginFile file, Plugin plugin, PluginStatus status) {}

  private final List<Path> folders;
  private final Path copies;
  private final UserPrincipal self;
  private final ProcessorTypes types;
  private final Clock clock;
  private final Runnable changed;
  private final PluginLoading loading;
  private final Map<Path, Known> known = new TreeMap<>();
  private final Map<Path, PluginFile> settling = new TreeMap<>();
  private final PluginDrivers drivers = new PluginDrivers();
  private volatile List<PluginStatus> status = List.of();
  private boolean first = true;
  private ScheduledExecutorService clockwork;

  /**
   * Nothing is loaded before the first {@link #look}.
   *
   * @param folders where jars may be; one that does not exist is empty
   * @param copies a folder of this process alone, made and emptied here
   * @param changed is run after types have changed, by the thread that looks
   */
  public PluginFolders(
      List<Path> folders, Path copies, ProcessorTypes types, Clock clock, Runnable changed) {
    this.folders = List.copyOf(folders);
    this.copies = copies;
    this.types = types;
    this.clock = clock;
    this.changed = changed;
    var weft = PluginFolders.class.getClassLoader();
    var foreign =
        ServiceLoader.load(ForeignPlugins.class, weft).stream().map(ServiceLoader.Provider::get);
    this.loading = new PluginLoading(weft, foreign.toList());
    try {
      empty(copies);
      Files.createDirectories(
          copies,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      self = Files.getOwner(copies);
    } catch (IOException e) {
      throw Problem.environment(
              "plugins-folder",
              "The folder " + copies + " cannot be made: " + e.getMessage() + ".",
              "Make the data folder writable for this user.")
          .asException();
    }
  }

  /** Looks every second from now on. */
  public synchronized void start() {
    clockwork =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              var thread = new Thread(task, "plugins");
              thread.setDaemon(true);
              return thread;
            });
    var every = Duration.ofSeconds(1).toMillis();
    var unused =
        clockwork.scheduleWithFixedDelay(this::lookQuietly, every, every, TimeUnit.MILLISECONDS);
  }

  private void lookQuietly() {
    try {
      look();
    } catch (RuntimeException | Error e) {
      LOG.error("The folders of plug-ins could not be looked at", e);
    }
  }

  /** Every jar and what became of it, by the name of its file. */
  public List<PluginStatus> status() {
    return status;
  }

  /** Looks at the folders once. Types and status are as the folders say when it returns. */
  public synchronized void look() {
    var found = new TreeMap<Path, PluginFile>();
    folders.forEach(folder -> list(folder, found));
    var before = Map.copyOf(known);
    known.keySet().stream().filter(path -> !found.containsKey(path)).toList().forEach(this::remove);
    settling.keySet().retainAll(found.keySet());
    found.values().stream().filter(this::isNews).filter(this::isSettled).forEach(this::take);
    first = false;
    if (!before.equals(known)) {
      publish();
    }
  }

  private boolean isNews(PluginFile file) {
    var now = known.get(file.path());
    return now == null || !now.file().equals(file);
  }

  private boolean isSettled(PluginFile file) {
    return file.equals(settling.put(file.path(), file)) || first || !file.isAllowed();
  }

  private void remove(Path path) {
    var gone = known.remove(path);
    LOG.info("Plug-in {} has been removed", gone.file().name());
  }

  private void take(PluginFile file) {
    settling.remove(file.path());
    var before = known.get(file.path());
    var running = before == null ? null : before.plugin();
    try {
      if (!file.isAllowed()) {
        throw new Plugin.Broken(file.trouble());
      }
      var plugin = loading.load(file, copies);
      refuseTwins(file, plugin);
      known.put(file.path(), new Known(file, plugin, loaded(plugin)));
      LOG.info("Plug-in {} is loaded: {}", file.name(), plugin.typeNames());
    } catch (Plugin.Broken e) {
      // Whatever is no longer allowed is not used any more; a broken jar only does not come in.
      var kept = file.isAllowed() ? running : null;
      known.put(file.path(), new Known(file, kept, broken(file, kept, e.getMessage())));
      LOG.warn("Plug-in {} is not loaded: {}", file.path(), e.getMessage());
    }
  }

  private void refuseTwins(PluginFile file, Plugin plugin) throws Plugin.Broken {
    for (var name : plugin.typeNames()) {
      if (types.isOwn(name)) {
        throw new Plugin.Broken("It gives a type '" + name + "', which Weft has itself.");
      }
      for (var other : known.values()) {
        if (!other.file().path().equals(file.path())
            && other.plugin() != null
            && other.plugin().typeNames().contains(name)) {
          throw new Plugin.Broken(
              "It gives a type '" + name + "', which " + other.file().name() + " gives already.");
        }
      }
    }
    if (plugin.typeNames().size() < plugin.types().size() + plugin.services().size()) {
      throw new Plugin.Broken("It gives two types of the same name.");
    }
  }

  private PluginStatus loaded(Plugin plugin) {
    return new PluginStatus(
        plugin.file(),
        PluginStatus.State.LOADED,
        plugin.version(),
        plugin.sha256(),
        List.copyOf(plugin.typeNames()),
        plugin.drivers().stream().map(driver -> driver.getClass().getName()).toList(),
        "",
        clock.instant());
  }

  private PluginStatus broken(PluginFile file, Plugin kept, String message) {
    return kept == null
        ? new PluginStatus(
            file.name(),
            PluginStatus.State.BROKEN,
            "",
            "",
            List.of(),
            List.of(),
            message,
            clock.instant())
        : new PluginStatus(
            file.name(),
            PluginStatus.State.OUTDATED,
            kept.version(),
            kept.sha256(),
            List.copyOf(kept.typeNames()),
            List.of(),
            message + " Flows use the jar that was here before, until the server starts again.",
            clock.instant());
  }

  private void publish() {
    var provided = new ArrayList<ProcessorTypes.Provided>();
    var services = new ArrayList<ProcessorTypes.ProvidedService>();
    var shown = new ArrayList<PluginStatus>();
    for (var one : known.values()) {
      shown.add(one.status());
      if (one.plugin() != null) {
        provided.addAll(one.plugin().provided());
        services.addAll(one.plugin().providedServices());
      }
    }
    drivers.share(known.values().stream().map(Known::plugin).filter(Objects::nonNull).toList());
    types.provide(provided, services);
    shown.sort(Comparator.comparing(PluginStatus::file));
    status = List.copyOf(shown);
    changed.run();
  }

  private void list(Path folder, Map<Path, PluginFile> found) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    var trouble = foreign(folder);
    try (var files = Files.list(folder)) {
      files
          .sorted()
          .limit(FILES_MAX)
          .flatMap(path -> look(path).stream())
          .forEach(
              file ->
                  found.put(
                      file.path(),
                      trouble.isEmpty() ? file : file.refused("Of its folder: " + trouble)));
    } catch (IOException e) {
      LOG.warn("The folder of plug-ins {} cannot be read: {}", folder, e.toString());
    }
  }

  /** A jar, or a folder with jars in it; one whose name begins with a dot is being written. */
  private Optional<PluginFile> look(Path path) {
    var name = path.getFileName().toString();
    if (name.endsWith(".jar")) {
      return Optional.of(PluginFile.at(path, self));
    }
    return !name.startsWith(".") && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
        ? PluginFile.in(path, self)
        : Optional.empty();
  }

  private String foreign(Path folder) {
    try {
      return PluginFile.foreign(Files.readAttributes(folder, PosixFileAttributes.class), self);
    } catch (IOException e) {
      return "It cannot be looked at: " + e + ".";
    }
  }

  private static void empty(Path folder) throws IOException {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      try (var files = Files.list(folder)) {
        for (var file : files.toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** Stops looking. What is loaded stays loaded, as flows may still be ending. */
  @Override
  public synchronized void close() {
    if (clockwork != null) {
      clockwork.shutdownNow();
    }
    drivers.forget();
  }
}
