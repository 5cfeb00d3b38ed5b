/**
 * Brings processors in from jars while Weft runs. Start reading at {@link
 * dev.weft.flow.plugin.PluginFolders}.
 *
 * <p>Each jar has a class loader of its own, which knows the JDK and what {@code spi} is made of,
 * and nothing else of Weft. What is wrong with a jar is data ({@link
 * dev.weft.flow.plugin.PluginStatus}), never an exception.
 */
package dev.weft.flow.plugin;
