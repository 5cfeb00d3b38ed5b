/**
 * {@code weft import nifi}: turns a flow definition that Apache NiFi 1.x or 2.x has exported into a
 * flow of Weft, and says what it could not turn. Start reading at {@link
 * dev.weft.tools.nifi.NifiImportTool}; which processor and property becomes what is in {@code
 * mapping.json}.
 */
package dev.weft.tools.nifi;
