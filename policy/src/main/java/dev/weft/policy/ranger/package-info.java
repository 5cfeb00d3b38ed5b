/**
 * Reads what Apache Ranger keeps: a service with its policies, roles, users; and turns it into a
 * {@link dev.weft.policy.rules.PolicySet} that decides as Ranger 2.9 does.
 *
 * <p>Start at {@link dev.weft.policy.ranger.RangerImport}. What cannot be taken over exactly is a
 * {@link dev.weft.policy.ranger.Finding}, and closes the part of the policy that it is in: nobody
 * gains by what we cannot read.
 */
package dev.weft.policy.ranger;
