package dev.weft.server;

import dev.weft.policy.RequestConditions;
import dev.weft.server.http.AccessRoutes;
import dev.weft.server.http.InboxRoutes;
import dev.weft.server.http.Routes;
import dev.weft.server.http.WishRoutes;
import dev.weft.server.notices.ErasureItems;
import dev.weft.server.notices.GovernanceItems;
import dev.weft.server.notices.Inbox;
import dev.weft.server.notices.InboxSource;
import dev.weft.server.notices.MyRequestItems;
import dev.weft.server.notices.NoticeChoices;
import dev.weft.server.notices.Notices;
import dev.weft.server.notices.PortItems;
import dev.weft.server.notices.RequestItems;
import dev.weft.server.notices.StewardItems;
import dev.weft.server.notices.WishItems;
import dev.weft.server.requests.Absences;
import dev.weft.server.requests.Asking;
import dev.weft.server.requests.Confirmations;
import dev.weft.server.requests.Routing;
import dev.weft.server.requests.Subscriptions;
import dev.weft.server.requests.Wishes;
import java.util.List;

/** Asking for access, wishing for data, and what people should know and do. */
final class MeshRequests {
  final Subscriptions subscriptions;

  private final MeshBase base;
  private final Routing routing;
  private final Inbox inbox;
  private final NoticeChoices choices;
  private final Notices notices;

  /** Nothing happens yet. */
  MeshRequests(MeshBase base) {
    this.base = base;
    routing = new Routing(new RequestConditions(), base.clock);
    var settings = base.settings.notices().settings(System.getenv());
    subscriptions = new Subscriptions(base.mesh, routing, base.clock, base.random);
    inbox = new Inbox(base.mesh, sources(), base.clock);
    choices =
        new NoticeChoices(
            base.mesh, settings.hosts(), settings.mail().isPresent(), base.box, base.random);
    notices =
        base.parts.add(
            new Notices(
                base.mesh, base.writer, inbox, settings, base.publicUrl(), base.box, base.clock));
  }

  /**
   * From where people get things into their inbox: whoever has news for them adds a source here.
   */
  private List<InboxSource> sources() {
    return List.of(
        new RequestItems(routing),
        new MyRequestItems(routing),
        new PortItems(),
        new StewardItems(),
        new WishItems(),
        new GovernanceItems(),
        new ErasureItems());
  }

  /** From here on people are told. */
  void start() {
    notices.start();
  }

  void addTo(Routes routes) {
    new AccessRoutes(
            subscriptions,
            new Confirmations(base.mesh, routing),
            new Asking(base.mesh, routing, base.clock),
            base.mesh::state)
        .addTo(routes);
    new WishRoutes(new Wishes(base.mesh, base.random)).addTo(routes);
    new InboxRoutes(inbox, choices, new Absences(base.mesh)).addTo(routes);
  }

  /** In Prometheus' text format. */
  String metrics() {
    return notices.metrics();
  }
}
