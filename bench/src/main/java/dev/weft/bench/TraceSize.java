package dev.weft.bench;

import dev.weft.catalog.topics.MeshTopics;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** How much room the trace takes in the log, Kafka's own framing included. */
final class TraceSize {
  private TraceSize() {}

  static long of(Admin admin) throws ExecutionException, InterruptedException {
    var topic = MeshTopics.STANDARD.trace();
    var nodes = admin.describeCluster().nodes().get().stream().map(node -> node.id()).toList();
    return admin.describeLogDirs(List.copyOf(nodes)).allDescriptions().get().values().stream()
        .flatMap(folders -> folders.values().stream())
        .flatMap(folder -> folder.replicaInfos().entrySet().stream())
        .filter(replica -> replica.getKey().topic().equals(topic))
        .mapToLong(replica -> replica.getValue().size())
        .sum();
  }
}
