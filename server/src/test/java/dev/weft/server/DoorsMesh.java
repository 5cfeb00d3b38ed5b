package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.engines.EmbeddedKafka;
import dev.weft.model.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * One mesh for all doors: a port in each format, somebody for each rule, and for each rule another
 * product whose flows copy what that product may see.
 */
final class DoorsMesh implements AutoCloseable {
  static final List<PortFormat> FORMATS =
      List.of(
          new JsonFormat(), new AvroFormat.Framed(), new AvroFormat.Single(), new ProtobufFormat());

  /** So many of the records are older than the window that a grant may name. */
  static final int BEFORE_THE_WINDOW = 2;

  /** Who loses their grant in the middle, by the door; a flow's product is {@code leavers}. */
  static final String LEAVERS = "leavers";

  /** Every door shows the last one to whoever may see any: with it, all before it have come. */
  private static final List<String> RECORDS =
      List.of(
          "{\"id\":1,\"email\":\"ada@x.org\",\"country\":\"CH\",\"note\":\"a, \\\"quoted\\\" one\",\"address\":{\"city\":\"Bern\"}}",
          "{\"id\":2,\"email\":\"bo@x.org\",\"country\":\"BR\",\"note\":null,\"address\":{\"city\":\"Rio\"}}",
          "{\"id\":3,\"email\":\"cy@x.org\",\"country\":\"CH\",\"note\":\"\",\"address\":{\"city\":\"Genf\"}}",
          "{\"id\":4,\"email\":\"di@x.org\",\"country\":\"US\",\"note\":\"x\",\"address\":{\"city\":\"Rome\"}}",
          "{\"id\":5,\"email\":\"ed@x.org\",\"country\":\"CH\",\"note\":\"y\",\"address\":{\"city\":\"Chur\"}}");

  private final Path data;
  private final Weft weft;
  private final Rest admin;
  private final Map<String, Rest> people = new ConcurrentHashMap<>();
  private final Map<String, KafkaKey> keys = new ConcurrentHashMap<>();

  DoorsMesh(Path data) throws IOException {
    this.data = data;
    weft =
        Weft.start(
            Settings.parse(
                "data",
                List.of(
                    "--data",
                    data.toString(),
                    "--http",
                    "0",
                    "--gateway",
                    "0",
                    "--search-vectors",
                    "off")),
            Throwable::printStackTrace);
    admin = new Rest(weft.url(), Files.readString(data.resolve("admin.token")).strip());
    apply(DoorsText.products(names()));
    names().forEach(this::login);
    for (var format : FORMATS) {
      for (var port : List.of(port(format), moving(format))) {
        format.prepare(person("olga"), port);
      }
    }
    fill();
    grant();
  }

  @Override
  public void close() {
    weft.close();
  }

  /** The port that everything is read from. */
  static String port(PortFormat format) {
    return "people-" + format.word() + ".people";
  }

  /** A port of its own for grants that end, because more is written to it then. */
  static String moving(PortFormat format) {
    return "moving-" + format.word() + ".people";
  }

  /** The port into which a product's flow copies. */
  static String copy(String product, PortFormat format) {
    return product + "." + format.word();
  }

  static List<ObjectNode> written() {
    return RECORDS.stream().map(text -> (ObjectNode) Json.parse(text)).toList();
  }

  String url() {
    return weft.url();
  }

  int gatewayPort() {
    return Integer.parseInt(weft.gatewayAddress().replaceAll(".*:", ""));
  }

  Rest admin() {
    return admin;
  }

  Rest person(String name) {
    return people.get(name);
  }

  /** One key for all ports. */
  KafkaKey key(String person) {
    return keys.computeIfAbsent(
        person, name -> KafkaKey.of(people.get(name), port(FORMATS.get(0))));
  }

  /** Writes a record as it is, to where the gateway reads it. */
  void write(String port, PortFormat format, ObjectNode record) {
    var properties = broker();
    try (var producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      var key = record.path("id").asText().getBytes(StandardCharsets.UTF_8);
      var unused = producer.send(new ProducerRecord<>(port, 0, key, format.encode(record)));
      producer.flush();
    }
  }

  private Properties broker() {
    try {
      return EmbeddedKafka.accessOf(data).clientProperties();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that is in a topic, past every door. */
  List<byte[]> stored(String topic) {
    var properties = broker();
    properties.put("isolation.level", "read_committed");
    var values = new ArrayList<byte[]>();
    try (var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      var end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }

  /** Somebody asks for a port and its owner approves. */
  String subscribe(String person, String port, ObjectNode terms) {
    var asked =
        people
            .get(person)
            .post("/api/v1/subscriptions", Json.object().put("port", port).put("purpose", "test"));
    assertThat(asked.status()).as(asked.text()).isEqualTo(200);
    return approve(asked.body().path("id").asText(), terms);
  }

  /** What a product's input port has asked for is approved. */
  String approveInput(String product, String port, ObjectNode terms) {
    return approve(
        input(product, port)
            .orElseThrow(() -> new AssertionError(product + " has not asked for " + port)),
        terms);
  }

  private Optional<String> input(String product, String port) {
    for (var one : admin.get("/api/v1/subscriptions?view=all&port=" + port).body().path("items")) {
      if (one.path("principal").asText().equals("product:" + product)) {
        return Optional.of(one.path("id").asText());
      }
    }
    return Optional.empty();
  }

  private String approve(String id, ObjectNode terms) {
    var approved = person("olga").post("/api/v1/subscriptions/" + id + "/approve", terms);
    assertThat(approved.status()).as(approved.text()).isEqualTo(200);
    return id;
  }

  void revoke(String subscription) {
    var revoked =
        person("olga").post("/api/v1/subscriptions/" + subscription + "/revoke", Json.object());
    assertThat(revoked.status()).as(revoked.text()).isEqualTo(200);
  }

  private void fill() {
    var records = written();
    for (var format : FORMATS) {
      for (var record : records.subList(0, BEFORE_THE_WINDOW)) {
        write(port(format), format, record);
      }
      records.forEach(record -> write(moving(format), format, record));
    }
    // Records have milliseconds: the window begins with a whole one.
    var window = Instant.now().truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
    while (Instant.now().isBefore(window)) {
      Thread.onSpinWait();
    }
    for (var format : FORMATS) {
      for (var record : records.subList(BEFORE_THE_WINDOW, records.size())) {
        write(port(format), format, record);
      }
      var terms = Json.object().put("from", window.toString()).put("lookback", "P30D");
      subscribe(DoorRule.WINDOW.person(), port(format), terms);
      approveInput(DoorRule.WINDOW.product(), port(format), terms);
    }
  }

  private void grant() {
    for (var format : FORMATS) {
      var port = port(format);
      var past = Json.object().put("to", "2020-01-01");
      subscribe(DoorRule.ENDED.person(), port, past);
      approveInput(DoorRule.ENDED.product(), port, past);
      revoke(subscribe(DoorRule.REVOKED.person(), port, Json.object()));
      revoke(approveInput(DoorRule.REVOKED.product(), port, Json.object()));
    }
    apply(DoorsText.flows());
  }

  private void login(String name) {
    people.put(name, OwnServer.login(weft, name));
  }

  private void apply(String text) {
    var body = Json.object();
    body.putArray("documents").addObject().put("file", "mesh.yaml").put("text", text);
    var answer = admin.post("/api/v1/apply", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private static List<String> names() {
    var names = new ArrayList<>(List.of("olga", "bert", "audrey"));
    Stream.of(DoorRule.values()).map(DoorRule::person).forEach(names::add);
    Door.FOLLOWING.forEach(door -> names.add(door.leaver()));
    names.add(Door.ROWS.leaver());
    return names;
  }
}
