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
  private final List<String> shared;

  SharedClasses(ClassLoader weft) {
    this(weft, SHARED);
  }

  /** Shares these and no others, by the beginning of their names. */
  SharedClasses(ClassLoader weft, List<String> shared) {
    super("weft-shared", ClassLoader.getPlatformClassLoader());
    this.weft = weft;
    this.shared = List.copyOf(shared);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (shared.stream().anyMatch(name::startsWith)) {
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
