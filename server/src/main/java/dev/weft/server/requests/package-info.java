/**
 * Asking for access and what becomes of it. Start at {@link
 * dev.weft.server.requests.Subscriptions}: requests, their approval by one or several people, and
 * grants that end. Who has to approve is the matter of {@link dev.weft.server.requests.Routing},
 * who may take a seat of {@link dev.weft.server.requests.Deciders}; {@link
 * dev.weft.server.requests.Renewals} sees to what has to be confirmed from time to time, {@link
 * dev.weft.server.requests.Absences} to those who are away. {@link dev.weft.server.requests.Wishes}
 * are for data that no product has yet. Nobody is told here: that is for {@code notices}.
 */
package dev.weft.server.requests;
