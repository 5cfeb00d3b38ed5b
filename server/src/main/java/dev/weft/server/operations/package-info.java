/**
 * The mesh as its operators see it: what passes the gateway, how long decisions take, topics and
 * what is still to be read of them, flows, queries, room on the disk, and what needs somebody.
 *
 * <p>Start reading at {@link dev.weft.server.operations.OperationsPages}. Everything is looked up
 * when somebody looks, at most every few seconds however many look; counters only ever grow, and
 * whoever reads them twice knows the rate. {@link dev.weft.server.operations.RateHistory} alone
 * looks by itself and remembers an hour. Nothing here acts on anything.
 */
package dev.weft.server.operations;
