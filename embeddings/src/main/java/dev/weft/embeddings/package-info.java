/**
 * Turns text into vectors of meaning by a language model that is part of the distribution: nothing
 * is fetched, nothing leaves the process.
 *
 * <p>Start reading at {@link dev.weft.embeddings.BgeSmallSource}. The model is BAAI's
 * bge-small-en-v1.5, quantised, MIT; ONNX Runtime computes it. What both need on disk is unpacked
 * once, by {@link dev.weft.embeddings.UnpackedModel}. It does not know what is embedded or why.
 */
package dev.weft.embeddings;
