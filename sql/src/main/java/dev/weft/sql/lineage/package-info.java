/**
 * Which field of a result comes from which field of a table, read off the planner's tree.
 *
 * <p>Start reading at {@link dev.weft.sql.lineage.TreeReader}. Flink keeps its planner behind a
 * class loader of its own; these classes are loaded beside it, so only types of the JDK pass
 * between them and the rest. Whatever a node of the tree does that is not known here, each column
 * that comes out of it comes from all that goes in: too many fields may be named, never too few.
 */
package dev.weft.sql.lineage;
