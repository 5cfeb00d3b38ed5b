/**
 * The one door: speaks the Kafka protocol, asks for decisions, rewrites records, reports reads.
 *
 * <p>Start reading at {@link dev.weft.gateway.Gateway}. {@code wire} holds everything that touches
 * Kafka's protocol classes, {@code access} what is known of each reader, {@code json} how a record
 * is changed without being taken apart.
 *
 * <p>It depends on {@code model} and {@code spi}, does not know policies, products or the mesh log,
 * and keeps nothing on disk.
 */
package dev.weft.gateway;
