/**
 * What a server and a host outside it that runs one of its flows say to each other. Start reading
 * at {@link dev.weft.flow.host.HostedFlow}.
 *
 * <p>The records here are the JSON on the wire. They know neither HTTP nor Kafka Connect.
 */
package dev.weft.flow.host;
