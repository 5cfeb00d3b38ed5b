/**
 * Expressions in CEL, fast: row filters, routes, conditions.
 *
 * <p>Start reading at {@link dev.weft.policy.cel.Language}. Google's library parses and type-checks
 * every expression and stays the authority on what it means. Expressions made of common operators
 * are turned into a tree of {@link dev.weft.policy.cel.Node}s, which costs a tenth of the library's
 * own evaluation; whatever a node does not cover is evaluated by the library, and a property test
 * holds the two equal.
 */
package dev.weft.policy.cel;
