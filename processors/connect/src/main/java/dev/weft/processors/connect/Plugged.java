package dev.weft.processors.connect;

import java.util.concurrent.Callable;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Connector;

/**
 * A connector's class in its plug-in. All code of a plug-in is called with its class loader as the
 * thread's, as libraries expect that look for classes by name. For any thread.
 *
 * @param definition the settings that the connector declares
 */
record Plugged(Class<? extends Connector> type, String version, ConfigDef definition) {

  static Plugged of(Class<? extends Connector> type) throws ReflectiveOperationException {
    var before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(type.getClassLoader());
    try {
      var connector = type.getDeclaredConstructor().newInstance();
      var definition = connector.config();
      if (definition == null) {
        throw new IllegalStateException(type.getName() + " declares no settings");
      }
      var version = connector.version();
      return new Plugged(type, version == null ? "" : version, definition);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  /** As flows write it. */
  String name() {
    return type.getSimpleName();
  }

  ClassLoader loader() {
    return type.getClassLoader();
  }

  /** A new one, of a class of this plug-in or of Connect itself. */
  <T> T make(String className, Class<T> kind) throws ReflectiveOperationException {
    return make(Class.forName(className, true, loader()).asSubclass(kind));
  }

  <T> T make(Class<? extends T> made) throws ReflectiveOperationException {
    return made.getDeclaredConstructor().newInstance();
  }

  <T> T call(Callable<T> code) throws Exception {
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader());
    try {
      return code.call();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
