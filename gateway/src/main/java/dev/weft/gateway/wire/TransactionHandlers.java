package dev.weft.gateway.wire;

import java.util.Map;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.AddOffsetsToTxnRequest;
import org.apache.kafka.common.requests.AddOffsetsToTxnResponse;
import org.apache.kafka.common.requests.EndTxnRequest;
import org.apache.kafka.common.requests.EndTxnResponse;
import org.apache.kafka.common.requests.InitProducerIdRequest;
import org.apache.kafka.common.requests.InitProducerIdResponse;

/** Serves transactions, each principal's in a space of its own. */
final class TransactionHandlers {
  void register(Map<ApiKeys, ApiHandler> table) {
    table.put(
        ApiKeys.INIT_PRODUCER_ID,
        new NamespacedHandler<>(
            InitProducerIdRequest.class,
            InitProducerIdResponse.class,
            (request, exchange) -> {
              var id = request.data().transactionalId();
              if (id != null) {
                request.data().setTransactionalId(exchange.outward(id));
              }
            }));
    table.put(
        ApiKeys.ADD_OFFSETS_TO_TXN,
        new NamespacedHandler<>(
            AddOffsetsToTxnRequest.class,
            AddOffsetsToTxnResponse.class,
            (request, exchange) ->
                request
                    .data()
                    .setTransactionalId(exchange.outward(request.data().transactionalId()))
                    .setGroupId(exchange.outward(request.data().groupId()))));
    table.put(
        ApiKeys.END_TXN,
        new NamespacedHandler<>(
            EndTxnRequest.class,
            EndTxnResponse.class,
            (request, exchange) ->
                request
                    .data()
                    .setTransactionalId(exchange.outward(request.data().transactionalId()))));
    table.put(ApiKeys.ADD_PARTITIONS_TO_TXN, new AddPartitionsHandler());
    table.put(ApiKeys.TXN_OFFSET_COMMIT, new TxnOffsetCommitHandler());
  }
}
