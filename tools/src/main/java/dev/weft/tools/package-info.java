/**
 * What people do to flows without a server: testing them, bringing them in from elsewhere,
 * beginning a processor of their own. Each is a {@link java.util.spi.ToolProvider}, which the
 * command line finds by name; so it knows nothing of what they need.
 */
package dev.weft.tools;
