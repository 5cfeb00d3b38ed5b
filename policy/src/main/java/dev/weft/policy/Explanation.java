package dev.weft.policy;

import java.util.List;
import java.util.Optional;

/**
 * Why a principal sees what it sees of a port: the answer in the words of policies and tags.
 *
 * @param fields each known field; if one was asked for, only this one and what is below it
 * @param considered every policy that is about the port, in the order of names, matched or not, and
 *     what its rules came to; subscriptions too
 * @param audited whether reading leaves events in the audit
 */
public record Explanation(
    String principal,
    String port,
    boolean allowed,
    String reason,
    List<String> policies,
    Optional<String> filter,
    List<Field> fields,
    List<Considered> considered,
    boolean audited) {
  public Explanation {
    policies = List.copyOf(policies);
    fields = List.copyOf(fields);
    considered = List.copyOf(considered);
  }

  /**
   * What happens to one field.
   *
   * @param rule {@code show}, {@code mask} or {@code withhold}
   * @param mask its name, when masked
   * @param policy which one decided; empty when none had anything to say
   * @param tag the tag by which the policy came to this field
   * @param evidence where the tag came from; or, without a tag, why the rule is what it is
   */
  public record Field(
      String path,
      String rule,
      Optional<String> mask,
      Optional<String> policy,
      Optional<String> tag,
      Optional<String> evidence) {}

  /**
   * One policy that was considered.
   *
   * @param matched whether one of its rules applies
   * @param why what the rule says, or why none applies
   * @param override whether it goes before those of normal priority
   * @param decides whether the answer is what it is because of it
   */
  public record Considered(
      String policy, boolean matched, String why, boolean override, boolean decides) {}
}
