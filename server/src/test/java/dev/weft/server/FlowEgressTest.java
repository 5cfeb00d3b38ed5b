package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.flow.FlowEgress;
import dev.weft.flow.FlowEgress.Sent;
import dev.weft.flow.ProcessorTypes;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.format.Documents;
import dev.weft.model.format.Problems;
import dev.weft.model.format.SourceText;
import dev.weft.policy.CelExpressions;
import dev.weft.spi.Egress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where flows send to, and what of the ports that they read gets there. */
class FlowEgressTest {
  private final ProcessorTypes types = Installed.types();
  private final CelExpressions cel = new CelExpressions();

  /** Everything may be sent everywhere, but without personal data. */
  private record Without(Set<String> classified) implements Egress {
    @Override
    public Verdict decide(String product, String place) {
      return new Verdict(true, "p", "it allows it", List.of(new TagRule("p", List.of("pii.*"))));
    }

    @Override
    public List<ReadField> fields(String product, PortName port) {
      return List.of(
          new ReadField("id", Set.of(), classified.contains("id"), false),
          new ReadField("mail", Set.of("pii.email"), classified.contains("mail"), false),
          new ReadField("iban", Set.of("pii.iban"), classified.contains("iban"), true));
    }

    @Override
    public long epoch() {
      return 1;
    }
  }

  private static final Egress PERSONAL = new Without(Set.of("id", "mail", "iban"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          https://a.example  | {type: InvokeHTTP, settings: {url: "https://A.example./x?y"}}                  | https://a.example:443
          user info          | {type: InvokeHTTP, settings: {url: "https://good.example@evil.example/"}}      | https://evil.example:443
          a folder           | {type: PutFile, settings: {directory: /out/../etc}}                            | file:/etc
          a program          | {type: ExecuteStreamCommand, settings: {command: [/bin/true]}}                 | command:/bin/true
          mail               | {type: PutEmail, settings: {host: mx.example, from: a@b, to: [x@C.example], subject: "'s'"}} | smtp://mx.example:587 mailto:c.example
          a topic            | {type: PublishMQTT, settings: {broker: "mqtt://m.example", topic: a/b}}        | mqtt://m.example:1883/a/b
          any topic          | {type: PublishMQTT, settings: {broker: "mqtts://m.example", topicFrom: "record.t"}} | mqtts://m.example:8883/*
          a database         | {type: PutSQL, settings: {url: "jdbc:postgresql://db.example/x?user=u", statement: "select ?"}} | jdbc:postgresql://db.example:5432/x
          another host       | {type: PutSQL, settings: {url: "jdbc:postgresql://db.example/x?PGHOST=evil", statement: "select ?"}} | jdbc:postgresql:*
          two hosts          | {type: PutSQL, settings: {url: "jdbc:postgresql://a:1,b/x", statement: "select ?"}} | jdbc:postgresql://a:1/x jdbc:postgresql://b:5432/x
          a pool             | {type: PutSQL, settings: {pool: db, statement: "select ?"}}                    | jdbc:mysql://my.example:3306/x
          no such pool       | {type: PutSQL, settings: {pool: none, statement: "select ?"}}                  | unknown
          a bucket           | {type: PutS3Object, settings: {store: amazon, bucket: lake}}                   | s3://lake
          a store's bucket   | {type: PutS3Object, settings: {store: own, bucket: lake}}                      | s3://s3.example:9000/lake
          a topic of Kafka   | {type: PublishKafka, settings: {cluster: kafka, topic: t}}                     | kafka://k1.example:9092/t kafka://k2.example:9093/t
          a table in memory  | {type: LookupRecord, settings: {service: table, key: record.id}}               | ``
          sftp               | {type: PutSFTP, settings: {server: sftp, directory: /in/x}}                    | sftp://f.example:22/in/x
          winding            | {type: PutSFTP, settings: {server: sftp, directory: /in/../x}}                 | sftp://f.example:22/*
          redis              | {type: PutRedis, settings: {server: redis, key: record.id}}                    | redis://r.example:6379
          tcp                | {type: PutTCP, settings: {host: "::1", port: 9}}                               | tcp://[::1]:9
          no host            | {type: PutUDP, settings: {host: "a b", port: 9}}                               | unknown
          the log            | {type: LogMessage, settings: {message: "'m'"}}                                 | log:server
          a parameter        | {type: PutTCP, settings: {host: "#{host}", port: 9}}                           | unknown
          a transform        | {type: UpdateRecord, settings: {set: {a: "1"}}}                                | ``
          """)
  void saysWhereItSends(String what, String processor, String places) {
    var sent =
        FlowEgress.of(
            flow("{name: send, " + processor.substring(1), "read.success -> send"),
            types,
            cel,
            Egress.OPEN,
            Map.of());

    assertThat(String.join(" ", sent.stream().map(Sent::place).toList()))
        .as(what)
        .isEqualTo(places == null ? "" : places);
  }

  @Test
  void aTaggedFieldDoesNotGetOutByWhateverName() {
    var sent =
        sent(
            "{name: a, type: UpdateRecord, settings: {set: {x: \"record.mail.substring(2)\"}, remove: [mail]}}",
            "read.success -> a, a.success -> send");

    assertThat(sent.allowed()).isFalse();
    assertThat(sent.sentence())
        .isEqualTo(
            "'send' may not send to https://a.example:443: field 'mail' of crm.people is tagged"
                + " pii.email and gets there by way of a; policy 'p' keeps pii.* from there.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {set: {mail: "record.mail.sha256()"}}                                    | true
          {set: {mail: "record.mail.lower().hmacSha256('key')"}}                   | true
          {set: {mail: "'none'"}}                                                  | true
          {remove: [mail]}                                                         | true
          {set: {a: "record.mail.sha256()"}}                                       | false
          {set: {a: "record.mail.sha256() + record.mail"}, remove: [mail]}         | false
          {set: {a: "record.mail.sha256()", b: "record.a"}, remove: [mail]}        | true
          {set: {a: "record.mail.sha256()", b: "record.a + record.mail"}, remove: [mail]} | false
          {set: {mail: "'x' + record.mail.sha256()"}}                              | false
          {set: {a: "attributes.a"}, remove: [mail]}                               | false
          """)
  void whatIsHashedOrRemovedMayGo(String settings, boolean allowed) {
    var sent =
        sent(
            "{name: a, type: UpdateRecord, settings: " + settings + "}",
            "read.success -> a, a.success -> send");

    assertThat(sent.allowed()).as(sent.sentence()).isEqualTo(allowed);
  }

  @Test
  void behindWhatSaysNothingAnyFieldMayHoldIt() {
    var script =
        "{name: s, type: ScriptedTransformRecord, settings: {script: \"function transform(record) { return record; }\"}}";
    var hash = "{name: a, type: UpdateRecord, settings: {set: {mail: \"record.mail.sha256()\"}}}";

    var before = sent(script + ", " + hash, "read.success -> s, s.success -> a, a.success -> send");
    var after = sent(script + ", " + hash, "read.success -> a, a.success -> s, s.success -> send");

    assertThat(before.allowed()).isFalse();
    assertThat(after.allowed()).as(after.sentence()).isTrue();
  }

  @Test
  void attributesKeepWhatFieldsLose() {
    var hash = "{name: a, type: UpdateRecord, settings: {set: {mail: \"record.mail.sha256()\"}}}";
    var byMail = "{name: b, type: PartitionRecord, settings: {by: {m: record.mail}}}";
    var byId = "{name: b, type: PartitionRecord, settings: {by: {m: record.id}}}";
    var way = "read.success -> b, b.success -> a, a.success -> send";

    var kept = sent(byMail + ", " + hash, way);
    assertThat(kept.allowed()).isFalse();
    assertThat(kept.reason()).contains("perhaps in an attribute");
    assertThat(sent(byId + ", " + hash, way).allowed()).isTrue();
  }

  @Test
  void whatNobodyHasClassifiedIsKeptBack() {
    var flow = flow(SEND, "read.success -> send");
    var sent = FlowEgress.of(flow, types, cel, new Without(Set.of("mail")), Map.of()).get(0);

    assertThat(sent.reason()).contains("field 'id' of crm.people has not been classified");
  }

  @Test
  void whatComesFromOutsideIsClassifiedByNobody() {
    var flow =
        Json.read(
            tree(
                HEAD
                    + "processors:\n  - {name: read, type: GenerateRecords, settings: {fields: {a: \"1\"}}}\n  - "
                    + SEND
                    + "\nconnections: [read.success -> send]\n"),
            FlowSpec.class);

    assertThat(FlowEgress.of(flow, types, cel, PERSONAL, Map.of()).get(0).reason())
        .startsWith("no field of 'read' has been classified");
  }

  private static final String SEND =
      "{name: send, type: InvokeHTTP, settings: {url: \"https://a.example\"}}";
  private static final String HEAD = "apiVersion: weft.dev/v1\nkind: Flow\nname: f\nproduct: crm\n";

  private Sent sent(String processors, String connections) {
    return FlowEgress.of(
            flow(processors + ", " + SEND, connections), types, cel, PERSONAL, Map.of())
        .get(0);
  }

  private static FlowSpec flow(String processors, String connections) {
    var text =
        HEAD
            + """
            parameters: {host: {}}
            services:
              - {name: db, type: JdbcPool, settings: {url: "jdbc:mysql://my.example/x"}}
              - {name: amazon, type: S3Store, settings: {accessKey: a, secretKey: b}}
              - {name: own, type: S3Store, settings: {endpoint: "http://s3.example:9000", accessKey: a, secretKey: b}}
              - {name: kafka, type: KafkaCluster, settings: {bootstrapServers: ["k1.example:9092", "k2.example:9093"]}}
              - {name: table, type: MapLookup, settings: {values: {a: b}}}
              - {name: sftp, type: SftpServer, settings: {host: f.example, user: u}}
              - {name: redis, type: RedisServer, settings: {host: r.example}}
            processors: [{name: read, type: ConsumePort, settings: {port: crm.people}}, PROCESSORS]
            connections: [CONNECTIONS]
            """
                .replace("PROCESSORS", processors)
                .replace("CONNECTIONS", connections);
    return Json.read(tree(text), FlowSpec.class);
  }

  private static com.fasterxml.jackson.databind.JsonNode tree(String text) {
    var problems = new Problems();
    var read = new Documents().read(new SourceText("flow.yaml", text), problems);
    problems.throwIfAny();
    return read.get(0).tree();
  }
}
