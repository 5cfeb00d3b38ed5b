/**
 * JavaScript over records, for what no other step can say. Start reading at {@link
 * dev.weft.processors.script.ScriptedTransformRecord}.
 *
 * <p>A script sees a record and attributes, and nothing else: no Java, no files, no network.
 */
package dev.weft.processors.script;
