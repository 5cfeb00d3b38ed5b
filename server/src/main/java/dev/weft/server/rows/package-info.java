/**
 * Ports with a primary key as tables: the newest record of a key, or of a range of keys, at once.
 *
 * <p>Start reading at {@link dev.weft.server.rows.PortRows}. The rows are kept in memory by
 * ordinary readers of the gateway, one for each person and port, so what somebody finds here is
 * what they would find by reading the port themselves: same rights, masks, filters and audit. It
 * knows nothing of queries: whoever fills a port, its rows are served alike.
 */
package dev.weft.server.rows;
