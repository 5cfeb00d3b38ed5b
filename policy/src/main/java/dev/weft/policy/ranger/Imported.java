package dev.weft.policy.ranger;

import dev.weft.policy.rules.PolicySet;
import java.util.List;
import java.util.Map;

/**
 * A policy set that was read, and what is to be known about it.
 *
 * @param compiled what a next reading of the set can take over
 * @param serviceType such as {@code hive}
 * @param masks what each type of mask does, as the service says; types that say nothing are left
 *     out
 * @param policies how many policies are in force
 * @param off how many are switched off
 * @param findingCount how many findings there are, of which the first are kept
 */
public record Imported(
    PolicySet set,
    CompiledPolicies compiled,
    String service,
    String serviceType,
    Map<String, String> masks,
    int policies,
    int off,
    int findingCount,
    List<Finding> findings) {
  public Imported {
    masks = Map.copyOf(masks);
    findings = List.copyOf(findings);
  }
}
