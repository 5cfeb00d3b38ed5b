/**
 * How people get at data: reading and writing as somebody, always through the gateway ({@link
 * dev.weft.server.access.PortReader}). Who may is asked for and decided in {@code requests}.
 */
package dev.weft.server.access;
