package dev.weft.bench;

import dev.weft.flow.FlowRunner;
import dev.weft.flow.FlowStatus;
import dev.weft.model.PortName;
import dev.weft.testing.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** The flows that are measured; each text takes a name and the port to publish to. */
final class Flows {
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final long LOOK_NANOS = 2_000_000;
  private static final String PUBLISH =
      "{'name': 'publish', 'type': 'PublishPort', 'settings': {'port': '%s'}}";

  private Flows() {}

  static String file(Path file, String reader) {
    return """
        {'name': '%%s', 'product': 'results', 'processors': [
          {'name': 'list', 'type': 'ListDirectory',
           'settings': {'directory': '%1$s', 'pattern': '%2$s', 'minAge': '0s'}},
          {'name': 'fetch', 'type': 'FetchFile',
           'settings': {'directory': '%1$s', 'reader': '%3$s'}},
          %4$s],
         'connections': ['list.success -> fetch', 'fetch.success -> publish']}
        """
        .formatted(file.getParent(), file.getFileName(), reader, PUBLISH);
  }

  static String table(PostgresServer postgres) {
    return """
        {'name': '%%s', 'product': 'results', 'processors': [
          {'name': 'read', 'type': 'QueryDatabaseTable',
           'settings': {'url': '%s', 'user': '%s', 'password': '%s', 'table': 'payment',
                        'maximumValueColumns': ['id']}},
          %s],
         'connections': ['read.success -> publish']}
        """
        .formatted(postgres.url("postgres"), postgres.user(), postgres.password(), PUBLISH);
  }

  static String port(PortName from) {
    return """
        {'name': '%%s', 'product': 'results', 'processors': [
          {'name': 'read', 'type': 'ConsumePort', 'settings': {'port': '%s'}},
          {'name': 'change', 'type': 'UpdateRecord',
           'settings': {'set': {'amount': 'record.amount * 2.0'}}},
          %s],
         'connections': ['read.success -> change', 'change.success -> publish']}
        """
        .formatted(from.topic(), PUBLISH);
  }

  /** Runs a flow until it has taken all of its records, which no processor may have refused. */
  static Cost run(FlowRunner runner, PublishedFlow flow, String name) throws Exception {
    var unique = name + "-" + flow.what().replaceAll("[^A-Za-z]+", "-");
    try {
      return Cost.of(
          () -> {
            runner.start(flow.named(unique), Map.of());
            awaitTaken(runner, unique, flow);
            return flow.records();
          });
    } finally {
      runner.forget(unique);
    }
  }

  private static void awaitTaken(FlowRunner runner, String name, PublishedFlow flow) {
    var deadline = System.nanoTime() + LONGEST.toNanos();
    while (true) {
      var status = runner.status(name).orElseThrow();
      var taken =
          status.processors().stream()
              .filter(one -> one.name().equals(flow.counts()))
              .mapToLong(FlowStatus.ProcessorStatus::in)
              .sum();
      var failed = status.processors().stream().mapToLong(FlowStatus.ProcessorStatus::failed).sum();
      if (taken == flow.records() && failed == 0) {
        return;
      }
      if (failed > 0 || taken > flow.records() || System.nanoTime() > deadline) {
        throw new IllegalStateException("The flow did not take what it should: " + status);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** Returns when the flow has committed so many records; throws when any went elsewhere. */
  static void awaitPublished(FlowRunner runner, String flow, long records) {
    var deadline = System.nanoTime() + LONGEST.toNanos();
    while (true) {
      var status = runner.status(flow).orElseThrow();
      var publish = status.processors().get(status.processors().size() - 1);
      var failed = status.processors().stream().mapToLong(FlowStatus.ProcessorStatus::failed).sum();
      if (publish.out() == records && failed == 0) {
        return;
      }
      if (failed > 0 || publish.out() > records || System.nanoTime() > deadline) {
        throw new IllegalStateException("The flow did not publish what it should: " + status);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
