/**
 * Turns policies, tags and grants into decisions, masks and row filters.
 *
 * <p>Start reading at {@link dev.weft.policy.PolicyEngine}: it folds the mesh, compiles what one
 * reader sees of one port into a {@link dev.weft.spi.ReadView}, and keeps it until a change touches
 * it. The rules themselves are in {@link dev.weft.policy.ViewCompiler}; {@code docs/policies.md}
 * says them in words, each with the test that holds it. {@code mask} hides values, {@code cel}
 * evaluates expressions.
 *
 * <p>Pure functions of the mesh's state and a clock: it reads no file, opens no socket and knows
 * neither Kafka nor HTTP.
 */
package dev.weft.policy;
