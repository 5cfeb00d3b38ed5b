package dev.weft.gateway.wire;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.message.ApiVersionsResponseData.FinalizedFeatureKeyCollection;
import org.apache.kafka.common.message.ApiVersionsResponseData.SupportedFeatureKeyCollection;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.ApiVersionsResponse;

/**
 * The requests that clients may make: what the broker, this program and {@link #LIMITS} have in
 * common. Everything else is refused.
 */
final class OfferedApis {
  private static final short ANY = Short.MAX_VALUE;
  private static final Set<String> FEATURES = Set.of("transaction.version", "group.version");

  /**
   * The allow-list, with the newest version of each request that the gateway understands in full.
   * Those with a number here would carry topic ids instead of names, or options that are not meant
   * for clients, from the next version on.
   */
  private static final Map<ApiKeys, Short> LIMITS = new EnumMap<>(ApiKeys.class);

  static {
    LIMITS.put(ApiKeys.API_VERSIONS, ANY);
    LIMITS.put(ApiKeys.SASL_HANDSHAKE, ANY);
    LIMITS.put(ApiKeys.SASL_AUTHENTICATE, ANY);
    LIMITS.put(ApiKeys.METADATA, ANY);
    LIMITS.put(ApiKeys.DESCRIBE_CLUSTER, (short) 1);
    LIMITS.put(ApiKeys.FETCH, ANY);
    LIMITS.put(ApiKeys.LIST_OFFSETS, ANY);
    LIMITS.put(ApiKeys.OFFSET_FOR_LEADER_EPOCH, ANY);
    LIMITS.put(ApiKeys.FIND_COORDINATOR, ANY);
    LIMITS.put(ApiKeys.JOIN_GROUP, ANY);
    LIMITS.put(ApiKeys.SYNC_GROUP, ANY);
    LIMITS.put(ApiKeys.HEARTBEAT, ANY);
    LIMITS.put(ApiKeys.LEAVE_GROUP, ANY);
    LIMITS.put(ApiKeys.OFFSET_COMMIT, (short) 9);
    LIMITS.put(ApiKeys.OFFSET_FETCH, (short) 9);
    LIMITS.put(ApiKeys.DESCRIBE_GROUPS, ANY);
    LIMITS.put(ApiKeys.LIST_GROUPS, ANY);
    LIMITS.put(ApiKeys.CONSUMER_GROUP_HEARTBEAT, ANY);
    LIMITS.put(ApiKeys.CONSUMER_GROUP_DESCRIBE, ANY);
    LIMITS.put(ApiKeys.PRODUCE, (short) 12);
    LIMITS.put(ApiKeys.INIT_PRODUCER_ID, (short) 5);
    LIMITS.put(ApiKeys.ADD_PARTITIONS_TO_TXN, (short) 3);
    LIMITS.put(ApiKeys.ADD_OFFSETS_TO_TXN, ANY);
    LIMITS.put(ApiKeys.TXN_OFFSET_COMMIT, (short) 5);
    LIMITS.put(ApiKeys.END_TXN, ANY);
  }

  private record Range(short min, short max) {}

  private final Map<ApiKeys, Range> ranges = new EnumMap<>(ApiKeys.class);
  private final ApiVersionsResponseData broker;

  OfferedApis(ApiVersionsResponseData broker) {
    this.broker = broker;
    broker.apiKeys().forEach(this::consider);
  }

  /** Whether clients may make this request in this version. */
  boolean offers(ApiKeys api, short version) {
    var range = ranges.get(api);
    return range != null && version >= range.min && version <= range.max;
  }

  /** The newest version in which the gateway itself may ask the broker. */
  short newest(ApiKeys api) {
    var range = ranges.get(api);
    if (range == null) {
      throw new IllegalStateException("The broker does not offer " + api + ".");
    }
    return range.max;
  }

  /** What clients are told. */
  ApiVersionsResponse response() {
    var data =
        new ApiVersionsResponseData()
            .setFinalizedFeaturesEpoch(broker.finalizedFeaturesEpoch())
            .setSupportedFeatures(supportedFeatures())
            .setFinalizedFeatures(finalizedFeatures());
    for (var each : ranges.entrySet()) {
      data.apiKeys()
          .add(
              new ApiVersion()
                  .setApiKey(each.getKey().id)
                  .setMinVersion(each.getValue().min)
                  .setMaxVersion(each.getValue().max));
    }
    return new ApiVersionsResponse(data);
  }

  private void consider(ApiVersion offered) {
    if (!ApiKeys.hasId(offered.apiKey())) {
      return;
    }
    var api = ApiKeys.forId(offered.apiKey());
    var limit = LIMITS.get(api);
    if (limit == null) {
      return;
    }
    var max = min(limit, offered.maxVersion(), api.latestVersion(false));
    // The broker lists versions of Produce that it no longer takes, for the sake of librdkafka,
    // which else reads nothing at all; so the lower end stays the broker's own.
    var min = api == ApiKeys.PRODUCE ? offered.minVersion() : max(offered.minVersion(), api);
    if (min <= max) {
      ranges.put(api, new Range(min, max));
    }
  }

  private SupportedFeatureKeyCollection supportedFeatures() {
    var kept = new SupportedFeatureKeyCollection();
    keep(broker.supportedFeatures()).forEach(each -> kept.add(each.duplicate()));
    return kept;
  }

  private FinalizedFeatureKeyCollection finalizedFeatures() {
    var kept = new FinalizedFeatureKeyCollection();
    broker.finalizedFeatures().stream()
        .filter(each -> FEATURES.contains(each.name()))
        .forEach(each -> kept.add(each.duplicate()));
    return kept;
  }

  private static Collection<ApiVersionsResponseData.SupportedFeatureKey> keep(
      SupportedFeatureKeyCollection offered) {
    return offered.stream().filter(each -> FEATURES.contains(each.name())).toList();
  }

  private static short min(short one, short two, short three) {
    return (short) Math.min(one, Math.min(two, three));
  }

  private static short max(short offered, ApiKeys api) {
    return (short) Math.max(offered, api.oldestVersion());
  }
}
