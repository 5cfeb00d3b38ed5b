/**
 * Columns with the truth about them, for measuring the classifiers. Their values come from
 * Datafaker and from the numbers' published rules, written once more here: nothing of what detects
 * is used.
 */
package dev.weft.bench.columns;
