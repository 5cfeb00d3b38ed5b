package dev.weft.sql;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/**
 * Loads the classes of one jar of functions: they see the JDK, Flink's classes and slf4j, and
 * nothing of Weft or of what Weft is made of.
 */
final class FunctionLoader extends URLClassLoader {

  /** What functions share with everybody. */
  private static final class Shared extends ClassLoader {
    private final ClassLoader weft;

    Shared(ClassLoader weft) {
      super("functions' parent", ClassLoader.getPlatformClassLoader());
      this.weft = weft;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith("org.apache.flink.") || name.startsWith("org.slf4j.")) {
        return weft.loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }
  }

  FunctionLoader(Path jar) {
    super(
        "functions of " + jar.getFileName(),
        new URL[] {url(jar)},
        new Shared(FunctionLoader.class.getClassLoader()));
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
