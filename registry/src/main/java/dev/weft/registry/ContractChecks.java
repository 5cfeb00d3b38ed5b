package dev.weft.registry;

import dev.weft.model.Contract;
import dev.weft.model.DataRecord;
import dev.weft.spi.RecordCheck;
import java.util.ArrayList;
import java.util.List;

/**
 * Compiles contracts into checks of records: what is required, types, the limits of {@code
 * logicalTypeOptions}, and those quality rules of the library that can be decided record by record
 * ({@code nullValues}, {@code missingValues} and {@code invalidValues} that must be 0).
 *
 * <p>A contract whose options make no sense, such as a pattern that is no regular expression, is
 * refused with a {@link dev.weft.model.ProblemException} that names the field. Messages of
 * violations never quote a value: they are shown to people who may not see it.
 */
public final class ContractChecks implements RecordCheck.Factory {
  @Override
  public RecordCheck of(Contract contract) {
    var fields = FieldCheck.all(contract.fields(), "");
    return record -> check(fields, record);
  }

  private static List<RecordCheck.Violation> check(List<FieldCheck> fields, DataRecord record) {
    var violations = new Violations();
    for (var field : fields) {
      field.check(record.fields(), violations);
    }
    return violations.found();
  }

  /** Collects violations; allocates nothing while there are none, which is nearly always. */
  static final class Violations {
    /** One record cannot flood its reader: what is wrong after so many is not said. */
    private static final int MOST = 20;

    private List<RecordCheck.Violation> found = List.of();

    void add(String path, String rule, String message) {
      if (found.isEmpty()) {
        found = new ArrayList<>();
      }
      if (found.size() < MOST) {
        found.add(new RecordCheck.Violation(path, rule, message));
      }
    }

    List<RecordCheck.Violation> found() {
      return found;
    }
  }
}
