package dev.weft.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A table at a source, which a flow reads or could read: what its database says of it to the flow's
 * user.
 *
 * @param place unique, as the lineage names it: {@code host:5432/database/table}
 * @param title short, such as {@code database.table}
 * @param turnedUp whether it came after flows had begun to read there
 * @param seenBy the processors whose users may read it
 * @param changes of types, the newest first, at most {@value #CHANGES_MAX}
 */
public record SourceTable(
    String place,
    String title,
    List<Column> columns,
    Instant firstSeen,
    boolean turnedUp,
    List<Seer> seenBy,
    List<TypeChange> changes) {
  public static final int CHANGES_MAX = 20;

  /** A column; {@code type} is the database's, {@code logicalType} that of contracts. */
  public record Column(String name, String type, String logicalType) {}

  /** A processor of a flow; {@code reads} says whether it reads this very table. */
  public record Seer(String flow, String product, String processor, boolean reads) {
    public Seer {
      product = Defaults.text(product);
    }

    public boolean isOf(String otherFlow, String otherProcessor) {
      return flow.equals(otherFlow) && processor.equals(otherProcessor);
    }
  }

  /** A column has another type since; {@code logicalType} is that of the new one. */
  public record TypeChange(
      String column, String from, String to, String logicalType, Instant seenAt) {}

  public SourceTable {
    if (place == null || title == null || firstSeen == null) {
      throw new IllegalArgumentException("a table at a source needs a place, a title and a time");
    }
    columns = Defaults.list(columns);
    seenBy = Defaults.list(seenBy);
    changes = Defaults.list(changes);
  }

  /** Whether a flow makes something of it. */
  public boolean isRead() {
    return seenBy.stream().anyMatch(Seer::reads);
  }

  /** How the type of a column has changed last. */
  public Optional<TypeChange> change(String column) {
    return changes.stream().filter(one -> one.column().equals(column)).findFirst();
  }
}
