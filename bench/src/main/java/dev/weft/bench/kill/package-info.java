/**
 * kill -9 of a whole server at seeded moments while sources bring numbers in. Start reading at
 * {@link dev.weft.bench.kill.KillRun}; a source is one {@link dev.weft.bench.kill.Feed}.
 */
package dev.weft.bench.kill;
