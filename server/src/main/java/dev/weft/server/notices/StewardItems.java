package dev.weft.server.notices;

import dev.weft.model.Assignments;
import dev.weft.model.DataProduct;
import dev.weft.model.PortFields;
import dev.weft.model.PortFields.FieldTag;
import dev.weft.model.PortName;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Rights;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** For stewards: tags and terms that were found by themselves and that nobody has confirmed. */
public final class StewardItems implements InboxSource {
  @Override
  public List<InboxItem> of(Caller person, MeshState state, Instant now) {
    var rights = new Rights(state);
    var items = new ArrayList<InboxItem>();
    for (var product : state.all(ResourceKind.DATA_PRODUCT, DataProduct.class)) {
      if (rights.tends(person, product)) {
        for (var port : product.outputPorts()) {
          add(state, product.portName(port), now, items);
        }
      }
    }
    return items;
  }

  private static void add(MeshState state, PortName port, Instant now, List<InboxItem> items) {
    var tags =
        state.find(ResourceKind.PORT_FIELDS, port.topic(), PortFields.class).stream()
            .flatMap(fields -> fields.fields().values().stream())
            .flatMap(field -> field.tags().stream())
            .filter(tag -> tag.status() == FieldTag.Status.SUGGESTED)
            .count();
    if (tags > 0) {
      items.add(task(state, "tags", ResourceKind.PORT_FIELDS, port, tags, "tag", now));
    }
    var terms =
        state.find(ResourceKind.ASSIGNMENTS, port.topic(), Assignments.class).stream()
            .flatMap(found -> found.terms().values().stream())
            .flatMap(List::stream)
            .filter(StewardItems::isOpen)
            .count();
    if (terms > 0) {
      items.add(
          task(state, "terms-to-confirm", ResourceKind.ASSIGNMENTS, port, terms, "term", now));
    }
  }

  private static boolean isOpen(Assignments.Assignment assignment) {
    return assignment.status() == Assignments.Status.PROPOSED
        || assignment.status() == Assignments.Status.DISCOVERED;
  }

  /** One for a port, however many there are: it is not new with each of them. */
  private static InboxItem task(
      MeshState state,
      String kind,
      ResourceKind where,
      PortName port,
      long number,
      String noun,
      Instant now) {
    var since =
        state
            .get(new ResourceKey(where, port.topic()))
            .map(resource -> resource.changedAt())
            .orElse(now);
    return InboxItem.toDo(
        kind + ":" + port.topic(),
        kind,
        "Confirm or reject what fields of %s mean".formatted(port),
        "%d suggested %s%s".formatted(number, noun, number == 1 ? "" : "s"),
        port.topic(),
        since,
        "/products/" + port.product() + "?port=" + port.topic());
  }
}
