package dev.weft.gateway.wire;

import org.apache.kafka.common.message.FindCoordinatorResponseData.Coordinator;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FindCoordinatorRequest;
import org.apache.kafka.common.requests.FindCoordinatorRequest.CoordinatorType;
import org.apache.kafka.common.requests.FindCoordinatorResponse;

/** Names the gateway as the coordinator of the principal's own groups and transactions. */
final class FindCoordinatorHandler implements ApiHandler {
  private static final short BATCHED = 4;
  private static final int NOBODY = -1;

  private final Shared shared;

  FindCoordinatorHandler(Shared shared) {
    this.shared = shared;
  }

  @Override
  public void handle(Exchange exchange) {
    var request = exchange.request(FindCoordinatorRequest.class);
    var data = request.data();
    var type = data.keyType();
    if (type != CoordinatorType.GROUP.id() && type != CoordinatorType.TRANSACTION.id()) {
      exchange.refuse(Errors.INVALID_REQUEST);
      return;
    }
    if (exchange.version() < BATCHED) {
      data.setKey(exchange.outward(data.key()));
    } else {
      data.setCoordinatorKeys(data.coordinatorKeys().stream().map(exchange::outward).toList());
    }
    exchange.ask(
        request,
        FindCoordinatorResponse.class,
        answer -> {
          inward(answer, exchange);
          exchange.reply(answer);
        });
  }

  private void inward(FindCoordinatorResponse answer, Exchange exchange) {
    var data = answer.data();
    // From version 4 on the upper fields must stay empty: with them filled clients wait for ever.
    if (exchange.version() < BATCHED) {
      data.setErrorMessage(exchange.cleaned(data.errorMessage()));
      if (data.errorCode() == Errors.NONE.code()) {
        shared
            .nodes()
            .advertised(data.nodeId())
            .ifPresentOrElse(
                at -> data.setHost(at.host()).setPort(at.port()),
                () -> data.setErrorCode(notYet()).setNodeId(NOBODY).setHost("").setPort(NOBODY));
      }
    }
    for (var coordinator : data.coordinators()) {
      coordinator.setKey(exchange.inward(coordinator.key()));
      coordinator.setErrorMessage(exchange.cleaned(coordinator.errorMessage()));
      if (coordinator.errorCode() == Errors.NONE.code()) {
        advertise(coordinator);
      }
    }
  }

  private void advertise(Coordinator coordinator) {
    shared
        .nodes()
        .advertised(coordinator.nodeId())
        .ifPresentOrElse(
            at -> coordinator.setHost(at.host()).setPort(at.port()),
            () -> coordinator.setErrorCode(notYet()).setNodeId(NOBODY).setHost("").setPort(NOBODY));
  }

  /** The coordinator is a broker that clients cannot be sent to yet: they ask again. */
  private short notYet() {
    shared.nodes().doubted();
    return Errors.COORDINATOR_NOT_AVAILABLE.code();
  }
}
