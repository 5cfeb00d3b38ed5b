package dev.weft.server.own;

import dev.weft.model.Json;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Changes of the mesh log as CloudEvents 1.0, in the structured mode of its JSON format: type
 * {@code dev.weft.data-product.changed} or {@code .removed}, subject {@code DataProduct/payments},
 * and as data the kind, name, version, author and document. The key is the subject.
 *
 * <p>People, groups, keys, tokens, passwords, parameters and imported policies are not in it.
 */
public final class MetadataEvents {
  private static final Set<ResourceKind> TOLD =
      EnumSet.of(
          ResourceKind.DOMAIN,
          ResourceKind.DOMAIN_STANDING,
          ResourceKind.SOURCE_DESIGNATION,
          ResourceKind.PRODUCT_LIFE,
          ResourceKind.DATA_PRODUCT,
          ResourceKind.DATA_CONTRACT,
          ResourceKind.FLOW,
          ResourceKind.FLOW_CONTROL,
          ResourceKind.QUERY,
          ResourceKind.FUNCTION,
          ResourceKind.POLICY,
          ResourceKind.ENVIRONMENT,
          ResourceKind.TERM,
          ResourceKind.BUSINESS_METADATA,
          ResourceKind.BUSINESS_VALUES,
          ResourceKind.ASSIGNMENTS,
          ResourceKind.TAG_STOPS,
          ResourceKind.PORT_FIELDS,
          ResourceKind.PORT_HEALTH,
          ResourceKind.SOURCE_TABLE,
          ResourceKind.ZONE,
          ResourceKind.ROLE,
          ResourceKind.SUBSCRIPTION,
          ResourceKind.SUBJECT);

  private MetadataEvents() {}

  /** The event of a record of the mesh log, if it is about something that is told. */
  public static Optional<ProducerRecord<byte[], byte[]>> of(ConsumerRecord<byte[], byte[]> record) {
    var subject = new String(record.key(), StandardCharsets.UTF_8);
    return kind(subject)
        .map(
            kind ->
                new ProducerRecord<>(
                    OwnProduct.METADATA.topic(),
                    0,
                    record.timestamp(),
                    record.key(),
                    Json.bytes(event(kind, subject, record))));
  }

  /** A kind that this version does not know is told by none. */
  private static Optional<ResourceKind> kind(String subject) {
    var slash = subject.indexOf('/');
    return slash < 0
        ? Optional.empty()
        : ResourceKind.parse(subject.substring(0, slash)).filter(TOLD::contains);
  }

  private static Object event(
      ResourceKind kind, String subject, ConsumerRecord<byte[], byte[]> record) {
    var data =
        Json.object().put("kind", kind.word()).put("name", ResourceKey.parse(subject).name());
    var time = Instant.ofEpochMilli(record.timestamp());
    if (record.value() != null) {
      var stored = Json.parse(record.value());
      time = Instant.parse(stored.path("changedAt").asText());
      data.set("version", stored.path("version"));
      data.set("changedBy", stored.path("changedBy"));
      data.set("document", stored.path("document"));
    }
    var event =
        Json.object()
            .put("specversion", "1.0")
            .put("id", record.topic() + "-" + record.offset())
            .put("source", "/weft/mesh")
            .put(
                "type",
                "dev.weft." + word(kind) + (record.value() == null ? ".removed" : ".changed"))
            .put("subject", subject)
            .put("time", time.toString())
            .put("datacontenttype", "application/json");
    event.set("data", data);
    return event;
  }

  /** {@code DataProduct} is {@code data-product}. */
  private static String word(ResourceKind kind) {
    return kind.word().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }
}
