package dev.weft.policy;

import dev.weft.spi.Egress.TagRule;
import dev.weft.spi.Egress.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where flows of one product may send. Any deny beats any allow; where no policy is about the
 * product everything is allowed, unless the server closes what nobody has opened; else what no
 * policy allows is denied. The tags that may not go somewhere add up.
 *
 * @param policies those that are about the product
 * @param closed whether what no policy is about is denied
 * @param broken why nothing may be sent at all; empty when all is well
 */
record EgressRules(
    String product, List<EgressPolicy> policies, boolean closed, Optional<String> broken) {

  static EgressRules of(
      String product,
      String domain,
      Collection<EgressPolicy> all,
      boolean closed,
      Optional<String> broken) {
    var about =
        all.stream()
            .filter(policy -> policy.isAbout(domain, product))
            .sorted(Comparator.comparing(EgressPolicy::name))
            .toList();
    return new EgressRules(product, about, closed, broken);
  }

  Verdict decide(String place) {
    if (broken.isPresent()) {
      return denied("", broken.get());
    }
    if (policies.isEmpty()) {
      return closed
          ? denied("", "no policy allows it, and this server closes what no policy allows")
          : new Verdict(true, "", "no policy is about it", List.of());
    }
    var without = new ArrayList<TagRule>();
    var allowedBy = "";
    for (var policy : policies) {
      var says = policy.of(place);
      if (says.denies()) {
        return denied(
            policy.name(), "rule " + says.rule() + " of policy '" + policy.name() + "' denies it");
      }
      allowedBy = allowedBy.isEmpty() && says.allows() ? policy.name() : allowedBy;
      without.addAll(says.withoutTags());
    }
    return allowedBy.isEmpty()
        ? denied(policies.get(0).name(), "no policy allows it (" + names() + ")")
        : new Verdict(true, allowedBy, "policy '" + allowedBy + "' allows it", without);
  }

  private String names() {
    var about = policies.stream().map(EgressPolicy::name).collect(Collectors.joining("', '"));
    return "about '" + product + "': '" + about + "'";
  }

  private static Verdict denied(String policy, String reason) {
    return new Verdict(false, policy, reason, List.of());
  }
}
