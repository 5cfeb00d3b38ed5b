package dev.weft.model.governance;

import dev.weft.model.PrincipalId;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who may vote, and how many of them have to say yes.
 *
 * @param quorum {@code majority} (more than half of these people), {@code all}, or a number
 */
public record Electorate(Set<PrincipalId> people, String quorum) {
  /** What a quorum may be, as people write it. */
  public static final Pattern QUORUM = Pattern.compile("majority|all|[1-9][0-9]{0,3}");

  /** What holds where nobody says. */
  public static final String MAJORITY = "majority";

  public Electorate {
    people = Set.copyOf(people);
    quorum = quorum == null || quorum.isBlank() ? MAJORITY : quorum;
    if (!QUORUM.matcher(quorum).matches()) {
      throw new IllegalArgumentException("'" + quorum + "' is not a quorum");
    }
  }

  /** The same without those who may not vote here, such as those who have asked. */
  public Electorate without(Collection<PrincipalId> others) {
    var rest = new HashSet<>(people);
    rest.removeAll(Set.copyOf(others));
    return new Electorate(rest, quorum);
  }

  /** How many have to say yes. */
  public int needed() {
    return switch (quorum) {
      case MAJORITY -> people.size() / 2 + 1;
      case "all" -> Math.max(1, people.size());
      default -> Integer.parseInt(quorum);
    };
  }

  /** Whether they could decide at all. */
  public boolean canDecide() {
    return people.size() >= needed();
  }
}
