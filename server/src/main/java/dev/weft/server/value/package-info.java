/**
 * What the mesh is worth, from what has really happened: how long it takes from a request to the
 * first record, in how many steps, how often products are used again; and what the next subscriber
 * costs against one more point-to-point feed, by the organisation's own rates.
 *
 * <p>Start reading at {@link dev.weft.server.value.ValuePages}. {@link
 * dev.weft.server.value.Journeys} reads the audit's events, {@link
 * dev.weft.server.value.Calculation} is arithmetic; both are pure. Each figure says whether it was
 * measured, given, or assumed.
 */
package dev.weft.server.value;
