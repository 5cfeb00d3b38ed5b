package dev.weft.server.erasure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.catalog.topics.TopicTail;
import dev.weft.model.Json;
import dev.weft.model.KafkaAccess;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.server.parameters.SecretBox;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys under which persons' fields are encrypted, in a compacted topic of their own: each is
 * wrapped by the data folder's key, and stands under an id that the encrypted values name. A person
 * may have several, as two servers may each begin one. Destroying writes over them that they are
 * gone, so that a destroyed key can be told from one that has not been heard of yet. Safe for any
 * thread.
 */
public final class SubjectKeys implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SubjectKeys.class);

  /** What is kept in memory for each is about 250 bytes. */
  private static final int KEYS_MAX = 1_000_000;

  private static final int KEY_BYTES = 32;
  private static final int ID_BYTES = 12;
  private static final int PATIENCE_SECONDS = 20;

  private final SubjectKeyLog log;
  private final SecretBox box;
  private final SecureRandom random;
  private final Clock clock;
  private final TopicTail tail;
  private final Map<String, Key> keys = new ConcurrentHashMap<>();
  private final Map<String, String> current = new ConcurrentHashMap<>();
  private final Map<String, List<String>> ofSubject = new HashMap<>();
  private final Map<String, Future<?>> pending = new LinkedHashMap<>();

  /**
   * A key.
   *
   * @param subject the token of the person
   * @param secret empty: it is destroyed
   * @param erasure by which one it was
   */
  record Key(String subject, Optional<SecretKeySpec> secret, String erasure) {
    Key(String subject, SecretKeySpec secret) {
      this(subject, Optional.of(secret), "");
    }

    boolean isDestroyedBy(String one) {
      return secret.isEmpty() && erasure.equals(one);
    }

    @Override
    public String toString() {
      return secret.isPresent() ? "a key" : "a destroyed key";
    }
  }

  /** A key that is there, with its id. */
  record Current(String id, Key key) {}

  /** Does not read yet: {@link #start()} does. The topic must exist, with one partition. */
  public SubjectKeys(
      KafkaAccess kafka,
      String topic,
      SecretBox box,
      SecureRandom random,
      Clock clock,
      Consumer<Throwable> onBroken) {
    var partition = new TopicPartition(topic, 0);
    this.log = new SubjectKeyLog(kafka, partition);
    this.box = box;
    this.random = random;
    this.clock = clock;
    this.tail = new TopicTail(kafka, partition, OptionalLong.empty(), this::read, onBroken);
  }

  /** Returns when all keys are known. */
  public void start() {
    tail.start();
    try {
      if (!tail.awaitCaughtUp(Duration.ofSeconds(PATIENCE_SECONDS * 3L))) {
        throw behind();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw behind();
    }
  }

  /** The key with this id; empty: never heard of. */
  Optional<Key> byId(String id) {
    return Optional.ofNullable(keys.get(id));
  }

  /** A key to encrypt with; made when the person has none. */
  Current ofSubject(String subject) {
    var id = current.get(subject);
    var known = id == null ? null : keys.get(id);
    return known != null && known.secret().isPresent() ? new Current(id, known) : make(subject);
  }

  private synchronized Current make(String subject) {
    var before = current.get(subject);
    if (before != null && keys.get(before).secret().isPresent()) {
      return new Current(before, keys.get(before));
    }
    if (keys.size() >= KEYS_MAX) {
      throw Problem.environment(
              "too-many-keys",
              "There are " + KEYS_MAX + " keys of persons, and no room for more.",
              "Encrypt fields of fewer persons.")
          .asException();
    }
    var id = text(ID_BYTES);
    var secret = new byte[KEY_BYTES];
    random.nextBytes(secret);
    var wrapped = box.seal(place(id, subject), Base64.getEncoder().encodeToString(secret));
    put(id, new Key(subject, SubjectCipher.secret(secret)));
    pending.put(id, log.send(id, document(subject).put("key", wrapped)));
    return new Current(id, keys.get(id));
  }

  /** Returns when all keys that were made are stored. */
  void awaitStored() {
    Map<String, Future<?>> waiting;
    synchronized (this) {
      if (pending.isEmpty()) {
        return;
      }
      waiting = Map.copyOf(pending);
    }
    for (var each : waiting.entrySet()) {
      try {
        log.await(each.getValue());
      } catch (ProblemException e) {
        again(each.getKey());
        throw e;
      }
      synchronized (this) {
        pending.remove(each.getKey(), each.getValue());
      }
    }
  }

  /** It may stand in somebody's unit of work, so it is not forgotten: it is sent again. */
  private synchronized void again(String id) {
    var key = keys.get(id);
    var secret = Base64.getEncoder().encodeToString(key.secret().orElseThrow().getEncoded());
    var wrapped = box.seal(place(id, key.subject()), secret);
    pending.put(id, log.send(id, document(key.subject()).put("key", wrapped)));
  }

  /** The ids of the keys that a person has; with all that any server has stored. */
  List<String> live(String subject) {
    awaitAll();
    synchronized (this) {
      return ofSubject.getOrDefault(subject, List.of()).stream()
          .filter(id -> keys.get(id).secret().isPresent())
          .sorted()
          .toList();
    }
  }

  /**
   * Destroys all keys of a person; returns, when that is stored, how many the erasure has destroyed
   * by now.
   */
  long destroy(String subject, String erasure) {
    live(subject).forEach(id -> overwrite(id, subject, erasure));
    return destroyedBy(subject, erasure);
  }

  /** How many of a person's keys the erasure has destroyed. */
  synchronized long destroyedBy(String subject, String erasure) {
    return ofSubject.getOrDefault(subject, List.of()).stream()
        .filter(id -> keys.get(id).isDestroyedBy(erasure))
        .count();
  }

  /** Writes once more that the destroyed ones are, so that the log drops what was before. */
  void moveOn(String subject) {
    List<String> destroyed;
    synchronized (this) {
      destroyed =
          ofSubject.getOrDefault(subject, List.of()).stream()
              .filter(id -> keys.get(id).secret().isEmpty())
              .toList();
    }
    destroyed.forEach(id -> overwrite(id, subject, keys.get(id).erasure()));
  }

  private void overwrite(String id, String subject, String erasure) {
    var document = document(subject).put("destroyed", clock.instant().toString());
    log.await(log.send(id, document.put("erasure", erasure)));
    put(id, new Key(subject, Optional.empty(), erasure));
  }

  private synchronized void put(String id, Key key) {
    var before = keys.get(id);
    if (before != null && before.secret().isEmpty()) {
      return; // What is destroyed does not come back by what is read late.
    }
    keys.put(id, key);
    if (before == null) {
      ofSubject.computeIfAbsent(key.subject(), none -> new ArrayList<>(1)).add(id);
    }
    if (key.secret().isPresent()) {
      current.put(key.subject(), id);
    } else {
      current.remove(key.subject(), id);
    }
  }

  private void read(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return;
    }
    var id = new String(record.key(), StandardCharsets.UTF_8);
    var document = Json.parse(record.value());
    var subject = document.path("subject").asText();
    if (document.has("destroyed")) {
      put(id, new Key(subject, Optional.empty(), document.path("erasure").asText()));
    } else if (!keys.containsKey(id)) {
      try {
        var secret = box.open(place(id, subject), document.path("key").asText());
        var key = SubjectCipher.secret(Base64.getDecoder().decode(secret));
        put(id, new Key(subject, key));
      } catch (IllegalStateException e) {
        // Records under it are withheld, which is what a lost key file means.
        LOG.error("The key {} of a person cannot be opened with this secret.key", id);
      }
    }
  }

  private static ObjectNode document(String subject) {
    return Json.object().put("version", 1).put("subject", subject);
  }

  private static String place(String id, String subject) {
    return "subject key " + id + " " + subject;
  }

  private String text(int count) {
    var bytes = new byte[count];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private void awaitAll() {
    try {
      if (!tail.awaitRead(log.end() - 1, Duration.ofSeconds(PATIENCE_SECONDS))) {
        throw behind();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw behind();
    }
  }

  private static ProblemException behind() {
    return Problem.environment(
            "keys-behind",
            "The keys of persons could not be read to their end.",
            "Check that Kafka runs; after a start it may take a little longer.")
        .asException();
  }

  @Override
  public void close() {
    tail.close();
    log.close();
  }
}
