/**
 * The program: HTTP in, problems out; identity, workflow and the wiring of all parts.
 *
 * <p>Start reading at {@link dev.weft.server.Main}, then {@link dev.weft.server.Weft}, which builds
 * everything top to bottom with plain constructors, a class for each storey. {@code identity} knows
 * people, tokens and keys; {@code access} requests, approvals and reading; {@code apply} turns
 * files into resources and makes the world as they say; {@code observe} keeps what was seen; {@code
 * http} is the REST interface of docs/rest.md.
 *
 * <p>It contains no engine, no protocol and no policy: those are features, joined here.
 */
package dev.weft.server;
