package dev.weft.model.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Supplier;

/**
 * What a value in a document must look like. Shapes are put together from the factories in {@link
 * Shapes}; a shape says everything that is wrong, not only the first thing.
 */
@FunctionalInterface
interface Shape {
  void check(JsonNode node, At at);

  /** A shape that refers to itself, such as a field with fields. */
  static Shape lazy(Supplier<Shape> shape) {
    return (node, at) -> shape.get().check(node, at);
  }
}
