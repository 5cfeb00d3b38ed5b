package dev.weft.sql;

import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.functions.AggregateFunction;
import org.apache.flink.table.functions.ScalarFunction;
import org.apache.flink.table.functions.TableFunction;
import org.apache.flink.table.functions.UserDefinedFunction;
import org.apache.flink.table.functions.UserDefinedFunctionHelper;

/**
 * The classes of functions, each jar loaded once, by a loader of its own. What a class does wrong
 * when it is loaded is told as a problem of the function. For the planner's thread.
 */
final class FunctionClasses {
  private static final int LOADERS_MAX = 50;

  private final FunctionJars jars;

  /** The loaders by hash; the one that was used longest ago goes first. */
  private final Map<String, FunctionLoader> loaders =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, FunctionLoader> eldest) {
          return size() > LOADERS_MAX;
        }
      };

  FunctionClasses(FunctionJars jars) {
    this.jars = jars;
  }

  /** A function that can be called. */
  record Loaded(QueryFunction function, Class<? extends UserDefinedFunction> type) {}

  /**
   * Its class.
   *
   * @throws ProblemException {@code no-such-jar}, {@code bad-function}
   */
  Loaded load(QueryFunction function) {
    if (function.isOfOthers()) {
      throw bad(function, "its class must be in a package of its own.");
    }
    var jar =
        jar(function); // Also where its classes are loaded already: it may have been withdrawn.
    var loader = loaders.computeIfAbsent(function.sha256(), any -> new FunctionLoader(jar));
    try {
      var type = Class.forName(function.className(), true, loader);
      if (type.getClassLoader() != loader || !isKnown(type)) {
        throw bad(
            function,
            "it must be in the jar, and a ScalarFunction, TableFunction or AggregateFunction.");
      }
      var known = type.asSubclass(UserDefinedFunction.class);
      UserDefinedFunctionHelper.validateClass(known);
      return new Loaded(function, known);
    } catch (ClassNotFoundException e) {
      throw bad(function, "the jar does not have this class.");
    } catch (ProblemException | OutOfMemoryError e) {
      throw e;
    } catch (RuntimeException | Error e) { // Code of others: whatever it does wrong is its fault.
      throw bad(function, words(e));
    }
  }

  /** The files of these functions' jars, each once. */
  List<Path> jars(List<QueryFunction> functions) {
    return functions.stream().map(this::jar).distinct().toList();
  }

  private Path jar(QueryFunction function) {
    return jars.jar(function.sha256())
        .orElseThrow(
            () ->
                Problem.environment(
                        "no-such-jar",
                        "The jar of the function "
                            + function
                            + " is not on this server: none in its folder 'functions' has the hash "
                            + function.sha256()
                            + ".",
                        "Put it there; nobody but the server's user may be able to change it.")
                    .asException());
  }

  private static boolean isKnown(Class<?> type) {
    return ScalarFunction.class.isAssignableFrom(type)
        || TableFunction.class.isAssignableFrom(type)
        || AggregateFunction.class.isAssignableFrom(type);
  }

  /** What a function's class has done wrong. */
  static Problem wrong(QueryFunction function, Throwable e) {
    return bad(function, words(e)).first();
  }

  private static ProblemException bad(QueryFunction function, String why) {
    return Problem.input(
            "bad-function",
            null,
            "The class " + function.className() + " of the function " + function + ": " + why,
            "It is public, with a public constructor without parameters.")
        .asException();
  }

  private static String words(Throwable e) {
    var first = e.getCause() == null ? e : e.getCause();
    return first.getClass().getSimpleName()
        + (first.getMessage() == null ? "." : ": " + first.getMessage());
  }
}
