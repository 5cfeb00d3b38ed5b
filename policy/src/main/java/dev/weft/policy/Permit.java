package dev.weft.policy;

import dev.weft.model.ReadLimits;
import java.util.Set;

/**
 * Leave to read, on terms.
 *
 * @param fields what may be read; empty: everything
 * @param audited false: reading by this leave needs no events
 */
record Permit(Set<String> fields, ReadLimits limits, boolean audited) {
  Permit {
    fields = Set.copyOf(fields);
  }
}
