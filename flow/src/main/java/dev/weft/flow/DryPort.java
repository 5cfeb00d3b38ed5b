package dev.weft.flow;

import dev.weft.model.Contract;
import dev.weft.model.DataRecord;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.spi.RecordCheck;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.FlowFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;

/** A port in a dry run: refuses what {@link PortStage} would send to quarantine, keeps the rest. */
final class DryPort {
  private static final int RECORD_BYTES_MAX = 1024 * 1024;

  private final String name;
  private final RecordCheck check;
  private final RecordKeys keys;
  private final JsonBytes json = new JsonBytes();
  private final List<DataRecord> taken = new ArrayList<>();
  private final List<DryRun.Refused> refused = new ArrayList<>();

  DryPort(String processor, PublishPort.Settings settings, DryRun.Surroundings surroundings) {
    name = settings.port();
    Contract contract =
        surroundings
            .contracts()
            .apply(settings.portName())
            .orElseThrow(
                () ->
                    Problem.input(
                            "no-contract",
                            Place.field(processor),
                            "There is no contract for the port '" + name + "'.",
                            "Its product and its contract must be in the folder of the mesh.")
                        .asException());
    check = surroundings.checks().of(contract);
    keys = new RecordKeys(settings.key().isEmpty() ? contract.primaryKey() : settings.key());
  }

  String name() {
    return name;
  }

  List<DataRecord> taken() {
    return taken;
  }

  List<DryRun.Refused> refused() {
    return refused;
  }

  void accept(FlowFile in, Consumer<String> count) {
    if (!(in.content() instanceof Content.Records records)) {
      refuse(in, "type", "A port takes records; put a ConvertRecord before it.");
      count.accept("quarantined");
      return;
    }
    for (var item : records.items()) {
      var before = refused.size();
      take(item.record());
      if (refused.size() > before) {
        count.accept("quarantined");
        count.accept("quarantined." + refused.get(before).rule());
        count.accept("failed");
      } else {
        count.accept("out");
      }
    }
  }

  private void take(DataRecord record) {
    var violations = check.check(record);
    var missing = keys.missing(record);
    if (!violations.isEmpty()) {
      var why = Rejection.of(violations, name);
      refused.add(new DryRun.Refused(record, why.rule(), why.reason()));
    } else if (missing.isPresent()) {
      var reason = "'" + missing.get() + "' is the key and has no value.";
      refused.add(new DryRun.Refused(record, "key", reason));
    } else if (json.of(record).length > RECORD_BYTES_MAX) {
      refused.add(new DryRun.Refused(record, "too-large", "It has more than a megabyte."));
    } else {
      taken.add(record);
    }
  }

  /** What another processor could not process; bytes are kept as an empty record. */
  void refuse(FlowFile in, String rule, String reason) {
    var records = DryRun.records(in);
    if (records.isEmpty()) {
      refused.add(new DryRun.Refused(new DataRecord(new LinkedHashMap<>()), rule, reason));
    }
    records.forEach(record -> refused.add(new DryRun.Refused(record, rule, reason)));
  }
}
