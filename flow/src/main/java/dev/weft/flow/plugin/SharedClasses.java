package dev.weft.flow.plugin;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * What a plug-in sees besides itself: the JDK, {@code spi} and {@code model}, and what these speak
 * of in their signatures (Jackson's trees); and the logging interface, so that a plug-in's lines
 * are in Weft's log. All else of Weft, its services' files included, is not there for it.
 */
final class SharedClasses extends ClassLoader {
  private static final List<String> SHARED =
      List.of(
          "dev.weft.spi.",
          "dev.weft.model.",
          "com.fasterxml.jackson.annotation.",
          "com.fasterxml.jackson.core.",
          "com.fasterxml.jackson.databind.",
          "org.slf4j.");

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader weft;

  SharedClasses(ClassLoader weft) {
    super("weft-shared", ClassLoader.getPlatformClassLoader());
    this.weft = weft;
  }

  /** Whether a jar cannot bring a class of this name, as the shared one always wins. */
  static boolean isShared(String className) {
    return SHARED.stream().anyMatch(className::startsWith);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (isShared(name)) {
      return weft.loadClass(name);
    }
    throw new ClassNotFoundException(name);
  }

  @Override
  protected URL findResource(String name) {
    return null;
  }

  @Override
  protected Enumeration<URL> findResources(String name) throws IOException {
    return Collections.emptyEnumeration();
  }
}
