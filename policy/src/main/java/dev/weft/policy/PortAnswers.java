package dev.weft.policy;

import dev.weft.model.PrincipalId;
import dev.weft.spi.AccessContext;
import dev.weft.spi.ReadView;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

/**
 * The rules of one port and the answers that were compiled from them: by who, for what purpose, and
 * from where if that matters.
 *
 * <p>A change that touches the port makes another of these, with those answers that it does not
 * touch. Whoever is still compiling an answer from the rules before then keeps it with them, where
 * nobody looks any more. So no answer can be kept that a change has overtaken, and nobody waits.
 * Safe for any thread.
 */
final class PortAnswers {
  private static final String ANYWHERE = "";

  private final PortRules rules;
  private final ConcurrentMap<Asked, Answer> answers;

  private record Asked(PrincipalId principal, String purpose, String address) {}

  private record Answer(Reader reader, ReadView view) {}

  private PortAnswers(PortRules rules, ConcurrentMap<Asked, Answer> answers) {
    this.rules = rules;
    this.answers = answers;
  }

  static PortAnswers none(PortRules rules) {
    return new PortAnswers(rules, new ConcurrentHashMap<>());
  }

  PortRules rules() {
    return rules;
  }

  int size() {
    return answers.size();
  }

  /** The answer that holds, if it is known. */
  Optional<ReadView> find(PrincipalId principal, AccessContext context, Predicate<ReadView> holds) {
    var anywhere = answers.get(new Asked(principal, context.purpose(), ANYWHERE));
    if (anywhere != null && holds.test(anywhere.view)) {
      return Optional.of(anywhere.view);
    }
    if (context.address().isEmpty()) {
      return Optional.empty();
    }
    var here = answers.get(new Asked(principal, context.purpose(), context.address()));
    return here != null && holds.test(here.view) ? Optional.of(here.view) : Optional.empty();
  }

  /**
   * Keeps an answer; one that depends on the address where it is not known is not kept. Whether
   * there is one more now.
   */
  boolean keep(Reader reader, ReadView view, AccessContext context, boolean dependsOnAddress) {
    if (dependsOnAddress && context.address().isEmpty()) {
      return false;
    }
    var address = dependsOnAddress ? context.address() : ANYWHERE;
    var asked = new Asked(reader.id(), context.purpose(), address);
    return answers.put(asked, new Answer(reader, view)) == null;
  }

  /** The same after a change; empty when the port's rules have to be found out again. */
  Optional<PortAnswers> after(Touched touched) {
    var now = touched.at().apply(rules);
    if (now.readers().isEmpty()) {
      return Optional.of(this);
    }
    return now.rules().map(after -> new PortAnswers(after, without(now.readers().get())));
  }

  private ConcurrentMap<Asked, Answer> without(Predicate<Reader> gone) {
    var left = new ConcurrentHashMap<Asked, Answer>();
    answers.forEach(
        (asked, answer) -> {
          if (!gone.test(answer.reader)) {
            left.put(asked, answer);
          }
        });
    return left;
  }
}
