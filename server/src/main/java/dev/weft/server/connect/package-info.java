/**
 * Flows that run on an existing Kafka Connect cluster instead of in the server. Start reading at
 * {@link dev.weft.server.connect.ConnectHosts}.
 *
 * <p>Connect is the host only: what runs there is the same runner, which asks {@link
 * dev.weft.server.connect.HostedFlows} what to run and writes through the gateway. Which flow is
 * hosted, and with which key, is in the mesh log, so a flow is never in two places.
 */
package dev.weft.server.connect;
