package dev.weft.sql;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import java.util.List;

/**
 * What the planner says of a query. JSON as {@code weft query check -o json} prints it.
 *
 * @param problems errors, with line and column in the text; with any, all else may be empty
 * @param warnings what runs but may surprise: state that grows for ever, for instance
 * @param reads the ports that it reads
 * @param outputs what it makes, in the order of the text
 * @param functions the functions from jars that it calls
 * @param plan Flink's compiled plan, which keeps a job's state readable by later versions; empty
 *     with problems, and for a query that is only looked at
 */
public record CheckedQuery(
    List<Problem> problems,
    List<Problem> warnings,
    List<PortName> reads,
    List<Output> outputs,
    List<QueryFunction> functions,
    @JsonIgnore String plan) {
  public CheckedQuery {
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
    reads = List.copyOf(reads);
    outputs = List.copyOf(outputs);
    functions = List.copyOf(functions);
  }

  public boolean isSound() {
    return problems.isEmpty();
  }

  /**
   * One result.
   *
   * @param port that it fills; null for a query that is only looked at
   * @param changes whether rows are only added, or replaced and removed by the key too
   * @param key the fields that tell one row from the others; empty where rows are only added
   * @param fields its columns
   * @param uses fields that decide which rows there are, without being in them
   */
  public record Output(
      PortName port, Changes changes, List<String> key, List<OutputField> fields, List<Use> uses) {
    public Output {
      key = List.copyOf(key);
      fields = List.copyOf(fields);
      uses = List.copyOf(uses);
    }
  }

  /** What may happen to rows of a result. */
  public enum Changes {
    APPEND,
    UPSERT
  }

  /**
   * A column of a result.
   *
   * @param type in SQL, such as {@code DECIMAL(38, 2)}
   * @param from the fields that its values come from; empty for one that comes of none
   */
  public record OutputField(String name, String type, boolean nullable, List<Origin> from) {
    public OutputField {
      from = List.copyOf(from);
    }
  }

  /**
   * A field that values come from.
   *
   * @param field a dotted path, the elements of an array having the array's path
   */
  public record Origin(PortName port, String field, How how) {}

  /** How values come from a field: the strongest that holds over all ways. */
  public enum How {
    /** The same value. */
    IDENTITY,
    /** Computed from it, record by record. */
    TRANSFORMED,
    /** Computed from many: a sum, a maximum, a rank. */
    AGGREGATED,
    /** Computed so that the value cannot be seen: a hash, a mask. */
    HIDDEN
  }

  /** A field that decides about rows. */
  public record Use(PortName port, String field, As as) {}

  /** For what a field is used. */
  public enum As {
    FILTER,
    JOIN,
    GROUP,
    SORT,
    WINDOW,
    PATTERN
  }
}
