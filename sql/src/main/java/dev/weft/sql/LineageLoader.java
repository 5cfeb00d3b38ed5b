package dev.weft.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Function;

/**
 * Loads the classes of {@code dev.weft.sql.lineage} beside Flink's planner, which Flink keeps in a
 * class loader of its own. Only types of the JDK pass between them and us.
 */
final class LineageLoader extends ClassLoader {
  private static final String PACKAGE = "dev.weft.sql.lineage.";
  private static final String ENTRY = PACKAGE + "PlanReader";

  /** One reader for each planner that there is, which is one for the process. */
  private static final ClassValue<Function<Object, Map<String, Object>>> READERS =
      new ClassValue<>() {
        @Override
        protected Function<Object, Map<String, Object>> computeValue(Class<?> planner) {
          return load(planner.getClassLoader());
        }
      };

  private LineageLoader(ClassLoader planner) {
    super("weft-lineage", planner);
  }

  /**
   * @param planner a class of the planner
   */
  static Function<Object, Map<String, Object>> reader(Class<?> planner) {
    return READERS.get(planner);
  }

  @SuppressWarnings("unchecked") // The class says so of itself.
  private static Function<Object, Map<String, Object>> load(ClassLoader planner) {
    try {
      return (Function<Object, Map<String, Object>>)
          new LineageLoader(planner).loadClass(ENTRY).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the reader of lineage cannot be loaded", e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(PACKAGE)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      var known = findLoadedClass(name);
      return known == null ? define(name) : known;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    var resource = name.replace('.', '/') + ".class";
    try (var in = LineageLoader.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      var bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
