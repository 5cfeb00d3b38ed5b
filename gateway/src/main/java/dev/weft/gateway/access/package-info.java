/**
 * What the gateway knows about its readers: what each may see now, what each has read, how often
 * each was refused, and how their names are kept apart on the broker.
 *
 * <p>Start reading at {@link dev.weft.gateway.access.Views}. Nothing here knows Kafka's protocol;
 * objects belong to one event loop unless they say otherwise.
 */
package dev.weft.gateway.access;
