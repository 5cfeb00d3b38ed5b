package dev.weft.spi.flow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes processors of plug-ins that were not written for Weft, such as connectors of Kafka Connect.
 * A service of Weft's own class path; what a plug-in says of itself is not asked.
 */
public interface ForeignPlugins {
  /**
   * The classes in these jars that it can make types of; empty when the plug-in is of another kind.
   * It reads files only: no class of the plug-in is loaded.
   */
  List<String> find(List<Path> jars) throws IOException;

  /** Prefixes of the classes that always come from Weft if Weft has them. */
  List<String> shared();

  /** Prefixes of the classes that come from Weft only if the plug-in does not bring them. */
  List<String> lent();

  /**
   * A type for each class that was found. Whatever it throws makes the plug-in a broken one.
   *
   * @param plugin sees the plug-in's jars, what is shared and what is lent, and nothing else
   */
  List<ProcessorType<?>> types(List<String> classes, ClassLoader plugin)
      throws ReflectiveOperationException;
}
