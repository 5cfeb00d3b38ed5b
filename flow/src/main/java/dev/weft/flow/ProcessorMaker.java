package dev.weft.flow;

import dev.weft.flow.FlowPlan.Step;
import dev.weft.model.FlowSpec;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.spi.AccessContext;
import dev.weft.spi.SourceObserver;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorState;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.QueueProcessor;
import dev.weft.spi.flow.SourceProcessor;
import dev.weft.spi.flow.SourceTables;
import java.time.Duration;

/** Makes sources and processors of a flow, each with what the runner gives to it. */
record ProcessorMaker(
    FlowSpec flow,
    RunnerServices services,
    FlowScope scope,
    FlowServices controllers,
    FlowLog log,
    Duration idleAfter) {

  <S extends Record> Processor processor(ProcessorType.OfProcessor<S> type, Step step) {
    return type.create(settings(type, step), context(step, scope.memory(step.name())));
  }

  /**
   * As many as may work at the same moment. None may remember: there is one memory, not several.
   */
  <S extends Record> ConcurrentTasks tasks(ProcessorType.OfProcessor<S> type, Step step) {
    var context = context(step, new NoMemory(step.name()));
    return ConcurrentTasks.of(
        step.name(), step.options().tasks(), () -> type.create(settings(type, step), context));
  }

  <S extends Record> QueueProcessor queue(ProcessorType.OfQueue<S> type, Step step) {
    return type.create(settings(type, step), context(step, scope.memory(step.name())));
  }

  SourceProcessor source(Step step) {
    if (step.settings().orElseThrow() instanceof ConsumePort.Settings settings) {
      return log.readAhead(port(step.name(), settings));
    }
    return source((ProcessorType.OfSource<?>) step.type(), step);
  }

  private SourceProcessor port(String processor, ConsumePort.Settings settings) {
    return new QuietPort(
        new PortSource(
            settings,
            () -> services.gateway().apply(flow.product()),
            services.decoder(),
            "weft-flow-" + flow.name() + "-" + processor),
        next -> log.hasNews(settings.port(), next) || !mayRead(settings.portName()),
        services.clock(),
        idleAfter);
  }

  /** Who may not is to hear of it from the door itself. */
  private boolean mayRead(PortName port) {
    var product = PrincipalId.product(flow.product());
    return services.decisions().read(product, port, AccessContext.NONE).allowed();
  }

  private <S extends Record> SourceProcessor source(ProcessorType.OfSource<S> type, Step step) {
    return type.create(settings(type, step), context(step, scope.memory(step.name())));
  }

  private static <S extends Record> S settings(ProcessorType<S> type, Step step) {
    return type.settings().cast(step.settings().orElseThrow());
  }

  /** What is new there is told to those who look after the flow. */
  private void tell(String processor, SourceTables tables) {
    var reader = new SourceObserver.Reader(flow.name(), flow.product(), processor);
    var unused =
        services
            .sources()
            .seen(reader, tables)
            .thenAccept(
                news ->
                    news.forEach(
                        text -> scope.bulletins().tell(FlowStatus.Level.WARNING, processor, text)));
  }

  private ProcessorContext context(Step step, ProcessorState memory) {
    return new ProcessorContext(
        flow.name(),
        flow.product(),
        step.name(),
        services.clock(),
        services.expressions(),
        scope.newFields(step.name(), services.fields()),
        tables -> tell(step.name(), tables),
        memory,
        scope.gathered(flow.name(), step.name()),
        scope.space(),
        controllers,
        text -> scope.bulletins().tell(FlowStatus.Level.WARNING, step.name(), text));
  }
}
