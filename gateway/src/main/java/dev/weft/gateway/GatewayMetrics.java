package dev.weft.gateway;

/**
 * Counters since the start, and the connections that are open now.
 *
 * @param delivered records given to readers
 * @param filtered records left out by row filters
 * @param withheld records left out because they could not be decoded
 * @param decisions questions asked of the policies
 * @param rewriteNanos time spent on rewriting records, over all threads
 */
public record GatewayMetrics(
    int connections,
    long accepted,
    long loginsFailed,
    long requests,
    long refusals,
    long delivered,
    long filtered,
    long withheld,
    long bytesDelivered,
    long decisions,
    long rewriteNanos) {}
