package dev.weft.gateway.wire;

import dev.weft.gateway.wire.Nodes.Seen;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.DescribeClusterRequest;
import org.apache.kafka.common.requests.DescribeClusterResponse;

/** Shows the cluster with the gateway in the brokers' place; its controllers to nobody. */
final class DescribeClusterHandler implements ApiHandler {
  private static final byte BROKERS = 1;

  private final Shared shared;

  DescribeClusterHandler(Shared shared) {
    this.shared = shared;
  }

  @Override
  public void handle(Exchange exchange) {
    if (exchange.request(DescribeClusterRequest.class).data().endpointType() != BROKERS) {
      exchange.refuse(Errors.MISMATCHED_ENDPOINT_TYPE);
      return;
    }
    var question =
        new DescribeClusterRequest.Builder(new DescribeClusterRequestData())
            .build(exchange.version());
    exchange.ask(
        question,
        DescribeClusterResponse.class,
        answer -> {
          advertise(answer.data());
          exchange.reply(answer);
        });
  }

  private void advertise(DescribeClusterResponseData data) {
    var nodes = shared.nodes();
    nodes.noticed(data.brokers().stream().map(Seen::of).toList());
    data.brokers().removeIf(broker -> nodes.advertised(broker.brokerId()).isEmpty());
    for (var broker : data.brokers()) {
      nodes
          .advertised(broker.brokerId())
          .ifPresent(at -> broker.setHost(at.host()).setPort(at.port()));
    }
  }
}
