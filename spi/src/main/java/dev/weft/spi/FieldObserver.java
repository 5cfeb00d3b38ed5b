package dev.weft.spi;

import dev.weft.model.PortName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Is told of fields that are seen for the first time on a port, so that they are classified before
 * anyone reads them. Safe for any thread.
 */
public interface FieldObserver {
  /** The paths of the fields that have been looked at already. Cheap: asked for every batch. */
  Set<String> known(PortName port);

  /**
   * Classifies new fields. The writer waits for the future before it commits the records, so that
   * no reader can be earlier than the tag. Values are looked at and never kept.
   *
   * @param samples up to some hundred values of each field, by dotted path, as text
   */
  CompletableFuture<Void> seen(PortName port, Map<String, FieldSample> samples);

  /** Some values of one field. {@code type} is its logical type as ODCS names it. */
  record FieldSample(String type, List<String> values) {}
}
