package dev.weft.server.http;

import dev.weft.flow.plugin.PluginStatus;
import java.util.List;
import java.util.function.Supplier;

/** The plug-ins of this server, and what is wrong with them. */
public final class PluginRoutes {
  private final Supplier<List<PluginStatus>> plugins;

  public PluginRoutes(Supplier<List<PluginStatus>> plugins) {
    this.plugins = plugins;
  }

  public void addTo(Routes routes) {
    routes.get(
        "/api/v1/plugins",
        "The jars with processors of this server, and what became of each.",
        request -> new Answers.Items<>(plugins.get()));
  }
}
