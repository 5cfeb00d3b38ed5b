/**
 * Makes every Kafka Connect connector in a plug-in a processor. Start reading at {@link
 * dev.weft.processors.connect.ConnectorPlugins}, then {@code ConnectorSource} and {@code
 * ConnectorSink}.
 *
 * <p>It plays the part of a Connect worker towards a connector: it starts its tasks, keeps its
 * offsets, converts its records and applies its transformations. There is no worker, no converter
 * and no topic behind it: the runner commits offsets with the output of the same unit of work. Only
 * Connect's public interface is used (KIP-26, KIP-618 for exactly once, KIP-610 for records that a
 * sink refuses).
 */
package dev.weft.processors.connect;
