package dev.weft.server.notices;

import dev.weft.server.identity.Caller;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.List;

/**
 * Somewhere from where people get things into their inbox.
 *
 * <p>It is asked whenever somebody looks and before anybody is told, from any thread and for many
 * people one after another: it computes, keeps nothing, and asks nobody outside. What a person may
 * not know must not be in it. An item goes when it is answered no more.
 */
public interface InboxSource {
  /** What there is for this person as of this moment. */
  List<InboxItem> of(Caller person, MeshState state, Instant now);
}
