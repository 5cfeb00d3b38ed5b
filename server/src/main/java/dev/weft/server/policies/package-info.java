/**
 * What policies come to, for people who write them: how somebody would see records that one sees
 * oneself, now and after a change that is only planned ({@link
 * dev.weft.server.policies.PolicyPreview}), and who sees a field ({@link
 * dev.weft.server.policies.FieldReaders}).
 *
 * <p>Decisions are the policy engine's, and records are rewritten as the gateway rewrites them:
 * nothing is decided here. Nobody is shown more than they may see themselves.
 */
package dev.weft.server.policies;
