package dev.weft.flow;

/**
 * What a runner writes down of where records come from. Without it nothing can be walked back: off
 * is for measuring what it costs.
 */
public enum Tracing {
  ON,
  OFF
}
