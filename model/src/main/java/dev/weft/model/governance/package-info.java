/**
 * What people decide on about domains, sources and products, and how far they have come.
 *
 * <p>Start reading at {@link dev.weft.model.governance.DomainStanding}: the others have the same
 * form. Each noun is a state machine without a clock: transitions are methods, which answer the
 * next state or refuse with a {@link dev.weft.model.ProblemException}; who may do what beyond
 * "never the same person twice" is not known here.
 */
package dev.weft.model.governance;
