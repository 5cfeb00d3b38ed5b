/**
 * Questions and answers as JSON: how a batch of requests to a policy set is written, and its
 * answers.
 *
 * <p>Start at {@link dev.weft.policy.batch.Batch}. Ranger's own names for the parts of a request
 * are understood too, so that its tests can be asked as they stand.
 */
package dev.weft.policy.batch;
