package dev.weft.connect;

import dev.weft.flow.FlowLimits;
import dev.weft.flow.FlowRunner;
import dev.weft.flow.ProcessorTypes;
import dev.weft.flow.RunnerServices;
import dev.weft.flow.Tracing;
import dev.weft.flow.host.Beat;
import dev.weft.flow.host.HostedFlow;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.model.ProblemException;
import dev.weft.policy.CelExpressions;
import dev.weft.registry.ContractChecks;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.ServiceType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runner of one flow outside the server. With each beat it tells the server how the flow does,
 * and becomes what the server says. While the server does not answer it goes on as it was: whether
 * it may is decided at the gateway.
 */
final class HostedRunner implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HostedRunner.class);

  private final HostSettings settings;
  private final ServerLink link;
  private final String host;
  private final HostedPorts ports = new HostedPorts();
  private final HostedTables tables = new HostedTables();
  private final FlowRunner runner;
  private String edition = "";
  private String trouble = "";

  HostedRunner(HostSettings settings, String host, Clock clock) {
    this.settings = settings;
    this.link = new ServerLink(settings);
    this.host = host;
    var expressions = new CelExpressions();
    // The server decides where it may send, and holds a flow that may not.
    var services =
        RunnerServices.plain(
            settings.kafka(),
            product -> settings.kafka(),
            types(HostedRunner.class.getClassLoader()),
            expressions,
            new ContractChecks(expressions),
            ports,
            ports,
            ports::contract,
            clock);
    var folder = settings.key() + "-" + ProcessHandle.current().pid();
    var spill = Path.of(System.getProperty("java.io.tmpdir"), "weft-connect", folder);
    this.runner =
        new FlowRunner(
            services.withSources(tables),
            FlowLimits.DEFAULT.withThreads(1).withSpill(spill, 1L << 30),
            new Random(),
            Tracing.ON,
            new ServerLogReader(link));
  }

  /** The types that the plug-in has. */
  private static ProcessorTypes types(ClassLoader loader) {
    var processors = new ArrayList<ProcessorType<?>>();
    for (ProcessorType<?> type : ServiceLoader.load(ProcessorType.class, loader)) {
      processors.add(type);
    }
    var services = new ArrayList<ServiceType<?, ?>>();
    for (ServiceType<?, ?> type : ServiceLoader.load(ServiceType.class, loader)) {
      services.add(type);
    }
    return new ProcessorTypes(processors, services);
  }

  /**
   * Says how the flow does, hears what it is to be, and sees to it.
   *
   * @throws ServerLink.Ended when the flow is not this host's any more; it does not run then
   * @throws ProblemException when it cannot run here
   */
  void beat() throws ServerLink.Ended {
    if (runner.isTakenOver(settings.flow())) {
      throw new ServerLink.Ended("Another host has taken over this flow.");
    }
    try {
      var status = runner.status(settings.flow()).orElse(null);
      var sighting = tables.next();
      var history = runner.history(settings.flow());
      var answer = link.beat(new Beat(edition, host, status, history, sighting.orElse(null)));
      sighting.ifPresent(told -> tables.heard(told, answer.news()));
      if (answer.flow() != null) {
        become(answer);
      }
      trouble = "";
    } catch (ServerLink.Ended e) {
      runner.stop(settings.flow());
      throw e;
    } catch (IOException e) {
      var words = ServerLink.words(e);
      if (!words.equals(trouble)) {
        log.warn("Flow {}: the server does not answer: {}", settings.flow(), words);
        trouble = words;
      }
    }
  }

  private void become(HostedFlow now) {
    ports.become(now.ports());
    var flow = Json.read(now.flow(), FlowSpec.class);
    if (!flow.name().equals(settings.flow())) {
      throw new IllegalStateException("the server speaks of flow " + flow.name());
    }
    runner.start(flow, now.parameters(), Set.copyOf(now.held()));
    edition = now.edition();
  }

  @Override
  public void close() {
    runner.close();
  }
}
