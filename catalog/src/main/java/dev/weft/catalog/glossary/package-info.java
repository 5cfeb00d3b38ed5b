/**
 * The glossary: what the words of the business mean, which fields they stand for, and which tags a
 * field has because of that.
 *
 * <p>Start reading at {@link dev.weft.catalog.glossary.Glossary}, a fold of the log that knows both
 * ends of every relation and assignment. {@link dev.weft.catalog.glossary.AssignedTerms} is the
 * same for one port as of one state. Nothing here decides who may change what.
 */
package dev.weft.catalog.glossary;
