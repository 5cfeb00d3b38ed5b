/**
 * Changes of content that need a library each: JSONPath, JSLT, compression, OpenPGP. Start reading
 * at {@link dev.weft.processors.transform.EvaluateJsonPath}.
 *
 * <p>Content that is parsed as a whole has a limit; what is written anew goes through the space of
 * the runner and has one too, so that a small file cannot become a large one unnoticed.
 */
package dev.weft.processors.transform;
