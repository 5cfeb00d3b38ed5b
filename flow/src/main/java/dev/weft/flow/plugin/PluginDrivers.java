package dev.weft.flow.plugin;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The JDBC drivers of plug-ins, as all of the process finds them. For one thread at a time. */
final class PluginDrivers {
  private static final Logger LOG = LoggerFactory.getLogger(PluginDrivers.class);

  private List<SharedDriver> registered = List.of();

  /** From now on it is the drivers of these, and no others. */
  void share(Collection<Plugin> plugins) {
    forget();
    registered =
        plugins.stream()
            .flatMap(plugin -> plugin.drivers().stream())
            .map(SharedDriver::new)
            .toList();
    registered.forEach(PluginDrivers::register);
  }

  void forget() {
    registered.forEach(PluginDrivers::deregister);
    registered = List.of();
  }

  private static void register(SharedDriver driver) {
    try {
      DriverManager.registerDriver(driver);
    } catch (SQLException e) {
      LOG.warn("The driver {} cannot be registered", driver.driver().getClass().getName(), e);
    }
  }

  private static void deregister(SharedDriver driver) {
    try {
      DriverManager.deregisterDriver(driver);
    } catch (SQLException e) {
      LOG.warn("The driver {} cannot be taken away", driver.driver().getClass().getName(), e);
    }
  }
}
