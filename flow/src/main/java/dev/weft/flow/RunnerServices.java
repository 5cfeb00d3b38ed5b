package dev.weft.flow;

import dev.weft.model.Contract;
import dev.weft.model.FlowSpec;
import dev.weft.model.KafkaAccess;
import dev.weft.model.PortName;
import dev.weft.spi.Decisions;
import dev.weft.spi.Egress;
import dev.weft.spi.Expressions;
import dev.weft.spi.FieldObserver;
import dev.weft.spi.RecordCheck;
import dev.weft.spi.RecordDecoder;
import dev.weft.spi.SealedFields;
import dev.weft.spi.SourceObserver;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * What the runner asks others for.
 *
 * @param broker the log itself, which the runner writes as Weft, after asking {@code decisions}
 * @param gateway the door with the credentials of the named product, for reading ports
 * @param contracts the contract of a port, as it is now; called from many threads
 * @param decoder shows records of ports that are not JSON as JSON
 * @param egress decides where flows may send
 * @param sources hears of what there is at the sources of flows
 * @param refusals hears of what a flow may not send, once for as long as it stays the same
 * @param sealed encrypts fields of what is written to ports
 */
public record RunnerServices(
    KafkaAccess broker,
    Function<String, KafkaAccess> gateway,
    ProcessorTypes types,
    Expressions expressions,
    RecordCheck.Factory checks,
    FieldObserver fields,
    Decisions decisions,
    Function<PortName, Optional<Contract>> contracts,
    RecordDecoder decoder,
    Egress egress,
    SourceObserver sources,
    BiConsumer<FlowSpec, FlowEgress.Sent> refusals,
    SealedFields sealed,
    Clock clock) {

  /**
   * Of ports that hold JSON only, where no fields are encrypted, nobody decides where flows may
   * send, and nobody wants to hear what is new at sources.
   */
  public static RunnerServices plain(
      KafkaAccess broker,
      Function<String, KafkaAccess> gateway,
      ProcessorTypes types,
      Expressions expressions,
      RecordCheck.Factory checks,
      FieldObserver fields,
      Decisions decisions,
      Function<PortName, Optional<Contract>> contracts,
      Clock clock) {
    return new RunnerServices(
        broker,
        gateway,
        types,
        expressions,
        checks,
        fields,
        decisions,
        contracts,
        RecordDecoder.JSON,
        Egress.OPEN,
        SourceObserver.NONE,
        (flow, sent) -> {},
        SealedFields.NONE,
        clock);
  }

  /** With one who wants to hear what is new at sources. */
  public RunnerServices withSources(SourceObserver observer) {
    return new RunnerServices(
        broker,
        gateway,
        types,
        expressions,
        checks,
        fields,
        decisions,
        contracts,
        decoder,
        egress,
        observer,
        refusals,
        sealed,
        clock);
  }
}
