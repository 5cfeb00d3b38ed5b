package dev.weft.flow.plugin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A jar in a folder of plug-ins, and what became of it.
 *
 * @param file its name, without the folder
 * @param version as its manifest says (Implementation-Version); empty when it says nothing
 * @param sha256 of the jar that is loaded, lower hex; empty when none is
 * @param types the types of processors that flows can use from it
 * @param drivers the JDBC drivers that it gives
 * @param message what is wrong, and what to do; empty when nothing is
 * @param since when it came to be so
 */
public record PluginStatus(
    String file,
    State state,
    String version,
    String sha256,
    List<String> types,
    List<String> drivers,
    String message,
    Instant since) {

  /** How a plug-in is. */
  public enum State {
    /** Flows can use it. */
    LOADED,
    /** Flows use the jar that was here before: the one here now cannot be loaded. */
    OUTDATED,
    /** Nothing of it can be used. */
    BROKEN
  }

  public PluginStatus {
    types = List.copyOf(types);
    drivers = List.copyOf(drivers);
  }

  static PluginStatus loaded(Plugin plugin, Instant now) {
    return new PluginStatus(
        plugin.file(),
        State.LOADED,
        plugin.version(),
        plugin.sha256(),
        List.copyOf(plugin.typeNames()),
        plugin.drivers().stream().map(driver -> driver.getClass().getName()).toList(),
        "",
        now);
  }

  /** One that cannot be loaded, or not yet; of its predecessor flows may still use what it gave. */
  static PluginStatus broken(String file, Optional<Plugin> kept, String message, Instant now) {
    return kept.map(
            plugin ->
                new PluginStatus(
                    file,
                    State.OUTDATED,
                    plugin.version(),
                    plugin.sha256(),
                    List.copyOf(plugin.typeNames()),
                    List.of(),
                    message
                        + " Flows use the jar that was here before, until the server starts again.",
                    now))
        .orElseGet(
            () -> new PluginStatus(file, State.BROKEN, "", "", List.of(), List.of(), message, now));
  }
}
