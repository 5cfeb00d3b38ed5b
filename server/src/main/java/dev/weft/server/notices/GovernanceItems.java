package dev.weft.server.notices;

import dev.weft.server.governance.Agenda;
import dev.weft.server.identity.Caller;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.List;

/** For who governs: steps, votes, verifications, and products to decide on. */
public final class GovernanceItems implements InboxSource {
  private static final String KIND = "governance";

  @Override
  public List<InboxItem> of(Caller person, MeshState state, Instant now) {
    return Agenda.of(person, state, now).stream()
        .map(
            one ->
                InboxItem.toDo(
                        KIND + ":" + one.id(),
                        KIND,
                        one.what(),
                        "",
                        one.about(),
                        one.since(),
                        one.link())
                    .dueAt(one.due()))
        .toList();
  }
}
