/**
 * The door for AI agents: the Model Context Protocol, by which an agent searches, describes, asks
 * for access, reads and queries as the person for whom it works.
 *
 * <p>Start reading at {@link dev.weft.server.mcp.McpServer}, which speaks the protocol, and {@link
 * dev.weft.server.mcp.McpTools}, which has nothing of its own: each tool is what the person could
 * do by REST, through the same door, with the same masks and refusals. The audit names the agent
 * beside the person.
 *
 * <p>It does not know about HTTP.
 */
package dev.weft.server.mcp;
