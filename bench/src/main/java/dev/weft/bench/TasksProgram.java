package dev.weft.bench;

import com.sun.net.httpserver.HttpServer;
import dev.weft.flow.FlowRunner;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * A processor that waits for an HTTP service which takes its time, with one and with several
 * concurrent tasks. What one task does is the peer; the service answers as many as come.
 */
final class TasksProgram implements Program {
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final long LOOK_NANOS = 2_000_000;

  @Override
  public String name() {
    return "tasks";
  }

  @Override
  public String summary() {
    return "Concurrent tasks of a processor that calls a slow service, beside one task.";
  }

  @Override
  public Map<String, String> options() {
    return Map.of("calls", "500", "millis", "20", "tasks", "1,4,16", "rounds", "2");
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    var calls = options.count("calls");
    var threads = Executors.newCachedThreadPool();
    var service = service(Duration.ofMillis(options.count("millis")));
    service.setExecutor(threads);
    service.start();
    try (var mesh = new RunningMesh()) {
      mesh.port("results", "none", 1); // The product that the flow belongs to.
      var source = mesh.port("payments", "called", 1);
      Topics.fill(mesh.direct(), source.topic(), "none", calls, i -> Payment.of(i).json());
      var table = report.table("tasks", "calls/s", "x one task", "CPU-us/call");
      var one = 0.0;
      for (var tasks : options.words("tasks")) {
        var speed = 0.0;
        var cpu = 0.0;
        // The best of the rounds: what else the machine does only ever makes it slower.
        for (var round = 0; round < options.count("rounds"); round++) {
          var flow = flow("tasks-" + tasks + "-" + round, source.topic(), service, tasks);
          var cost = measure(mesh.runner(), flow, calls);
          cpu = cost.perSecond() > speed ? cost.cpuMicros() : cpu;
          speed = Math.max(speed, cost.perSecond());
        }
        one = one == 0 ? speed : one;
        table.row(tasks, Report.one(speed), Report.two(speed / one), Report.thousands(cpu));
      }
      table.print();
    } finally {
      service.stop(0);
      threads.shutdownNow();
    }
  }

  private static HttpServer service(Duration takes) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var service = HttpServer.create(address, 256);
    service.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          LockSupport.parkNanos(takes.toNanos());
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    return service;
  }

  private static FlowSpec flow(String name, String port, HttpServer service, String tasks) {
    var text =
        """
        {'name': '%s', 'product': 'results', 'processors': [
          {'name': 'read', 'type': 'ConsumePort', 'settings': {'port': '%s'}},
          {'name': 'split', 'type': 'SplitRecord', 'settings': {'recordsPerSplit': 1},
           'relationships': {'original': {'autoTerminate': true}}},
          {'name': 'call', 'type': 'InvokeHTTP', 'concurrentTasks': %s,
           'settings': {'url': 'http://127.0.0.1:%d/'},
           'relationships': {'response': {'autoTerminate': true}}}],
         'connections': ['read.success -> split', 'split.splits -> call']}
        """
            .formatted(name, port, tasks, service.getAddress().getPort());
    return Json.read(Json.parse(text.replace('\'', '"')), FlowSpec.class);
  }

  private static Cost measure(FlowRunner runner, FlowSpec flow, int calls) throws Exception {
    try {
      return Cost.of(
          () -> {
            runner.start(flow, Map.of());
            awaitCalled(runner, flow.name(), calls);
            return calls;
          });
    } finally {
      runner.forget(flow.name());
    }
  }

  private static void awaitCalled(FlowRunner runner, String flow, int calls) {
    var deadline = System.nanoTime() + LONGEST.toNanos();
    while (true) {
      var status = runner.status(flow).orElseThrow();
      var call = status.processors().get(2);
      if (call.in() == calls) {
        return;
      }
      if (call.failed() > 0 || call.in() > calls || System.nanoTime() > deadline) {
        throw new IllegalStateException("The service was not called as it should: " + status);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
