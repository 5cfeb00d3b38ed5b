package dev.weft.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.PortName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.MetadataRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that have a key and mean no good. */
class HostileClientsIT {
  private static final Random RANDOM = new Random(11);
  private static Rig rig;

  @BeforeAll
  static void start(@TempDir Path folder) {
    rig = Rig.start(folder);
    // Hundreds of logins, of which nothing is tested here but what comes after them.
    rig.keys.addQuick("bo-quick", Rig.BO, Rig.SECRET);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void randomRequestsEndTheirOwnConnectionAtMost() throws IOException {
    var port = rig.port(1);
    rig.write(port, "{}");
    rig.rulings.grantAll(Rig.ADA, port);
    try (var reader = rig.reader("ada-key", port)) {
      Rig.poll(reader, 1);

      for (int i = 0; i < 150; i++) {
        try (var client = raw("bo-quick")) {
          client.send(randomRequest());
          client.next();
        }
      }

      rig.write(port, "{}");
      assertThat(Rig.poll(reader, 1)).hasSize(1);
    }
  }

  /** Proper requests of every kind that is offered, with some bytes changed. */
  @Test
  void damagedRequestsEndTheirOwnConnectionAtMost() throws IOException {
    var port = rig.port(1);
    rig.write(port, "{}");
    rig.rulings.grantAll(Rig.ADA, port);
    try (var reader = rig.reader("ada-key", port)) {
      Rig.poll(reader, 1);

      for (int round = 0; round < 3; round++) {
        for (var api : ApiKeys.clientApis()) {
          try (var client = raw("bo-quick")) {
            client.send(damaged(api));
            client.next();
          }
        }
      }

      rig.write(port, "{}");
      assertThat(Rig.poll(reader, 1)).hasSize(1);
    }
    Rig.await(() -> rig.gateway.snapshot().connections() <= 1);
  }

  private static byte[] damaged(ApiKeys api) {
    var versions = api.allVersions();
    var version = versions.get(RANDOM.nextInt(versions.size()));
    var body = MessageUtil.toByteBufferAccessor(api.messageType.newRequest(), version).buffer();
    var head = api.requestHeaderVersion(version) > 1 ? 11 : 10;
    var frame = ByteBuffer.allocate(head + body.remaining() + RANDOM.nextInt(20));
    frame.putShort(api.id).putShort(version).putInt(7).putShort((short) -1);
    frame.position(head);
    frame.put(body);
    for (int i = RANDOM.nextInt(4); i >= 0; i--) {
      frame.put(8 + RANDOM.nextInt(frame.capacity() - 8), (byte) RANDOM.nextInt(256));
    }
    return frame.array();
  }

  @Test
  void requestsForBrokersAndAdministratorsEndTheConnection() throws IOException {
    for (var api :
        List.of(
            ApiKeys.CREATE_TOPICS,
            ApiKeys.DELETE_TOPICS,
            ApiKeys.ALTER_CONFIGS,
            ApiKeys.DESCRIBE_CONFIGS,
            ApiKeys.DELETE_GROUPS,
            ApiKeys.CREATE_ACLS,
            ApiKeys.ENVELOPE,
            ApiKeys.SHARE_FETCH,
            ApiKeys.WRITE_TXN_MARKERS,
            ApiKeys.DESCRIBE_TOPIC_PARTITIONS)) {
      try (var client = raw("ada-key")) {
        client.send(header(api.id, api.latestVersion(), 40));

        assertThat(client.next()).as(api.name).contains(-1);
      }
    }
  }

  @Test
  void tooLargeRequestEndsTheConnectionBeforeItIsRead() throws IOException {
    try (var client = raw("ada-key")) {
      client.sendLength(GatewaySettings.loopback(0).limits().requestBytes() + 1);

      assertThat(client.next()).contains(-1);
    }
  }

  @Test
  void fetchByTopicIdIsJudgedByTheName() throws Exception {
    var secret = new PortName("vault", "gold");
    rig.create(secret.topic(), 1);
    rig.write(secret, "{}");
    rig.create("_weft.vault", 1);
    for (var topic : List.of(secret.topic(), "_weft.vault")) {
      var id =
          rig.admin().describeTopics(List.of(topic)).allTopicNames().get().get(topic).topicId();
      try (var client = raw("ada-key")) {
        assertThat(fetch(client, id, -1)).isEqualTo(Errors.TOPIC_AUTHORIZATION_FAILED);
        assertThat(fetch(client, id, 1)).isEqualTo(Errors.TOPIC_AUTHORIZATION_FAILED);
        assertThat(metadata(client, id).errorCode()).isEqualTo(Errors.UNKNOWN_TOPIC_ID.code());
        assertThat(metadata(client, id).name()).isNull();
      }
    }
    try (var client = raw("ada-key")) {
      assertThat(fetch(client, Uuid.randomUuid(), -1)).isEqualTo(Errors.UNKNOWN_TOPIC_ID);
    }
  }

  private static Errors fetch(RawClient client, Uuid id, int replica) throws IOException {
    var data =
        new FetchRequestData()
            .setMaxWaitMs(0)
            .setReplicaState(new FetchRequestData.ReplicaState().setReplicaId(replica))
            .setTopics(
                List.of(
                    new FetchTopic()
                        .setTopicId(id)
                        .setPartitions(
                            List.of(new FetchPartition().setPartitionMaxBytes(1_000_000)))));
    var answer = (FetchResponseData) client.ask(new FetchRequest(data, (short) 17)).data();
    var partition = answer.responses().get(0).partitions().get(0);
    assertThat(partition.records().sizeInBytes()).isZero();
    return Errors.forCode(partition.errorCode());
  }

  private static MetadataResponseData.MetadataResponseTopic metadata(RawClient client, Uuid id)
      throws IOException {
    var data =
        new MetadataRequestData()
            .setTopics(List.of(new MetadataRequestTopic().setTopicId(id).setName(null)));
    var answer = (MetadataResponseData) client.ask(new MetadataRequest(data, (short) 12)).data();
    return answer.topics().iterator().next();
  }

  private static RawClient raw(String key) throws IOException {
    return new RawClient(rig.gateway.address(), key, Rig.SECRET);
  }

  private static byte[] randomRequest() {
    return header((short) RANDOM.nextInt(95), (short) RANDOM.nextInt(19), RANDOM.nextInt(120));
  }

  private static byte[] header(short api, short version, int more) {
    var junk = new byte[more];
    RANDOM.nextBytes(junk);
    var frame = ByteBuffer.allocate(8 + 2 + more);
    frame.putShort(api).putShort(version).putInt(7).putShort((short) -1).put(junk);
    return frame.array();
  }
}
