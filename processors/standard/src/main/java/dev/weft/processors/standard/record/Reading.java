package dev.weft.processors.standard.record;

import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Content.Traced;

/** What a reader found at one place: a record, or something that is none. */
public sealed interface Reading {

  /** A record with the place it came from. */
  record Good(Traced item) implements Reading {}

  /**
   * Text that is no record.
   *
   * @param reason a sentence for people, without the text itself
   * @param text what stood there, cut to {@link Limits#RECORD_CHARACTERS}; may be empty
   */
  record Malformed(Origin origin, String reason, String text) implements Reading {}
}
