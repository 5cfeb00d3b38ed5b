/** Runs flows: processors, connections, back pressure, exactly-once publishing, trace. */
package dev.weft.flow;
