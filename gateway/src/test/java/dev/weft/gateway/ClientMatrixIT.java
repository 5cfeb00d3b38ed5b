package dev.weft.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.gateway.Program.Run;
import dev.weft.gateway.json.Stars;
import dev.weft.model.PortName;
import dev.weft.spi.FieldRule;
import dev.weft.spi.ReadView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Unmodified clients, old and new, each a process with the libraries of its own release: what they
 * write and read through the gateway is held against what the broker has. The table in {@code
 * docs/operations.md} says the same.
 */
class ClientMatrixIT {
  private static Rig rig;
  private static Path folder;

  @BeforeAll
  static void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    rig = Rig.start(temporary.resolve("data"));
    // A new broker has no coordinators for some seconds; kafkajs does not wait for them everywhere.
    for (var group : List.of("matrix", "matrix-tx", "dirty", "seeker")) {
      rig.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    }
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @ParameterizedTest
  @CsvSource({
    "kafka-2.8, classic",
    "kafka-3.9, classic",
    "kafka-4.3, classic",
    "kafka-4.3, consumer"
  })
  void kafkasOwn(String client, String protocol) {
    var port = port();

    var run =
        Program.run(
            Program.java(
                Path.of("target", "test-classes") + ":" + Program.libraries(client),
                JavaClient.class.getName(),
                broker(),
                Rig.SECRET,
                port.topic(),
                client + protocol,
                protocol));

    assertThat(run.exit()).as(run.errors()).isZero();
    assertThat(run.facts("committed-in-transaction")).containsExactly("9");
    assertThat(run.facts("refused")).containsExactly("TopicAuthorizationException");
    assertReads(run, port);
    assertLooksAround(run, port, 100);
  }

  @Test
  void kafkajs() {
    var port = port();

    var run = Program.kafkajs("matrix.js", broker(), "ada-key", Rig.SECRET, port.topic());

    assertThat(run.exit()).as(run.errors() + run.lines()).isZero();
    assertThat(run.facts("committed-in-transaction")).containsExactly("9");
    assertThat(run.facts("refused")).containsExactly("TOPIC_AUTHORIZATION_FAILED");
    assertReads(run, port);
    assertLooksAround(run, port, 100);
  }

  /**
   * kcat has no transactions to write with, so another client writes some; and it takes, and so
   * commits, more than it is asked to print, so it reads twice to the end.
   */
  @Test
  void kcat() throws IOException {
    var port = port();
    var lines =
        Files.write(
            folder.resolve("rows"), IntStream.range(0, 200).mapToObj(ClientMatrixIT::row).toList());
    var wrote =
        kcat(
            "shop-key",
            "-X",
            "enable.idempotence=true",
            "-z",
            "lz4",
            "-P",
            "-t",
            port.topic(),
            "-l",
            lines.toString());
    assertThat(wrote.exit()).as(wrote.errors()).isZero();
    var facts = new ArrayList<String>();

    facts.addAll(group(port, "read "));
    writeInTransactions(port);
    facts.addAll(group(port, "resumed "));
    facts.addAll(
        consume(
            port,
            "uncommitted ",
            "-o",
            "beginning",
            "-e",
            "-X",
            "isolation.level=read_uncommitted"));
    facts.addAll(consume(port, "sought ", "-o", "41", "-c", "1"));
    facts.add("begin " + offsetAt(port, "-2"));
    facts.add("end " + offsetAt(port, "-1"));
    facts.add("time " + offsetAt(port, Long.toString(written(port).get(200).timestamp())));

    var run = new Run(0, facts, "");
    assertReads(run, port);
    assertLooksAround(run, port, 200);
  }

  @Test
  void flink() throws IOException {
    var input = port();
    var output = rig.port(1);
    rig.rulings.letWrite(Rig.SHOP, output);
    rig.rulings.grantAll(Rig.SHOP, output);
    rig.write(input, IntStream.range(0, 200).mapToObj(ClientMatrixIT::row).toArray(String[]::new));
    writeInTransactions(input);

    var run =
        Program.run(
            Program.java(
                Program.libraries("flink-2.3"),
                Program.source("FlinkCopy.java", folder).toString(),
                broker(),
                Rig.SECRET,
                input.topic(),
                output.topic(),
                "ada-key",
                "shop-key"));

    assertThat(run.exit()).as(run.errors()).isZero();
    try (var reader = rig.reader("shop-key", output, Map.of("isolation.level", "read_committed"))) {
      assertThat(Rig.poll(reader, 60))
          .extracting(ConsumerRecord::value)
          .containsExactlyElementsOf(seen(input).map(ClientMatrixIT::masked).toList());
    }
  }

  /** A standalone worker that knows nothing but the gateway: one connector writes, one reads. */
  @Test
  void kafkaConnect() throws Exception {
    var port = port();
    var input =
        Files.write(
            folder.resolve("in.txt"),
            IntStream.range(0, 200).mapToObj(ClientMatrixIT::row).toList());
    var output = folder.resolve("out.txt");
    var worker = new ConnectWorker(folder, broker());

    try (var running =
        worker.start(
            Map.of(
                "name",
                "from-file",
                "connector.class",
                "FileStreamSource",
                "file",
                input.toString(),
                "topic",
                port.topic()),
            Map.of(
                "name",
                "to-file",
                "connector.class",
                "FileStreamSink",
                "file",
                output.toString(),
                "topics",
                port.topic()))) {
      Rig.await(() -> running.isAliveAnd(() -> lines(output).size() >= 40));
    }

    assertThat(lines(output))
        .containsExactlyElementsOf(seen(port).map(ClientMatrixIT::masked).toList())
        .hasSize(40);
  }

  /**
   * What was read is what may be seen, at the broker's offsets, going on where it was committed.
   */
  private static void assertReads(Run run, PortName port) {
    var expected = seen(port).map(each -> each.offset() + " " + masked(each)).toList();
    assertThat(expected).hasSize(60);
    assertThat(run.facts("read")).hasSizeGreaterThanOrEqualTo(25).hasSizeLessThan(60);
    assertThat(Stream.concat(run.facts("read").stream(), run.facts("resumed").stream()))
        .containsExactlyElementsOf(expected);
    assertThat(run.facts("uncommitted")).hasSize(70);
    assertThat(run.facts("leaked")).isEmpty();
    assertThat(run.lines()).noneMatch(line -> line.contains("@"));
  }

  private static void assertLooksAround(Run run, PortName port, long offsetForTime) {
    assertThat(run.facts("begin")).containsExactly("0");
    assertThat(run.facts("end")).containsExactly(Long.toString(end(port)));
    assertThat(run.facts("time")).containsExactly(Long.toString(offsetForTime));
    assertThat(run.facts("sought")).hasSize(1).allMatch(fact -> fact.startsWith("45"));
  }

  /** What is in the port for those who read committed records, past the gateway. */
  private static List<ConsumerRecord<String, String>> written(PortName port) {
    var settings = rig.kafka.access().clientProperties();
    settings.put("isolation.level", "read_committed");
    var all = new ArrayList<ConsumerRecord<String, String>>();
    try (var reader =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      var partition = new TopicPartition(port.topic(), 0);
      reader.assign(List.of(partition));
      reader.seekToBeginning(List.of(partition));
      var end = end(port);
      Rig.await(
          () -> {
            reader.poll(Duration.ofMillis(100)).forEach(all::add);
            return reader.position(partition) >= end;
          });
    }
    return all;
  }

  private static Stream<ConsumerRecord<String, String>> seen(PortName port) {
    return written(port).stream().filter(each -> each.value().contains("Canada"));
  }

  private static String masked(ConsumerRecord<String, String> record) {
    return record.value().replaceFirst("\"[^\"]*@x.org\"", "\"***\"");
  }

  private static long end(PortName port) {
    var partition = new TopicPartition(port.topic(), 0);
    try {
      var end = rig.admin().listOffsets(Map.of(partition, OffsetSpec.latest())).all().get();
      return end.get(partition).offset();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Shop writes it; ada sees the rows of one country, and stars for the addresses. */
  private static PortName port() {
    var port = rig.port(1);
    rig.rulings.letWrite(Rig.SHOP, port);
    rig.rulings.grantAll(Rig.SHOP, port);
    rig.rulings.rule(
        Rig.ADA,
        new ReadView(
            port,
            true,
            "Granted.",
            Map.of("email", new FieldRule.Masked(new Stars(), "p-17", "pii.email")),
            FieldRule.SHOW,
            FieldRule.SHOW,
            Optional.of(new Canada()),
            Optional.empty(),
            List.of("p-17")));
    return port;
  }

  private static String row(int id) {
    var country = id % 5 == 0 ? "Canada" : "Brazil";
    return "{\"id\":" + id + ",\"email\":\"" + id + "@x.org\",\"country\":\"" + country + "\"}";
  }

  /** Two transactions, and between them one that is given up. */
  @SuppressWarnings("FutureReturnValueIgnored") // commit waits
  private static void writeInTransactions(PortName port) {
    try (var direct = rig.transactional()) {
      direct.initTransactions();
      for (int block = 0; block < 3; block++) {
        direct.beginTransaction();
        for (int i = 0; i < 50; i++) {
          direct.send(new ProducerRecord<>(port.topic(), row(1_000 + block * 50 + i)));
        }
        direct.flush();
        if (block == 1) {
          direct.abortTransaction();
        } else {
          direct.commitTransaction();
        }
      }
    }
  }

  private static List<String> group(PortName port, String fact) {
    var arguments = new ArrayList<>(List.of("-X", "auto.offset.reset=earliest"));
    arguments.addAll(List.of("-f", "%o %s\n", "-q", "-e"));
    arguments.addAll(List.of("-G", "cats", port.topic()));
    return facts(fact, kcat("ada-key", arguments.toArray(String[]::new)));
  }

  private static List<String> consume(PortName port, String fact, String... more) {
    var arguments = new ArrayList<>(List.of("-C", "-t", port.topic(), "-f", "%o %s\n", "-q"));
    arguments.addAll(List.of(more));
    return facts(fact, kcat("ada-key", arguments.toArray(String[]::new)));
  }

  private static List<String> facts(String fact, Run run) {
    assertThat(run.exit()).as(run.errors()).isZero();
    return run.lines().stream().map(line -> fact + line).toList();
  }

  /** kcat answers "TOPIC [PARTITION] offset OFFSET". */
  private static String offsetAt(PortName port, String time) {
    var run = kcat("ada-key", "-Q", "-t", port.topic() + ":0:" + time);
    assertThat(run.lines()).as(run.errors()).hasSize(1);
    return run.lines().get(0).replaceFirst(".* ", "");
  }

  private static Run kcat(String key, String... arguments) {
    return Program.kcat(broker(), key, arguments);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String broker() {
    return "127.0.0.1:" + rig.gateway.address().getPort();
  }
}
