/**
 * Masks: what a reader sees instead of a value that is not for them.
 *
 * <p>Start reading at {@link dev.weft.policy.mask.Masks}. A mask works on the bytes of one JSON
 * scalar and answers one JSON scalar of the same type, so that a masked record still keeps its
 * contract. It knows nothing of policies, fields or readers.
 */
package dev.weft.policy.mask;
