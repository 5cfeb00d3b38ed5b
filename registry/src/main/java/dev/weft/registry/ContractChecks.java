package dev.weft.registry;

import dev.weft.model.Contract;
import dev.weft.spi.Expressions;
import dev.weft.spi.RecordCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compiles contracts into checks of records: what is required, types, the limits of {@code
 * logicalTypeOptions}, and those quality rules of the library that can be decided record by record
 * ({@code nullValues}, {@code missingValues} and {@code invalidValues} that must be 0), and rules
 * that are CEL expressions. Fields that it does not name are violations where it says {@code
 * weft.unknownFields: refuse}.
 *
 * <p>A contract whose options make no sense, such as a pattern that is no regular expression, is
 * refused with a {@link dev.weft.model.ProblemException} that names the field. Messages of
 * violations never quote a value: they are shown to people who may not see it.
 */
public final class ContractChecks implements RecordCheck.Factory {
  private final Expressions expressions;

  public ContractChecks(Expressions expressions) {
    this.expressions = expressions;
  }

  @Override
  public RecordCheck of(Contract contract) {
    var fields = FieldCheck.all(contract.fields(), "");
    var rules = RecordRules.of(contract, expressions);
    var names =
        UnknownNames.areRefused(contract)
            ? Optional.of(UnknownNames.of(contract))
            : Optional.<UnknownNames>empty();
    return record -> {
      var violations = new Violations();
      for (var field : fields) {
        field.check(record.fields(), violations);
      }
      names.ifPresent(known -> known.check(record.fields(), "", violations));
      rules.check(record, violations);
      return violations.found();
    };
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
