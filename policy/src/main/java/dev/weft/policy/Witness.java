package dev.weft.policy;

import dev.weft.policy.Explanation.Considered;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Hears of every policy that is considered, for those who ask why. */
interface Witness {
  void considered(String policy, boolean matched, Supplier<String> why);

  /** Hears nothing, and costs nothing. */
  static Witness none() {
    return (policy, matched, why) -> {};
  }

  /** Writes down what it hears, in order. */
  final class Notes implements Witness {
    private final List<Considered> notes = new ArrayList<>();

    @Override
    public void considered(String policy, boolean matched, Supplier<String> why) {
      notes.add(new Considered(policy, matched, why.get(), false, false));
    }

    List<Considered> notes() {
      return List.copyOf(notes);
    }
  }
}
