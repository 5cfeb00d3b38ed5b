/** Starts the engines in this process; nothing else knows how. */
package dev.weft.engines;
