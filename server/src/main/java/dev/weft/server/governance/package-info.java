/**
 * The governance of domains: their standing ({@link dev.weft.server.governance.DomainStandings}),
 * the authoritative sources of terms and exceptions from them, and the life of products.
 *
 * <p>Each act looks at the state, asks {@code Governors} whether this person may, and lets the noun
 * in {@code model.governance} make its next state; the log writes it with its audit event. What
 * enforcing has for effect is at the doors: {@code access.EnforcedSources} for subscriptions, the
 * policy engine for who may write.
 */
package dev.weft.server.governance;
