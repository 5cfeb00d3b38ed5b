package dev.weft.server;

import dev.weft.catalog.glossary.Glossary;
import dev.weft.catalog.lineage.LineageGraph;
import dev.weft.catalog.search.SearchIndex;
import dev.weft.catalog.trace.KafkaTraceLog;
import dev.weft.classification.Classifiers;
import dev.weft.classification.MeshClassifiers;
import dev.weft.embeddings.BgeSmallSource;
import dev.weft.policy.PolicyEngine;
import dev.weft.policy.sets.PolicySets;
import dev.weft.registry.schema.RegisteredSchemas;
import dev.weft.server.http.Events;
import dev.weft.server.observe.ForeignColumns;
import dev.weft.spi.Fold;
import java.util.List;

/** The views that follow the mesh log; with them it has been read. */
final class MeshViews {
  final PolicyEngine policy;
  final PolicySets policySets = new PolicySets();
  final SearchIndex search;
  final LineageGraph lineage;
  final ForeignColumns foreign = new ForeignColumns();
  final Glossary glossary = new Glossary();
  final Events events = new Events();
  final RegisteredSchemas schemas = new RegisteredSchemas();
  final MeshClassifiers classifiers = new MeshClassifiers(Classifiers.all());
  final KafkaTraceLog trace;

  /** Returns when they know what the log says. */
  MeshViews(MeshBase base) {
    policy = new PolicyEngine(base.clock, base.box.derive("masks"), base.settings.egressClosed());
    lineage = new LineageGraph(base.clock);
    search = base.parts.add(new SearchIndex(base.clock));
    if (base.settings.searchVectors()) {
      var folder = base.folder.path();
      search.keepMeanings(
          new BgeSmallSource(folder.resolve("models")), folder.resolve("search.vectors"));
    }
    var searching = search.inBackground(base.workers("search-index", 1), base.onBroken);
    for (Fold fold :
        List.of(
            policy,
            policySets,
            searching,
            lineage,
            foreign,
            glossary,
            events,
            schemas,
            classifiers)) {
      base.mesh.follow(fold);
    }
    trace = base.parts.add(new KafkaTraceLog(base.kafka, base.topics, base.onBroken));
    trace.start();
    base.mesh.start();
  }
}
