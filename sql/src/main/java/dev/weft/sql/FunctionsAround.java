package dev.weft.sql;

import java.util.List;

/**
 * What the planner loads classes by while it plans a query that calls functions: Weft's own class
 * loader, and then those of the functions.
 */
final class FunctionsAround extends ClassLoader {
  private final List<ClassLoader> functions;

  private FunctionsAround(List<ClassLoader> functions) {
    super("functions of a query", FunctionsAround.class.getClassLoader());
    this.functions = functions;
  }

  /** Of a query without functions, Weft's own. */
  static ClassLoader of(List<FunctionClasses.Loaded> functions) {
    return functions.isEmpty()
        ? FunctionsAround.class.getClassLoader()
        : new FunctionsAround(
            functions.stream().map(each -> each.type().getClassLoader()).distinct().toList());
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    for (var loader : functions) {
      try {
        return loader.loadClass(name);
      } catch (ClassNotFoundException e) {
        // One of the others, perhaps.
      }
    }
    throw new ClassNotFoundException(name);
  }
}
