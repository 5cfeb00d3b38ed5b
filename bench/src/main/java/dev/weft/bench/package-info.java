/**
 * Every claim of speed, as a program that prints ratios against a peer in the same run.
 *
 * <p>Start reading at {@link dev.weft.bench.Main}; {@code ./weft bench} lists the programs. A
 * {@link dev.weft.bench.Program} measures both sides one after the other, several times, and prints
 * medians: what the machine does besides then falls on both. CPU time is that of the whole process,
 * broker and client included, so what a part costs is the difference to the peer beside it.
 *
 * <p>The parts are the real ones, joined as the server joins them ({@link
 * dev.weft.bench.RunningMesh}); only the mesh log is in memory, as it is not on a measured path.
 * {@code docs/benchmarks.md} keeps the results, with the targets they are held against.
 */
package dev.weft.bench;
