/**
 * What people should know and do: one inbox for each, and notices of it by mail and webhook. Start
 * at {@link dev.weft.server.notices.Inbox}. Whatever has news for people is an {@link
 * dev.weft.server.notices.InboxSource}; all of them are listed where the inbox is made, in {@code
 * MeshRequests}. Items are computed from the mesh's state whenever somebody looks, so that one is
 * gone when its matter is settled; kept is only what was read and what was told. {@link
 * dev.weft.server.notices.Notices} tells, by the writer alone.
 */
package dev.weft.server.notices;
