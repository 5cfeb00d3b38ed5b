/** Knows contracts as checks: what a record must be to enter a port. */
package dev.weft.registry;
