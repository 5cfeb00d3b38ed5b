/**
 * Files in, checked documents out, and back again.
 *
 * <p>Start reading at {@link dev.weft.model.format.Documents}. It reads YAML 1.2 and JSON with the
 * line and column of every key ({@link dev.weft.model.format.Places}), holds each document against
 * the {@link dev.weft.model.format.Shape} of its kind, and then checks that what documents say of
 * each other is true ({@link dev.weft.model.format.References}). It never stops at the first
 * mistake: {@link dev.weft.model.format.Problems} collects all of them over all files of one apply.
 *
 * <p>The shapes of data contracts and data products are written from the text of the Open Data
 * Contract Standard 3.0 and 3.1 and the Open Data Product Standard 1.0. A document is kept whole as
 * a JSON tree, so a key that Weft does not use survives a round trip.
 *
 * <p>It knows no file system and no mesh log: text comes in, and what exists already is asked of
 * {@link dev.weft.model.format.Known}.
 */
package dev.weft.model.format;
