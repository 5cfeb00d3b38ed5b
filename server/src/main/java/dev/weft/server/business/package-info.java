/**
 * What stewards want to know of things besides what the standards name: typed attributes in sets,
 * and their values.
 *
 * <p>Start reading at {@link dev.weft.server.business.BusinessPages}. A value is given by hand
 * ({@link dev.weft.server.business.BusinessEdits}) or stands in a document as a custom property
 * called {@code set.attribute}; {@link dev.weft.server.business.BusinessChecks} holds documents to
 * their types.
 */
package dev.weft.server.business;
