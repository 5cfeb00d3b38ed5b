package dev.weft.server;

import dev.weft.policy.PolicyEngine;
import dev.weft.server.access.PortReader;
import dev.weft.server.apply.DocumentWork;
import dev.weft.server.apply.Drafts;
import dev.weft.server.audit.Replay;
import dev.weft.server.erasure.ErasureWork;
import dev.weft.server.http.MeshOperationsRoutes;
import dev.weft.server.http.PolicyRoutes;
import dev.weft.server.http.ValueRoutes;
import dev.weft.server.operations.BrokerTopics;
import dev.weft.server.operations.Operations;
import dev.weft.server.operations.OperationsPages;
import dev.weft.server.operations.RateHistory;
import dev.weft.server.policies.FieldReaders;
import dev.weft.server.policies.PolicyPreview;
import dev.weft.server.value.ValuePages;
import dev.weft.spi.Fold;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What people are shown of what policies come to, of what passes, and of what it is worth. */
record MeshInsights(MeshBase base, MeshViews views, MeshDoor door, MeshFlows flows, MeshActs acts) {

  PolicyRoutes policies(Replay replay, Function<List<Fold.Change>, PolicyEngine> engine) {
    var reader = new PortReader(door.sessions, door.records, base.clock);
    return new PolicyRoutes(
        base.mesh,
        new Drafts(base.mesh, acts.applier),
        new PolicyPreview(
            base.mesh, views.policy, engine, replay, acts.applier, reader::sample, base.clock),
        new FieldReaders(views.policy, base.clock));
  }

  ValueRoutes value() {
    return new ValueRoutes(new ValuePages(base.mesh, base.audit, base.clock));
  }

  MeshOperationsRoutes operations(StatusPage status, ErasureWork erasures) {
    var sources =
        new OperationsPages.Sources(
            status::state,
            door.gateway::snapshot,
            flows.deployer::status,
            acts.queries.keeper()::status,
            () ->
                Stream.concat(
                        erasures.now().stream().map(MeshInsights::work),
                        acts.documents.now().stream().map(MeshInsights::work))
                    .toList());
    return new MeshOperationsRoutes(
        new OperationsPages(
            base.mesh,
            sources,
            new BrokerTopics(acts.admin, base.clock),
            door.decisionTimes,
            base.folder.path(),
            base.clock),
        history(status));
  }

  private RateHistory history(StatusPage status) {
    var history = new RateHistory(() -> counted(status), base.clock);
    history.start();
    return history;
  }

  private RateHistory.Counted counted(StatusPage status) {
    var gateway = door.gateway.snapshot();
    return new RateHistory.Counted(
        gateway.delivered(),
        gateway.bytesDelivered(),
        gateway.requests(),
        door.decisionTimes.times().count(),
        flows.deployer.status().stream().mapToLong(OperationsPages::into).sum(),
        gateway.connections(),
        status.state().heapUsed());
  }

  private static Operations.Work work(ErasureWork.Now now) {
    return new Operations.Work(
        "erasure",
        now.erasure(),
        now.step(),
        now.by().toString(),
        now.since(),
        now.looked(),
        now.of());
  }

  private static Operations.Work work(DocumentWork.Now now) {
    return new Operations.Work(
        "documents", "", now.step(), now.by().toString(), now.since(), now.done(), now.of());
  }
}
