package dev.weft.policy.rules;

import java.time.LocalDateTime;
import java.util.Optional;

/** Something that comes again and lasts for a while, on the wall clock of whoever asks. */
public interface Recurrence {
  /** Whether it is going on at this time; both ends belong to it. */
  boolean activeAt(LocalDateTime time);

  /** A time after this one at which the answer may change, never later than the change itself. */
  Optional<LocalDateTime> changesAfter(LocalDateTime time);
}
