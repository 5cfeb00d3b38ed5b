/**
 * Changes JSON records on their way, without taking them apart: a strict scanner finds the fields
 * and splices the masked or left-out ones, everything else is copied.
 *
 * <p>Start reading at {@link dev.weft.gateway.json.JsonRewriter}. {@link
 * dev.weft.gateway.json.RuleTree} is a reader's view, compiled. What is not exactly one valid JSON
 * object is withheld as a whole: bytes that the scanner does not understand are never passed on.
 *
 * <p>Pure functions on bytes; nothing here knows Kafka. A property test holds the rewriter equal to
 * one that builds trees with Jackson.
 */
package dev.weft.gateway.json;
