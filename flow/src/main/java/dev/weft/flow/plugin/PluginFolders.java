package dev.weft.flow.plugin;

import dev.weft.flow.ProcessorTypes;
import dev.weft.flow.plugin.PluginLoading.Attempt;
import dev.weft.model.Problem;
import dev.weft.spi.flow.ForeignPlugins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
 *
 * <p>One that does not load in time, or could not be read, or gives what another gives, comes in by
 * itself once it can.
 */
public final class PluginFolders implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PluginFolders.class);

  /** Then it is no longer waited for: it comes in when it has loaded. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * What is known of one file of this path.
   *
   * @param plugin what flows use
   * @param attempt to load it, which has not come to its end or may be made again
   */
  private record Known(
      PluginFile file, Optional<Plugin> plugin, PluginStatus status, Optional<Attempt> attempt) {}

  private final PluginPlaces places;
  private final Path copies;
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
    this(folders, copies, types, clock, changed, PATIENCE);
  }

  PluginFolders(
      List<Path> folders,
      Path copies,
      ProcessorTypes types,
      Clock clock,
      Runnable changed,
      Duration patience) {
    this.copies = copies;
    this.types = types;
    this.clock = clock;
    this.changed = changed;
    var weft = PluginFolders.class.getClassLoader();
    var foreign =
        ServiceLoader.load(ForeignPlugins.class, weft).stream().map(ServiceLoader.Provider::get);
    this.loading = new PluginLoading(weft, foreign.toList(), clock, patience);
    try {
      empty(copies);
      Files.createDirectories(
          copies,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      places = new PluginPlaces(List.copyOf(folders), Files.getOwner(copies));
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
    var found = places.all();
    var before = Map.copyOf(known);
    var gone = known.keySet().stream().filter(path -> !found.containsKey(path)).toList();
    gone.forEach(this::remove);
    settling.keySet().retainAll(found.keySet());
    found.values().stream().filter(this::isNews).filter(this::isSettled).forEach(this::take);
    // Room for a type of the same name may have been made, too.
    found.values().stream().filter(file -> isAgain(file, !gone.isEmpty())).forEach(this::take);
    first = false;
    if (!before.equals(known)) {
      publish();
    }
  }

  private boolean isNews(PluginFile file) {
    var now = known.get(file.path());
    return now == null || !now.file().equals(file);
  }

  /** Whether one that could not be loaded may be now. */
  private boolean isAgain(PluginFile file, boolean somethingHasGone) {
    var now = known.get(file.path());
    var isBroken = now != null && now.status().state() != PluginStatus.State.LOADED;
    return isBroken
        && file.isAllowed()
        && now.file().equals(file)
        && now.attempt().map(Attempt::isWorthALook).orElse(somethingHasGone);
  }

  private boolean isSettled(PluginFile file) {
    return file.equals(settling.put(file.path(), file)) || first || !file.isAllowed();
  }

  private void remove(Path path) {
    var gone = known.remove(path);
    gone.attempt().ifPresent(Attempt::giveUp);
    LOG.info("Plug-in {} has been removed", gone.file().name());
  }

  private void take(PluginFile file) {
    settling.remove(file.path());
    var before = Optional.ofNullable(known.get(file.path()));
    var attempt = before.flatMap(Known::attempt).filter(one -> one.isOf(file) && !one.isOver());
    before.flatMap(Known::attempt).filter(one -> !one.isOf(file)).ifPresent(Attempt::giveUp);
    if (!file.isAllowed()) {
      // Whatever is no longer allowed is not used any more; a broken jar only does not come in.
      know(file, Optional.empty(), file.trouble(), Optional.empty());
      return;
    }
    var running = before.flatMap(Known::plugin);
    var loaded = attempt.orElseGet(() -> loading.begin(file, copies));
    try {
      var plugin = loaded.plugin();
      refuseTwins(file, plugin);
      var status = PluginStatus.loaded(plugin, clock.instant());
      known.put(file.path(), new Known(file, Optional.of(plugin), status, Optional.empty()));
      LOG.info("Plug-in {} is loaded: {}", file.name(), plugin.typeNames());
    } catch (Plugin.Broken e) {
      know(file, running, e.getMessage(), e.mayPass() ? Optional.of(loaded) : Optional.empty());
    }
  }

  /** Of one that cannot be loaded; nothing is new when the same is true of it as before. */
  private void know(
      PluginFile file, Optional<Plugin> kept, String message, Optional<Attempt> attempt) {
    var status = PluginStatus.broken(file.name(), kept, message, clock.instant());
    var before = known.get(file.path());
    var isSame = before != null && before.status().message().equals(status.message());
    known.put(file.path(), new Known(file, kept, isSame ? before.status() : status, attempt));
    if (!isSame) {
      LOG.warn("Plug-in {} is not loaded: {}", file.path(), message);
    }
  }

  private void refuseTwins(PluginFile file, Plugin plugin) throws Plugin.Broken {
    for (var name : plugin.typeNames()) {
      if (types.isOwn(name)) {
        throw new Plugin.Broken("It gives a type '" + name + "', which Weft has itself.");
      }
      for (var other : known.values()) {
        if (!other.file().path().equals(file.path())
            && other.plugin().filter(one -> one.typeNames().contains(name)).isPresent()) {
          throw new Plugin.Broken(
              "It gives a type '" + name + "', which " + other.file().name() + " gives already.");
        }
      }
    }
    if (plugin.typeNames().size() < plugin.types().size() + plugin.services().size()) {
      throw new Plugin.Broken("It gives two types of the same name.");
    }
  }

  private void publish() {
    var provided = new ArrayList<ProcessorTypes.Provided>();
    var services = new ArrayList<ProcessorTypes.ProvidedService>();
    var shown = new ArrayList<PluginStatus>();
    for (var one : known.values()) {
      shown.add(one.status());
      one.plugin().map(Plugin::provided).ifPresent(provided::addAll);
      one.plugin().map(Plugin::providedServices).ifPresent(services::addAll);
    }
    drivers.share(known.values().stream().flatMap(one -> one.plugin().stream()).toList());
    types.provide(provided, services);
    shown.sort(Comparator.comparing(PluginStatus::file));
    status = List.copyOf(shown);
    changed.run();
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
