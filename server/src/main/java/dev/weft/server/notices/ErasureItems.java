package dev.weft.server.notices;

import dev.weft.model.Erasure;
import dev.weft.model.ResourceKind;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Rights;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** For who speaks for a domain: erasures of what was made there from a person's records. */
public final class ErasureItems implements InboxSource {

  @Override
  public List<InboxItem> of(Caller person, MeshState state, Instant now) {
    var rights = new Rights(state);
    var items = new ArrayList<InboxItem>();
    for (var erasure : state.all(ResourceKind.ERASURE, Erasure.class)) {
      var waits =
          erasure.status() == Erasure.Status.PLANNED
              && !erasure.isOver(now)
              && !erasure.plan().plannedBy().equals(person.id());
      if (waits) {
        erasure.waitsFor().stream()
            .filter(domain -> rights.tends(person, domain) || rights.governs(person, domain))
            .filter(domain -> isOpen(erasure, domain))
            .forEach(domain -> items.add(asked(erasure, domain)));
      }
    }
    return items;
  }

  /** Nobody has said no either. */
  private static boolean isOpen(Erasure erasure, String domain) {
    return erasure.consents().stream().noneMatch(one -> one.domain().equals(domain));
  }

  private static InboxItem asked(Erasure erasure, String domain) {
    var id = erasure.id();
    return InboxItem.toDo(
            "erasure:" + id + ":" + domain,
            "erasure",
            "The erasure %s asks the domain %s".formatted(id, domain),
            "It erases what was made there from a person's records and may be others' too."
                + " 'weft erase --show %s' says where; --agree or --object with --domain %s --why."
                    .formatted(id, domain),
            id,
            erasure.plan().plannedAt(),
            "/erasures/" + id)
        .dueAt(Optional.of(erasure.plan().expires()));
  }
}
