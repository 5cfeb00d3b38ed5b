package dev.weft.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;

/**
 * The business metadata that people have given to one thing, and to the fields of a port. What
 * documents say of themselves, as custom properties, is not repeated here.
 *
 * @param asset such as {@code port/sales.invoices}
 * @param values by dotted path of the field, {@link #WHOLE} for the thing itself; then by name,
 *     such as {@code risk.criticality}
 */
public record BusinessValues(String asset, Map<String, Map<String, Given>> values) {
  /** Stands for the thing itself. */
  public static final String WHOLE = "";

  /** A value, and who gave it. */
  public record Given(JsonNode value, String by, Instant at) {}

  public BusinessValues {
    values = Defaults.map(values);
  }

  /** Of a field, or of the thing itself. */
  public Map<String, Given> of(String field) {
    return values.getOrDefault(field, Map.of());
  }
}
