package dev.weft.gateway.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.MetadataResponseData;

/**
 * Knows the names of topic ids, as the broker told them. A topic never changes its name, and a new
 * topic of an old name has a new id, so what is here stays true. Safe for any thread; holds the
 * most recent hundred thousand.
 */
final class TopicIds {
  private static final int IDS_MAX = 100_000;

  private final Map<Uuid, String> names =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Uuid, String> eldest) {
          return size() > IDS_MAX;
        }
      };

  synchronized void learn(MetadataResponseData metadata) {
    for (var topic : metadata.topics()) {
      if (topic.name() != null && !Uuid.ZERO_UUID.equals(topic.topicId())) {
        names.put(topic.topicId(), topic.name());
      }
    }
  }

  synchronized Optional<String> name(Uuid id) {
    return Optional.ofNullable(names.get(id));
  }
}
