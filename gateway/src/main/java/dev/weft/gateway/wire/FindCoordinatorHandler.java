package dev.weft.gateway.wire;

import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FindCoordinatorRequest;
import org.apache.kafka.common.requests.FindCoordinatorRequest.CoordinatorType;
import org.apache.kafka.common.requests.FindCoordinatorResponse;

/** Names the gateway as the coordinator of the principal's own groups and transactions. */
final class FindCoordinatorHandler implements ApiHandler {
  private static final short BATCHED = 4;

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
    var here = shared.advertised();
    // From version 4 on the upper fields must stay empty: with them filled clients wait for ever.
    if (exchange.version() < BATCHED) {
      data.setErrorMessage(exchange.cleaned(data.errorMessage()));
      if (data.errorCode() == Errors.NONE.code()) {
        data.setHost(here.host()).setPort(here.port());
      }
    }
    for (var coordinator : data.coordinators()) {
      coordinator.setKey(exchange.inward(coordinator.key()));
      coordinator.setErrorMessage(exchange.cleaned(coordinator.errorMessage()));
      if (coordinator.errorCode() == Errors.NONE.code()) {
        coordinator.setHost(here.host()).setPort(here.port());
      }
    }
  }
}
