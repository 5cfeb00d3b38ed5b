/**
 * The nouns of the mesh: products, ports, contracts, policies, subscriptions, people.
 *
 * <p>Start reading at {@link dev.weft.model.Resource}: everything that can be applied, audited and
 * replayed is one, a key with a version and the document its author wrote. The typed nouns ({@link
 * dev.weft.model.DataProduct}, {@link dev.weft.model.Contract}, {@link dev.weft.model.PolicySpec},
 * ...) are views of that document, so that keys which Weft does not know survive a round trip.
 *
 * <p>Depends on the JDK and a JSON and YAML reader only. It does not know about Kafka, HTTP or
 * anything that happens: it neither reads a clock nor a file.
 */
package dev.weft.model;
