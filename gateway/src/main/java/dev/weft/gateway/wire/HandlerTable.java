package dev.weft.gateway.wire;

import dev.weft.gateway.access.FieldSightings;
import java.util.EnumMap;
import java.util.Map;
import org.apache.kafka.common.protocol.ApiKeys;

/** Which handler serves which request. */
final class HandlerTable {
  Map<ApiKeys, ApiHandler> handlers(Shared shared) {
    var sightings = new FieldSightings(shared.fields(), shared.clock());
    var shaper =
        new ViewShaper(
            shared.counters(),
            sightings,
            shared.schemas(),
            shared.writes(),
            shared.sealed(),
            shared.clock());
    var table = new EnumMap<ApiKeys, ApiHandler>(ApiKeys.class);
    table.put(ApiKeys.API_VERSIONS, new ApiVersionsHandler(shared));
    table.put(ApiKeys.SASL_HANDSHAKE, new SaslLateHandler());
    table.put(ApiKeys.SASL_AUTHENTICATE, new SaslLateHandler());
    table.put(ApiKeys.METADATA, new MetadataHandler(shared));
    table.put(ApiKeys.DESCRIBE_CLUSTER, new DescribeClusterHandler(shared));
    table.put(ApiKeys.LIST_OFFSETS, new ListOffsetsHandler());
    table.put(ApiKeys.OFFSET_FOR_LEADER_EPOCH, new LeaderEpochHandler());
    table.put(ApiKeys.FETCH, new FetchHandler(shared, shaper));
    table.put(ApiKeys.FIND_COORDINATOR, new FindCoordinatorHandler(shared));
    table.put(ApiKeys.PRODUCE, new ProduceHandler(shared));
    new GroupHandlers().register(table);
    new TransactionHandlers().register(table);
    return table;
  }
}
