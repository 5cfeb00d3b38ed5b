package dev.weft.server.notices;

import java.time.Instant;
import java.util.Optional;

/**
 * One thing that somebody should know or do.
 *
 * @param id the same for as long as it is the same news; another one is unread, and told, again
 * @param kind a stable word, such as {@code decide}
 * @param title one sentence, without a full stop; no words that others may choose freely but names
 * @param text what else there is to say, in the inbox only; may be empty
 * @param about what it is about: the id of a request or a wish, a port, a product
 * @param at since when
 * @param due until when something has to be done
 * @param weight how it is told
 * @param link where in the portal it can be done or looked at, from {@code /}
 */
public record InboxItem(
    String id,
    String kind,
    String title,
    String text,
    String about,
    Instant at,
    Optional<Instant> due,
    Weight weight,
    String link) {
  /** How much somebody is bothered with it. */
  public enum Weight {
    /** They have to do something. */
    TO_DO,
    /** They should know. */
    NEWS,
    /** They find it when they look; no mail is sent for it. */
    QUIET
  }

  /** Something to do. */
  static InboxItem toDo(
      String id, String kind, String title, String text, String about, Instant at, String link) {
    return new InboxItem(id, kind, title, text, about, at, Optional.empty(), Weight.TO_DO, link);
  }

  /** Something to know. */
  static InboxItem news(
      String id, String kind, String title, String text, String about, Instant at, String link) {
    return new InboxItem(id, kind, title, text, about, at, Optional.empty(), Weight.NEWS, link);
  }

  /** The same, to be done until then. */
  InboxItem dueAt(Optional<Instant> when) {
    return new InboxItem(id, kind, title, text, about, at, when, weight, link);
  }

  /** The same, of which nobody is told. */
  InboxItem quiet() {
    return new InboxItem(id, kind, title, text, about, at, due, Weight.QUIET, link);
  }
}
