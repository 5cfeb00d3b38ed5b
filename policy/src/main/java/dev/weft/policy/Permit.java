package dev.weft.policy;

import dev.weft.model.ReadLimits;
import java.util.Set;

/**
 * Leave to read, on terms.
 *
 * @param fields what may be read; empty: everything
 */
record Permit(Set<String> fields, ReadLimits limits) {
  Permit {
    fields = Set.copyOf(fields);
  }
}
