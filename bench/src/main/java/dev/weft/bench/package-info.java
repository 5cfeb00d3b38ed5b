/** Every claim of speed, as a program that prints ratios against a peer in the same run. */
package dev.weft.bench;
