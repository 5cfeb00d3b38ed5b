/**
 * Keeps imported policy sets in the mesh: how a set is written into the log, and the fold that has
 * every set ready to answer.
 *
 * <p>Start at {@link dev.weft.policy.sets.PolicySets}.
 */
package dev.weft.policy.sets;
