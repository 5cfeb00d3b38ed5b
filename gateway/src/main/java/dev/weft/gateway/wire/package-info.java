/**
 * The Kafka side of the gateway, on the network classes inside {@code kafka-clients}.
 *
 * <p>Start reading at {@link dev.weft.gateway.wire.Door}, then {@link
 * dev.weft.gateway.wire.EventLoop}: one thread serves a share of the clients and, through the same
 * selector, one connection to the broker for each of them. Every request becomes an {@link
 * dev.weft.gateway.wire.Exchange}, which the {@link dev.weft.gateway.wire.ApiHandler} of its kind
 * answers or forwards, changed, and whose answer it changes again.
 *
 * <p>What is scarce is given out by {@link dev.weft.gateway.wire.Turns}, the loop's time, and
 * {@link dev.weft.gateway.wire.AnswerMemory}.
 *
 * <p>All use of Kafka classes that are not its public API is in this package.
 */
package dev.weft.gateway.wire;
