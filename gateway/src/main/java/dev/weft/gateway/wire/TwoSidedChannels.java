package dev.weft.gateway.wire;

import java.nio.channels.SelectionKey;
import java.util.Map;
import org.apache.kafka.common.memory.MemoryPool;
import org.apache.kafka.common.network.ChannelBuilder;
import org.apache.kafka.common.network.ChannelMetadataRegistry;
import org.apache.kafka.common.network.KafkaChannel;
import org.apache.kafka.common.network.NetworkReceive;

/**
 * Makes both sides of a selector's connections, which their names tell apart: clients' requests are
 * limited in size, and each side takes its memory from a pool.
 */
final class TwoSidedChannels implements ChannelBuilder {
  /** Begins the name of each connection to the broker. */
  static final String BROKER_SIDE = "broker-";

  private final ChannelBuilder clients;
  private final ChannelBuilder broker;
  private final int maxRequestBytes;
  private final MemoryPool requests;

  TwoSidedChannels(
      ChannelBuilder clients, ChannelBuilder broker, int maxRequestBytes, MemoryPool requests) {
    this.requests = requests;
    this.clients = clients;
    this.broker = broker;
    this.maxRequestBytes = maxRequestBytes;
  }

  @Override
  public void configure(Map<String, ?> configs) {
    // Both sides were configured when they were made.
  }

  @Override
  public KafkaChannel buildChannel(
      String id,
      SelectionKey key,
      int maxReceiveSize,
      MemoryPool pool,
      ChannelMetadataRegistry metadata) {
    return id.startsWith(BROKER_SIDE)
        ? broker.buildChannel(id, key, NetworkReceive.UNLIMITED, pool, metadata)
        : clients.buildChannel(id, key, maxRequestBytes, requests, metadata);
  }

  @Override
  public void close() {
    clients.close();
    broker.close();
  }
}
