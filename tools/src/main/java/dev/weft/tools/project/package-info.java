/**
 * {@code weft new processor}: a Maven project with a processor, its test, and what it needs to
 * build. Start reading at {@link dev.weft.tools.project.NewProcessorTool}.
 */
package dev.weft.tools.project;
