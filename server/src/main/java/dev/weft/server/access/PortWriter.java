package dev.weft.server.access;

import dev.weft.model.Contract;
import dev.weft.model.DataProduct;
import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKind;
import dev.weft.model.governance.SourceDesignation;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Rights;
import dev.weft.server.identity.SessionKeys;
import dev.weft.spi.FieldObserver;
import dev.weft.spi.MeshLog;
import dev.weft.spi.RecordCheck;
import dev.weft.spi.RecordEncoder;
import dev.weft.spi.SealedFields;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes records that people send, as the product's provisioning principal: contract checked, new
 * fields classified first, all in one transaction or nothing.
 */
public final class PortWriter {
  private static final int RECORDS_MAX = 10_000;

  /** As flows have it: a little less than the log takes by its standard settings. */
  private static final int RECORD_BYTES_MAX = 1_000_000;

  private static final int SAMPLES_MAX = 100;

  private final MeshLog mesh;
  private final PortContracts contracts;
  private final SessionKeys sessions;
  private final RecordCheck.Factory checks;
  private final FieldObserver fields;
  private final RecordEncoder encoder;
  private final SealedFields sealed;

  /**
   * @param encoder writes records in the format of their port
   * @param sealed encrypts what a port holds encrypted
   */
  public PortWriter(
      MeshLog mesh,
      PortContracts contracts,
      SessionKeys sessions,
      RecordCheck.Factory checks,
      FieldObserver fields,
      RecordEncoder encoder,
      SealedFields sealed) {
    this.sealed = sealed;
    this.mesh = mesh;
    this.contracts = contracts;
    this.encoder = encoder;
    this.sessions = sessions;
    this.checks = checks;
    this.fields = fields;
  }

  /** Writes one JSON object a line; returns how many. Any problem: none is written. */
  public int write(Caller caller, PortName port, String lines) {
    mustOwn(caller, port);
    var records = parse(port, lines);
    var values = encode(port, records);
    fields.seen(port, FieldSampling.of(records, SAMPLES_MAX)).join();
    sealed.awaitStored();
    produce(port, records, values);
    return records.size();
  }

  private void mustOwn(Caller caller, PortName port) {
    var product = mesh.state().find(ResourceKind.DATA_PRODUCT, port.product(), DataProduct.class);
    if (product.isEmpty() || !Ports.exists(mesh.state(), port)) {
      throw Problem.missing("no-such-port", "There is no port '" + port + "'.", "").asException();
    }
    caller.require(
        new Rights(mesh.state()).owns(caller, product.get()),
        "not-an-owner",
        "Only an owner of " + port.product() + " may write as its provisioning principal.",
        "'weft describe product " + port.product() + "' names the owners.");
    mustProvision(port);
  }

  /** The gateway would refuse it too; here it is said in a sentence. */
  private void mustProvision(PortName port) {
    mesh.state().all(ResourceKind.SOURCE_DESIGNATION, SourceDesignation.class).stream()
        .filter(source -> source.binds() && source.port().equals(port.topic()))
        .filter(source -> !source.provisioner().equals(PrincipalId.product(port.product())))
        .findFirst()
        .ifPresent(
            source -> {
              throw Problem.refused(
                      "not-the-provisioning-point",
                      "Only %s writes %s, which is the source of '%s'."
                          .formatted(source.provisioner(), port, source.term()),
                      "Write with a key of that principal.")
                  .asException();
            });
  }

  private List<DataRecord> parse(PortName port, String text) {
    var check = contracts.of(port).map(checks::of);
    var problems = new ArrayList<Problem>();
    var records = new ArrayList<DataRecord>();
    var number = 0;
    for (var line : text.split("\n", -1)) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      if (records.size() == RECORDS_MAX) {
        problems.add(
            Problem.input(
                "too-many-records",
                place(number, ""),
                "At most " + RECORDS_MAX + " records at once.",
                "Send several requests."));
        break;
      }
      var bytes = line.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > RECORD_BYTES_MAX) {
        problems.add(tooLarge(number, bytes));
        continue;
      }
      parse(line, number, problems)
          .ifPresent(
              record -> {
                records.add(record);
                check
                    .map(one -> one.check(record))
                    .orElse(List.of())
                    .forEach(found -> problems.add(problem(records.size(), found)));
              });
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return records;
  }

  private List<byte[]> encode(PortName port, List<DataRecord> records) {
    var problems = new ArrayList<Problem>();
    var values = new ArrayList<byte[]>();
    for (var record : records) {
      try {
        values.add(encoder.encode(port, sealed.seal(port, record)));
      } catch (ProblemException e) {
        var found = e.first();
        if (found.kind() != Problem.Kind.INPUT) {
          throw e;
        }
        var at = place(values.size() + problems.size() + 1, found.place().path());
        problems.add(Problem.input(found.code(), at, found.message(), found.hint()));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return values;
  }

  private static Optional<DataRecord> parse(String line, int number, List<Problem> problems) {
    try {
      var tree = Json.parse(line);
      if (tree.isObject()) {
        var fields = new LinkedHashMap<String, Object>();
        tree.properties()
            .forEach(field -> fields.put(field.getKey(), FieldSampling.value(field.getValue())));
        return Optional.of(new DataRecord(fields));
      }
    } catch (UncheckedIOException e) {
      // Told below, with its line.
    }
    problems.add(
        Problem.input(
            "bad-record",
            place(number, ""),
            "The line is not a JSON object.",
            "One JSON object a line."));
    return Optional.empty();
  }

  private static Problem tooLarge(int line, int bytes) {
    return new Problem(
        Problem.Kind.TOO_LARGE,
        "record-too-large",
        place(line, ""),
        "The record is too large: " + bytes + " bytes.",
        "At most " + RECORD_BYTES_MAX + " are taken; nothing was written.");
  }

  private static Problem problem(int record, RecordCheck.Violation found) {
    return Problem.input(
        "contract-" + found.rule(),
        place(record, found.path()),
        found.message(),
        "The contract says so; nothing was written.");
  }

  private static Place place(int line, String path) {
    return new Place("records", line, 1, path);
  }

  private void produce(PortName port, List<DataRecord> records, List<byte[]> values) {
    var key = Ports.contract(mesh.state(), port).map(Contract::primaryKey).orElse(List.of());
    var properties = sessions.product(port.product()).clientProperties();
    properties.put("client.id", "weft-writer-" + port);
    properties.put("acks", "all");
    properties.put("delivery.timeout.ms", "20000");
    properties.put("request.timeout.ms", "10000");
    properties.put("max.block.ms", "10000");
    properties.put("transactional.id", "weft-writer-" + port);
    try (var producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      for (int i = 0; i < values.size(); i++) {
        // The commit fails if any of them did.
        var unused =
            producer.send(
                new ProducerRecord<>(port.topic(), keyOf(records.get(i), key), values.get(i)));
      }
      producer.commitTransaction();
    } catch (KafkaException e) {
      throw new ProblemException(
          List.of(
              Problem.environment(
                  "cannot-write",
                  "The records were not written: " + e.getMessage() + ".",
                  "Send them again.")),
          e);
    }
  }

  private static byte[] keyOf(DataRecord record, List<String> key) {
    if (key.isEmpty()) {
      return null;
    }
    return key.stream()
        .map(field -> String.valueOf(record.get(field)))
        .collect(Collectors.joining("|"))
        .getBytes(StandardCharsets.UTF_8);
  }
}
