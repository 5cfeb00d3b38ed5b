package dev.weft.flow;

import dev.weft.model.Contract;
import dev.weft.model.DataRecord;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.FlowFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;

/** A port in a dry run: refuses what {@link PortStage} would send to quarantine, keeps the rest. */
final class DryPort {
  private final String name;
  private final PortCheck check;
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
    check = new PortCheck(name, contract, surroundings.checks(), settings.key(), record -> record);
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
      var why = PortCheck.bytes(name);
      refuse(in, why.rule(), why.reason());
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
    var why = check.check(record, FlowLimits.DEFAULT.recordBytes()).rejection();
    if (why.isPresent()) {
      refused.add(new DryRun.Refused(record, why.get().rule(), why.get().reason()));
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
