/**
 * How people get at data: requests and their approval ({@link
 * dev.weft.server.access.Subscriptions}), and reading and writing as somebody, always through the
 * gateway ({@link dev.weft.server.access.PortReader}).
 */
package dev.weft.server.access;
