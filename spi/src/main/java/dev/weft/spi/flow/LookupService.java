package dev.weft.spi.flow;

import java.util.Map;
import java.util.Optional;

/** A controller service that knows something about keys, such as a table. Safe for any thread. */
public interface LookupService {
  /**
   * What is known about the key: values by name, as a {@link dev.weft.model.DataRecord} holds them.
   *
   * @throws RetryableException when it cannot be asked now
   */
  Optional<Map<String, Object>> find(String key) throws RetryableException;
}
