/**
 * A plug-in for Kafka Connect whose one task runs one flow, with the very runner of the server.
 * Start reading at {@link dev.weft.connect.FlowTask}.
 *
 * <p>Connect is the host: it starts the task, moves it to another worker and starts it again. What
 * the flow reads, writes and remembers goes through the gateway, in the flow's own transactions;
 * nothing is kept in Connect's topics. It does not know how a server deploys it.
 */
package dev.weft.connect;
