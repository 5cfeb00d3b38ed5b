/**
 * Says what a field holds, from its name and sampled values, with confidence and evidence.
 *
 * <p>Start reading at {@link dev.weft.classification.Classifiers}: it asks every classifier that is
 * installed and keeps the best finding for each tag. A classifier weighs two things, what the
 * field's name says ({@link dev.weft.classification.Hint}) and how many of the sampled values have
 * the right form ({@link dev.weft.classification.Tally}). Some forms speak for themselves, such as
 * an IBAN with its check digits; others, such as a phone number without a country, need the name.
 *
 * <p>Evidence is in words and counts and never holds a value. The classifiers are pure functions:
 * no state, no clock, no network. Another one is added as a {@link dev.weft.spi.Classifier} for
 * {@link java.util.ServiceLoader}.
 */
package dev.weft.classification;
